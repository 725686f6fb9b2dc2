import Testing

@testable import Cryptography

@Suite struct AES256GCMTests {
    struct Vector: Sendable {
        var key: String
        var nonce: String
        var plain: String
        var context: String
        var cipher: String
        var tag: String
    }

    /// Test cases 13 to 16 of the GCM specification that NIST adopted.
    static let vectors = [
        Vector(
            key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12), plain: "", context: "", cipher: "",
            tag: "530f8afbc74536b9a963b4f1c4cb738b"
        ),
        Vector(
            key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12), plain: String(repeating: "00", count: 16),
            context: "", cipher: "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919"
        ),
        Vector(
            key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", nonce: "cafebabefacedbaddecaf888",
            plain: """
                d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255
                """,
            context: "",
            cipher: """
                522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
                8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad
                """,
            tag: "b094dac5d93471bdec1a502270e3cc6c"
        ),
        Vector(
            key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", nonce: "cafebabefacedbaddecaf888",
            plain: """
                d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
                """,
            context: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            cipher: """
                522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
                8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
                """,
            tag: "76fc6ece0f4e1768cddf8853bb2d551b"
        ),
    ]

    @Test(arguments: vectors)
    func `a box is the one of the specification and opens again`(_ vector: Vector) throws {
        let key = try SecretKey(bytes: hex(vector.key))
        let box = try AES256GCM.seal(hex(vector.plain), authenticating: hex(vector.context), with: key, nonce: hex(vector.nonce))
        #expect(box == hex(vector.nonce + vector.cipher + vector.tag))
        #expect(try AES256GCM.open(box, authenticating: hex(vector.context), with: key) == hex(vector.plain))
    }

    @Test func `a box altered in any one bit does not open`() throws {
        let key = try SecretKey.random()
        let box = try AES256GCM.seal(Array("张三 13800000000".utf8), authenticating: Array("case 7".utf8), with: key)
        for index in box.indices {
            var altered = box
            altered[index] ^= 1 << (index % 8)
            #expect(throws: CryptographyError.notAuthentic) {
                try AES256GCM.open(altered, authenticating: Array("case 7".utf8), with: key)
            }
        }
    }

    @Test func `a box does not open for another key, beside other data, or cut short`() throws {
        let key = try SecretKey.random()
        let box = try AES256GCM.seal([1, 2, 3], authenticating: [7], with: key)
        #expect(throws: CryptographyError.notAuthentic) { try AES256GCM.open(box, authenticating: [7], with: .random()) }
        #expect(throws: CryptographyError.notAuthentic) { try AES256GCM.open(box, authenticating: [8], with: key) }
        #expect(throws: CryptographyError.notAuthentic) { try AES256GCM.open(box, authenticating: [], with: key) }
        for length in 0..<box.count {
            #expect(throws: CryptographyError.notAuthentic) {
                try AES256GCM.open(Array(box[..<length]), authenticating: [7], with: key)
            }
        }
    }

    @Test func `the same text is sealed differently each time`() throws {
        let key = try SecretKey.random()
        let boxes = try (0..<100).map { _ in try AES256GCM.seal([1], authenticating: [], with: key) }
        #expect(Set(boxes).count == 100)
        #expect(boxes.allSatisfy { $0.count == 29 })
    }
}
