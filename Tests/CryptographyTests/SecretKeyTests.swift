import Testing

@testable import Cryptography

@Suite struct SecretKeyTests {
    @Test func `a key prints as dots wherever it is printed`() throws {
        struct Holder { var name = "vault", key: SecretKey }
        let key = try SecretKey(bytes: Array(repeating: 0xAB, count: 32))
        #expect("\(key)" == "•••")
        #expect(String(reflecting: key) == "•••")
        var dumped = ""
        dump(Holder(key: key), to: &dumped)
        let printed = dumped + "\(Holder(key: key))" + "\(Optional(key) as Any)" + "\([key])"
        #expect(!printed.contains("171") && !printed.contains("0x") && !printed.contains("torage"), "\(printed)")
    }

    @Test(arguments: [0, 16, 31, 33, 64])
    func `a key has 32 bytes`(_ count: Int) {
        #expect(throws: CryptographyError.wrongKeyLength(count)) { try SecretKey(bytes: Array(repeating: 0, count: count)) }
    }

    @Test func `each purpose has its own key and keeps it`() throws {
        let key = try SecretKey.random()
        #expect(key.derived("query codes") == key.derived("query codes"))
        #expect(key.derived("query codes") != key.derived("identity vault"))
        #expect(key.derived("") != key)
        #expect(try SecretKey.random().derived("query codes") != key.derived("query codes"))
    }
}
