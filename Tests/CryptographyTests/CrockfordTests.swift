import Testing

@testable import Cryptography

@Suite struct CrockfordTests {
    @Test(
        arguments: [
            ([0, 0, 0, 0, 0], "00000000"), ([255, 255, 255, 255, 255], "ZZZZZZZZ"), ([0x01, 0x23, 0x45, 0x67, 0x89], "04HMASW9"),
            ([], ""), ([0xFF], "ZW"),
        ] as [([UInt8], String)])
    func `bytes are written five bits a character`(_ bytes: [UInt8], _ text: String) {
        #expect(Crockford.encode(bytes) == text)
    }

    @Test(arguments: [
        ("k7mq-2x9d", "K7MQ2X9D"), (" K7MQ 2X9D ", "K7MQ2X9D"), ("oOiIlL00", "00111100"), ("--0-1-2-3-4-5-6-7--", "01234567"),
    ])
    func `a code is read as people type it`(_ typed: String, _ code: String) {
        #expect(Crockford.normalise(typed) == code)
    }

    @Test(arguments: ["", "K7MQ2X9", "K7MQ2X9DD", "K7MQ2X9U", "K7MQ2X9_", "K7MQ2X9é", "K7MQ2X9\0", "k7mq\t2x9d", "Ｋ7MQ2X9D", "--------"])
    func `what is no code is nil`(_ typed: String) {
        #expect(Crockford.normalise(typed) == nil)
    }

    @Test func `random codes are already in their true spelling`() throws {
        let codes = try (0..<1_000).map { _ in try Crockford.randomCode() }
        #expect(codes.allSatisfy { Crockford.normalise($0) == $0 })
        #expect(Set(codes).count == 1_000)
    }
}
