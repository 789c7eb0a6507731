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

    /// True if all that its members may read is among what `isAllowed` takes. Groups of other kinds than consumers tell
    /// nothing of topics.
    func readsOnly(_ isAllowed: (String) -> Bool) -> Bool {
        guard protocolType == "consumer" else { return true }
        return members.allSatisfy { member in
            member.protocols.allSatisfy { ConsumerSubscription($0.metadata)?.topics.allSatisfy(isAllowed) ?? false }
        }
    }
}
