import KafkaProtocol

extension ConsumerGroup {
    /// True if a member may read the topic: by any of the strategies that it has offered, as another rebalance may
    /// choose another one. What cannot be read is taken for a subscription.
    func isSubscribed(to topic: String) -> Bool {
        members.contains { member in
            member.protocols.contains { offered in
                guard let subscription = Self.subscription(offered.metadata) else { return true }
                return subscription.contains(topic)
            }
        }
    }

    /// True if all that its members may read is among what `isAllowed` takes. Groups of other kinds than consumers tell
    /// nothing of topics.
    func readsOnly(_ isAllowed: (String) -> Bool) -> Bool {
        guard protocolType == "consumer" else { return true }
        return members.allSatisfy { member in
            member.protocols.allSatisfy { Self.subscription($0.metadata)?.allSatisfy(isAllowed) ?? false }
        }
    }

    /// Topics of what a consumer tells its leader (Kafka's `ConsumerProtocolSubscription.json`, all versions):
    ///
    ///     version i16   count i32, topic (i16 length, UTF-8) each   … more of later versions
    private static func subscription(_ metadata: [UInt8]) -> [String]? {
        metadata.withUnsafeBytes { bytes in
            var reader = KafkaReader(bytes, version: 0, isFlexible: false)
            var version: Int16 = 0
            var topics: [String] = []
            do throws(KafkaProtocolError) {
                try reader.int16(&version)
                try reader.stringArray(&topics)
            } catch {
                return nil
            }
            return topics
        }
    }
}
