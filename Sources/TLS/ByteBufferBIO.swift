import COpenSSL

/// The ends of OpenSSL's pipe: it reads from the ciphertext that just arrived, where that lies, and writes into a `ByteBuffer`.
/// Memory BIOs would copy every byte once more in each direction.
enum ByteBufferBIO {
    /// A BIO for the connection, which must outlive it.
    static func make(for connection: TLSConnection) -> OpaquePointer? {
        let bio = BIO_new(method)
        BIO_set_data(bio, Unmanaged.passUnretained(connection).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    // Filled once, before its first use, and only read afterwards.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "ByteBuffer")
        BIO_meth_set_read(method) { bio, out, count in
            copenssl_bio_clear_retry(bio)
            let read = ByteBufferBIO.connection(of: bio).takeIncoming(UnsafeMutableRawBufferPointer(start: out, count: Int(count)))
            if read == 0 {
                copenssl_bio_retry_read(bio)
                return -1
            }
            return Int32(read)
        }
        BIO_meth_set_write(method) { bio, bytes, count in
            copenssl_bio_clear_retry(bio)
            ByteBufferBIO.connection(of: bio).appendOutgoing(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
            return count
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return method
    }()

    private static func connection(of bio: OpaquePointer?) -> TLSConnection {
        Unmanaged<TLSConnection>.fromOpaque(BIO_get_data(bio)).takeUnretainedValue()
    }
}
