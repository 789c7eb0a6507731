import Access

extension LeatStatus {
    /// The same picture without what `principal` may not see: topics, and groups' places in them.
    func visible(to principal: Principal) -> LeatStatus {
        if principal.mayReadAll { return self }
        var status = self
        status.topics.removeAll { !principal.mayRead($0.name) }
        status.groups = groups.compactMap { group in
            var group = group
            group.topics.removeAll { !principal.mayRead($0.topic) }
            return group.topics.isEmpty ? nil : group
        }
        return status
    }
}
