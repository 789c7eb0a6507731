/// A row of a view's result: one value for each of its columns.
public struct ViewRow: Sendable, Hashable {
    public let values: [ViewValue]

    public init(_ values: [ViewValue]) { self.values = values }
}

/// What a commit changed of a view's result. A row that came and went, or changed there and back, is not in it; a
/// changed row is removed as it was and added as it is. A row that the result holds twice may be in it twice.
public struct ViewDelta: Sendable, Equatable {
    public var removed: [ViewRow] = []
    public var added: [ViewRow] = []

    public init() {}

    public var isEmpty: Bool { removed.isEmpty && added.isEmpty }
}
