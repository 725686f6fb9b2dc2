import NIOCore

/// What the first bytes of a connection look like.
enum Greeting: Equatable {
    /// TLS, or something that OpenSSL may refuse in its own way.
    case other
    /// A request in plain HTTP.
    case plainHTTP
    /// So far the beginning of an HTTP method; more bytes will tell.
    case undecided

    private static let methods = ["GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PRI"].map {
        Array("\($0) ".utf8)
    }

    init(_ bytes: ByteBufferView) {
        // Each TLS connection begins with a record of type 22 (handshake), which is no letter.
        guard let first = bytes.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z") else {
            self = bytes.isEmpty ? .undecided : .other
            return
        }
        if Self.methods.contains(where: { bytes.starts(with: $0) }) {
            self = .plainHTTP
        } else if Self.methods.contains(where: { $0.starts(with: bytes) }) {
            self = .undecided
        } else {
            self = .other
        }
    }

    /// A fatal alert, decode_error, in a record of its own: OpenSSL has none for bytes that are no TLS at all.
    static let decodeError: [UInt8] = [21, 3, 1, 0, 2, 2, 50]

    /// The answer to plain HTTP: short, and readable wherever it is shown.
    static let httpsOnly: String = {
        let text = "This port speaks HTTPS: use an address that begins with https://\n"
        return "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: \(text.utf8.count)\r\n"
            + "Connection: close\r\n\r\n" + text
    }()
}
