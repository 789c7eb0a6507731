/// What the settings of the Configs APIs belong to (`ConfigResource.Type`).
public enum ConfigResourceType {
    public static let topic: Int8 = 2
    public static let broker: Int8 = 4
}
