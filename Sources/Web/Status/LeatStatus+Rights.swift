import Access

extension LeatStatus {
    /// The same picture without what `principal` may not see: topics, groups' places in them, and views of them.
    func visible(to principal: Principal) -> LeatStatus {
        if principal.mayReadAll { return self }
        var status = self
        status.topics.removeAll { !principal.mayRead($0.name) }
        status.groups = groups.visible(to: principal)
        status.views.removeAll { !$0.topics.allSatisfy { principal.mayRead($0) } }
        // Its text names a group and a topic.
        if stage == "consumer" { (status.stage, status.stageSubject, status.stageText) = (nil, nil, nil) }
        return status
    }
}

extension [GroupStatus] {
    /// Groups without the topics that `principal` may not see; one of which nothing is left is not told of.
    func visible(to principal: Principal) -> [GroupStatus] {
        if principal.mayReadAll { return self }
        return compactMap { group in
            var group = group
            group.topics?.removeAll { !principal.mayRead($0.topic) }
            group.members = group.members?.map { member in
                var member = member
                member.assignment.removeAll { !principal.mayRead($0.topic) }
                return member
            }
            group.addUp()
            return group.topics?.isEmpty ?? true ? nil : group
        }
    }
}
