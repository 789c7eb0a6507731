import Testing

@testable import Access

@Suite struct PlainMessageTests {
    @Test(arguments: ["\0a\0b", "a\0a\0b"])
    func nameAndPasswordAreRead(text: String) throws {
        let message = try PlainMessage(Array(text.utf8))
        #expect(message.name == "a" && message.password == "b")
    }

    @Test func whatIsWrittenIsRead() throws {
        #expect(try PlainMessage(PlainMessage(name: "n", password: "p w").bytes).password == "p w")
    }

    @Test(arguments: ["", "\0", "\0\0", "a\0b", "\0a\0", "\0\0b", "x\0a\0b", "\0a\0b\0", "\0a\0b\0c"])
    func otherMessagesAreRefused(text: String) {
        #expect(throws: LoginFailure.self) { try PlainMessage(Array(text.utf8)) }
    }

    @Test func whatIsNoUTF8IsRefused() {
        #expect(throws: LoginFailure.self) { try PlainMessage([0, 0xFF, 0, 0x41]) }
    }
}
