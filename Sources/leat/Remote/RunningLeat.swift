import LeatConfiguration
import Web

/// A `leat run` that answers over HTTP.
struct RunningLeat {
    let address: ListenAddress

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
        (try? HTTPRequest(method: "GET", host: host, port: address.port, path: "/healthz").send()) != nil
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
            return try HTTPRequest(method: method, host: host, port: address.port, path: path).send()
        } catch {
            throw CommandFailure(
                "no `leat run` answers at http://\(address): \(error.reason)",
                remedy: "start `leat run`, or name its address with --http host:port",
                code: .unreachable
            )
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
            "http://\(address) answered \(answer.status) \(text)",
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
