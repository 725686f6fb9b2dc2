import COpenSSL

/// 32 secret bytes. Prints as `•••` wherever a value is printed, and is wiped when the last copy goes.
public struct SecretKey: Sendable {
    private let storage: Storage

    /// - Throws: ``CryptographyError/wrongKeyLength(_:)`` unless there are 32 bytes.
    public init(bytes: some Sequence<UInt8>) throws(CryptographyError) {
        let (storage, count) = bytes.withContiguousBytes { ($0.count == 32 ? Storage(UnsafeRawBufferPointer($0)) : nil, $0.count) }
        guard let storage else { throw .wrongKeyLength(count) }
        self.storage = storage
    }

    public static func random() throws(CryptographyError) -> SecretKey {
        try SecretKey(bytes: Random.bytes(32))
    }

    /// A key of its own for one purpose (HKDF-SHA256, the purpose as info): the same purpose gives the same key for ever.
    /// - Precondition: OpenSSL has memory for one derivation context.
    public func derived(_ purpose: String) -> SecretKey {
        let bytes = withUnsafeBytes { Self.hkdf(secret: $0, salt: [], info: Array(purpose.utf8), count: 32) }
        return SecretKey(storage: bytes.withUnsafeBytes { Storage($0) })
    }

    /// The bytes themselves, for the length of the call.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(storage.bytes))
    }

    static func hkdf(secret: UnsafeRawBufferPointer, salt: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { out, filled in
            let key = secret.assumingMemoryBound(to: UInt8.self)
            let done = copenssl_hkdf_sha256(
                key.baseAddress, key.count, salt, salt.count, info, info.count, out.baseAddress, count
            )
            precondition(done == 1, "HKDF-SHA-256: \(CryptographyError.drained())")
            filled = count
        }
    }

    private init(storage: Storage) { self.storage = storage }
}

extension SecretKey: Equatable {
    public static func == (left: SecretKey, right: SecretKey) -> Bool {
        left.withUnsafeBytes { left in right.withUnsafeBytes { constantTimeEquals(left, $0) } }
    }
}

extension SecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "•••" }
    public var debugDescription: String { "•••" }
    public var customMirror: Mirror { Mirror("•••", children: []) }
}

extension SecretKey {
    // Written in init alone and read afterwards, so it may be shared; it frees what it allocated.
    private final class Storage: @unchecked Sendable {
        let bytes: UnsafeMutableRawBufferPointer

        init(_ source: UnsafeRawBufferPointer) {
            bytes = .allocate(byteCount: source.count, alignment: 8)
            bytes.copyMemory(from: source)
        }

        deinit {
            OPENSSL_cleanse(bytes.baseAddress, bytes.count)
            bytes.deallocate()
        }
    }
}
