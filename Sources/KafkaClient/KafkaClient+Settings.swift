import KafkaProtocol

extension KafkaClient {
    /// Settings of topics, by topic and key. What a broker does not know of is missing.
    public func topicSettings(_ topics: [String], keys: [String]) throws(KafkaClientError) -> [String: [String: String]]
    {
        guard !topics.isEmpty, let broker = try allBrokers().first else { return [:] }
        let response = try broker.send(
            DescribeConfigsRequest {
                $0.resources = topics.map { topic in
                    ConfigResource {
                        $0.type = ConfigResourceType.topic
                        $0.name = topic
                        $0.keys = keys
                    }
                }
            }
        )
        var settings: [String: [String: String]] = [:]
        for resource in response.results where resource.errorCode.isSuccess {
            for entry in resource.entries { settings[resource.name, default: [:]][entry.name] = entry.value }
        }
        return settings
    }
}
