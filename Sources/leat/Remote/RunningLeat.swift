import Access
import Bytes
import LeatConfiguration
import Web

/// A `leat run` that answers over HTTP.
struct RunningLeat {
    /// Who asks.
    struct Credentials {
        let name: String
        let password: String

        /// For `Authorization:` (RFC 7617).
        var header: String { "Basic \(Base64.text(Array("\(name):\(password)".utf8)))" }
    }

    let address: ListenAddress
    /// nil speaks plain text.
    var trust: TLSTrust?
    var credentials: Credentials?

    func status() throws -> LeatStatus { try get("/api/status") }
    func sources() throws -> [SourceStatus] { try get("/api/sources") }
    func groups() throws -> [GroupStatus] { try get("/api/groups") }
    func positions() throws -> [SourcePosition] { try get("/api/position") }

    /// The text of `leat position export`.
    func positionExport() throws -> [UInt8] {
        let answer = try send("GET", "/api/position/export")
        guard answer.status == 200 else { throw refusal(answer) ?? unexpected(answer) }
        return answer.body
    }

    /// Lets a stopped source try again.
    func resume(source: String) throws {
        let legal = source.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"/?#%".utf8.contains($0) }
        let answer = try send("POST", "/api/sources/\(legal ? source : "-")/resume")
        switch answer.status {
        case 200: return
        case 404:
            throw CommandFailure(
                "there is no source named \(source)",
                remedy: "`leat sources list` names them",
                code: .notWell
            )
        default: throw unexpected(answer)
        }
    }

    /// True when a `leat run` answers here.
    var isThere: Bool {
        // Nothing is told to it, so its certificate does not matter.
        let trust = trust.map { _ in TLSTrust.anybody }
        return (try? HTTPRequest(method: "GET", host: host, port: address.port, path: "/healthz", trust: trust).send())
            != nil
    }

    private func get<Value: Decodable>(_ path: String) throws -> Value {
        let answer = try send("GET", path)
        guard answer.status == 200, let value = try? JSONOutput.decode(Value.self, from: answer.body) else {
            throw unexpected(answer)
        }
        return value
    }

    private func send(_ method: String, _ path: String) throws -> HTTPRequest.Answer {
        do {
            let request = HTTPRequest(
                method: method, host: host, port: address.port, path: path, trust: trust,
                authorization: credentials?.header)
            let answer = try request.send()
            if let refusal = refusalOfUser(answer) { throw refusal }
            return answer
        } catch let error as HTTPRequest.Failure {
            throw CommandFailure(
                "no `leat run` answers at \(place): \(error.reason)",
                remedy: error.remedy ?? "start `leat run`, or name its address with --http host:port",
                code: .unreachable
            )
        }
    }

    private var place: String { "\(trust == nil ? "http" : "https")://\(address)" }

    /// Without a login, or with the wrong one; or what this user may not do.
    private func refusalOfUser(_ answer: HTTPRequest.Answer) -> CommandFailure? {
        switch answer.status {
        case 401:
            CommandFailure(
                credentials.map { "\(place) does not let '\($0.name)' in" } ?? "\(place) asks for a login",
                remedy: "name a user with --user, and his password in LEAT_PASSWORD",
                code: .notWell
            )
        case 403: refusal(answer)
        default: nil
        }
    }

    /// What the process itself says against it.
    private func refusal(_ answer: HTTPRequest.Answer) -> CommandFailure? {
        guard let words = try? JSONOutput.decode([String: String].self, from: answer.body),
            let what = words["error"], let remedy = words["remedy"]
        else { return nil }
        return CommandFailure(what, remedy: remedy, code: .notWell)
    }

    private func unexpected(_ answer: HTTPRequest.Answer) -> CommandFailure {
        let text = String(decoding: answer.body.prefix(200), as: UTF8.self).split(separator: "\n").first ?? ""
        return CommandFailure(
            "\(place) answered \(answer.status) \(text)",
            remedy: "name the address of a `leat run` of this version with --http host:port",
            code: .unreachable
        )
    }

    /// A server that listens at every address is asked at the nearest.
    private var host: String {
        switch address.host {
        case "0.0.0.0": "127.0.0.1"
        case "::": "::1"
        default: address.host
        }
    }
}
