extension APIKey {
    /// True for the APIs that our server answers. It advertises these and no others, and takes a request of any other
    /// for one that it does not know: a client that is told of an API uses it.
    ///
    /// The codecs know more. An API comes into service by an answer in the server and the loss of its name here.
    public var isServed: Bool {
        switch self {
        case .saslHandshake, .saslAuthenticate: false
        default: true
        }
    }

    /// What an answer to ApiVersions lists.
    public static var served: [APIKey] { allCases.filter(\.isServed) }
}
