import KafkaProtocol

extension ConsumerGroup {
    /// True if a member may read the topic: by any of the strategies that it has offered, as another rebalance may
    /// choose another one. What cannot be read is taken for a subscription.
    func isSubscribed(to topic: String) -> Bool {
        members.contains { member in
            member.protocols.contains { offered in
                ConsumerSubscription(offered.metadata)?.topics.contains(topic) ?? true
            }
        }
    }
}
