import Testing

@testable import Cryptography

@Suite struct DigestTests {
    struct Digest: Sendable {
        var message: String
        var repeats = 1
        var digest: String
    }

    @Test(
        arguments: [
            Digest(message: "", digest: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            Digest(message: "abc", digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            Digest(
                message: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                digest: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            Digest(message: "a", repeats: 1_000_000, digest: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
        ])
    func `SHA-256 gives the digests of FIPS 180`(_ vector: Digest) {
        let message = String(repeating: vector.message, count: vector.repeats)
        #expect(SHA256.digest(message.utf8) == hex(vector.digest))
        #expect(SHA256.digest(Array(message.utf8)) == hex(vector.digest))
    }

    struct Code: Sendable {
        var key: [UInt8]
        var message: [UInt8]
        var code: String
    }

    @Test(
        arguments: [
            Code(
                key: Array(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
                code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            Code(
                key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
                code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            Code(
                key: Array(repeating: 0xaa, count: 20), message: Array(repeating: 0xdd, count: 50),
                code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
            ),
            Code(
                key: Array(1...25), message: Array(repeating: 0xcd, count: 50),
                code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
            ),
            Code(
                key: Array(repeating: 0xaa, count: 131), message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func `HMAC-SHA-256 gives the codes of RFC 4231`(_ vector: Code) {
        let code = vector.key.withUnsafeBytes { HMACSHA256.code(for: vector.message, keyBytes: $0) }
        #expect(code == hex(vector.code))
    }

    @Test func `a code depends on the key and on an empty message too`() throws {
        let key = try SecretKey(bytes: Array(repeating: 1, count: 32))
        let other = try SecretKey(bytes: Array(repeating: 2, count: 32))
        #expect(HMACSHA256.code(for: [], key: key) != HMACSHA256.code(for: [], key: other))
        #expect(HMACSHA256.code(for: [], key: key) == HMACSHA256.code(for: [], key: key))
    }

    struct Derivation: Sendable {
        var secret: String
        var salt: String
        var info: String
        var key: String
    }

    @Test(
        arguments: [
            Derivation(
                secret: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", salt: "000102030405060708090a0b0c", info: "f0f1f2f3f4f5f6f7f8f9",
                key: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
            ),
            Derivation(
                secret: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", salt: "", info: "",
                key: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
            ),
        ])
    func `HKDF-SHA-256 gives the keys of RFC 5869`(_ vector: Derivation) {
        let key = hex(vector.secret).withUnsafeBytes {
            SecretKey.hkdf(secret: $0, salt: hex(vector.salt), info: hex(vector.info), count: 42)
        }
        #expect(key == hex(vector.key))
    }

    @Test func `equal in constant time is equal`() {
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(constantTimeEquals([], []))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
        #expect(constantTimeEquals("K7".utf8, "K7".utf8))
    }

    @Test func `random bytes come in the number asked for and not twice`() throws {
        #expect(try Random.bytes(0).isEmpty)
        let first = try Random.bytes(32)
        #expect(first.count == 32)
        #expect(try Random.bytes(32) != first)
    }
}
