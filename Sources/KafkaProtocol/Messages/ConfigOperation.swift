/// How a setting changes in IncrementalAlterConfigs (`AlterConfigOp.OpType`).
public enum ConfigOperation {
    public static let set: Int8 = 0
    /// Back to the default.
    public static let delete: Int8 = 1
    /// Adds to the end of a list.
    public static let append: Int8 = 2
    /// Takes out of a list.
    public static let subtract: Int8 = 3
}
