import Formats
import NIOCore
import NIOPosix

/// An HTTP/1.1 connection as simple as can be: it writes what it is told, byte for byte, and reads one answer after the other.
actor HTTPConnection {
    enum Failure: Error {
        case closed, malformed(String)
    }

    private let channel: any Channel
    private let incoming: AsyncStream<[UInt8]>.Iterator
    private var buffer: [UInt8] = []
    private var hasEnded = false

    private init(_ channel: any Channel, _ incoming: AsyncStream<[UInt8]>) {
        self.channel = channel
        self.incoming = incoming.makeAsyncIterator()
    }

    static func open(port: Int) async throws -> HTTPConnection {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Collector(continuation)) }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return HTTPConnection(channel, stream)
    }

    /// False once the server has closed it.
    nonisolated var isOpen: Bool { channel.isActive }

    func call(_ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil) async throws -> Reply {
        try await send(Self.request(method, path, headers, body: body))
        return try await reply(to: method)
    }

    static func request(_ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil) -> [UInt8] {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + (body ?? [])
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// The next answer, complete.
    func reply(to method: String = "GET") async throws -> Reply {
        var reply = try await replyHead()
        if method == "HEAD" || reply.status == 204 || reply.status == 304 { return reply }
        if reply["transfer-encoding"] == "chunked" {
            while let chunk = try await chunk() { reply.bytes += chunk }
        } else if let length = reply["content-length"].flatMap({ Int($0) }) {
            reply.bytes = try await take(length)
        } else {
            while try await more() {}
            reply.bytes = buffer
            buffer = []
        }
        return reply
    }

    /// The head of the next answer; its body is still to be read.
    func replyHead() async throws -> Reply {
        let lines = try await head().split(separator: "\r\n").map(String.init)
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure.malformed(lines.first ?? "")
        }
        var reply = Reply(status: status)
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw Failure.malformed(line) }
            reply.headers.append((line[..<colon].lowercased(), line[line.index(after: colon)...].drop { $0 == " " }.description))
        }
        return reply
    }

    /// Whether the server closes the connection without a further byte.
    func isClosedByServer() async throws -> Bool {
        while try await more() {}
        return buffer.isEmpty
    }

    func close() {
        channel.close(promise: nil)
    }

    private func head() async throws -> String {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let position = buffer.firstRange(of: end)?.lowerBound {
                let text = String(decoding: buffer[..<position], as: UTF8.self)
                buffer.removeFirst(position + 4)
                return text
            }
            guard try await more() else { throw Failure.closed }
        }
    }

    private func take(_ count: Int) async throws -> [UInt8] {
        while buffer.count < count {
            guard try await more() else { throw Failure.closed }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    /// The next chunk of a body; nil after its last.
    func chunk() async throws -> [UInt8]? {
        var line: [UInt8] = []
        while !line.suffix(2).elementsEqual([13, 10]) { line += try await take(1) }
        guard let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16) else {
            throw Failure.malformed("chunk size")
        }
        let bytes = try await take(size)
        _ = try await take(2)
        return size == 0 ? nil : bytes
    }

    /// Reads what comes next; false at the end.
    private func more() async throws -> Bool {
        if hasEnded { return false }
        var iterator = incoming
        guard let bytes = await iterator.next(isolation: self) else {
            try Task.checkCancellation()
            hasEnded = true
            return false
        }
        buffer += bytes
        return true
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let stream: AsyncStream<[UInt8]>.Continuation

        init(_ stream: AsyncStream<[UInt8]>.Continuation) { self.stream = stream }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            stream.yield(Array(unwrapInboundIn(data).readableBytesView))
        }

        func channelInactive(context: ChannelHandlerContext) { stream.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

/// What a server answered.
struct Reply: Sendable {
    var status: Int
    /// Names in lower case.
    var headers: [(name: String, value: String)] = []
    var bytes: [UInt8] = []

    init(status: Int) { self.status = status }

    subscript(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The body as JSON; null if it is none.
    var json: JSON { (try? JSONParser.parse(bytes)) ?? .null }
    var code: String { json["code"].text }
    /// The pointers, parameters and headers that a problem names, each with its rule.
    var faults: [String] {
        json["errors"].items.map { fault in
            let place = ["pointer", "parameter", "header"].compactMap { fault[$0].string }.joined()
            return "\(place) \(fault["rule"].text)"
        }
    }
    /// The version in the ETag.
    var version: Int? { self["etag"].flatMap { Int($0.filter { $0 != "\"" }) } }
}

extension JSON {
    /// A member of an object; null where there is none.
    subscript(_ name: String) -> JSON { object?[name] ?? .null }
    var items: [JSON] { array ?? [] }
    var text: String { string ?? "" }
    var int: Int? { number?.int }

    /// Written out again, for other bodies.
    static func literal(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
