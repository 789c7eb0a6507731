extension TableMapEvent {
    /// The event with what it lacks from somewhere else: names, for messages, and signs.
    ///
    /// - Parameters: one element for each column; others change nothing.
    public func completed(names: [String], isUnsigned: [Bool]) -> TableMapEvent {
        guard names.count == columns.count, isUnsigned.count == columns.count else { return self }
        var columns = columns
        for index in columns.indices {
            if columns[index].name == nil { columns[index].name = names[index] }
            if !hasSignedness { columns[index].isUnsigned = isUnsigned[index] }
        }
        return TableMapEvent(self, columns: columns)
    }

    private init(_ other: TableMapEvent, columns: [TableMapColumn]) {
        tableId = other.tableId
        flags = other.flags
        name = other.name
        self.columns = columns
        primaryKey = other.primaryKey
        primaryKeyPrefixes = other.primaryKeyPrefixes
        hasSignedness = other.hasSignedness
    }
}
