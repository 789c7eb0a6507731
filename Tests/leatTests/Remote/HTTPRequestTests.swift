import Testing

@testable import leat

@Suite struct HTTPRequestTests {
    private let answer = Array("HTTP/1.1 404 Not Found\r\nContent-length: 5\r\nx: y\r\n\r\nhello".utf8)

    @Test func statusAndBodyAreRead() throws {
        let read = try HTTPRequest.parse(answer)
        #expect(read.status == 404)
        #expect(read.body == Array("hello".utf8))
    }

    @Test func answerThatEndsEarlyIsNoAnswer() {
        for count in 0..<answer.count {
            #expect(throws: HTTPRequest.Failure.self) { try HTTPRequest.parse(Array(answer[..<count])) }
        }
    }

    @Test(arguments: ["SSH-2.0-x\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc x\r\n\r\n", "\r\n\r\n"])
    func otherProtocolsAreRefused(text: String) {
        #expect(throws: HTTPRequest.Failure.self) { try HTTPRequest.parse(Array(text.utf8)) }
    }
}
