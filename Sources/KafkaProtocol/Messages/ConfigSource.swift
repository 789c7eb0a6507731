/// Where the value of a setting comes from (`DescribeConfigsResponse.ConfigSource`).
public enum ConfigSource {
    /// Set on the topic.
    public static let topic: Int8 = 1
    /// Changed on the broker while it runs.
    public static let broker: Int8 = 2
    /// From the broker's configuration file.
    public static let brokerFile: Int8 = 4
    public static let builtIn: Int8 = 5
}
