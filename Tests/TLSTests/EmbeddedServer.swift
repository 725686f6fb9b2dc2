import NIOCore
import NIOEmbedded

@testable import TLS

/// The handler alone, with a client in memory: no sockets, no threads, time that stands until it is moved.
final class EmbeddedServer {
    let channel = EmbeddedChannel()
    let client: InMemoryClient
    let context: TLSContext
    let witness = Witness()
    weak var handler: TLSServerHandler?
    private let certificate: GivenCertificate

    init(client: InMemoryClient = InMemoryClient(), allowsHalfClosure: Bool = true) throws {
        certificate = try GivenCertificate()
        context = try TLSContext(certificate.configuration())
        self.client = client
        channel.allowRemoteHalfClosure = allowsHalfClosure
        let handler = try TLSServerHandler(context: context)
        self.handler = handler
        try channel.pipeline.syncOperations.addHandlers([handler, witness])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    /// What came out of the handler on the inner side.
    final class Witness: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        var received: [UInt8] = []
        var errors: [TLSError] = []
        var handshakes: [TLSHandshakeCompleted] = []
        var isInputClosed = false
        var isInactive = false
        var writabilityChanges = 0

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += unwrapInboundIn(data).readableBytesView
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? TLSHandshakeCompleted { handshakes.append(event) }
            if case ChannelEvent.inputClosed = event { isInputClosed = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            if let error = error as? TLSError { errors.append(error) }
        }

        func channelInactive(context: ChannelHandlerContext) { isInactive = true }
        func channelWritabilityChanged(context: ChannelHandlerContext) { writabilityChanges += 1 }
    }

    /// Delivers to the handler as the socket would, in pieces of at most `size`.
    func deliver(_ bytes: [UInt8], inPiecesOf size: Int = .max) throws {
        for start in stride(from: 0, to: bytes.count, by: min(size, max(bytes.count, 1))) {
            let end = min(bytes.count, start.addingReportingOverflow(size).overflow ? bytes.count : start + size)
            try channel.writeInbound(ByteBuffer(bytes: bytes[start..<end]))
        }
    }

    func takeSent() throws -> [UInt8] {
        var all: [UInt8] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { all += buffer.readableBytesView }
        return all
    }

    /// Carries bytes both ways until neither side has more to say.
    func exchange(inPiecesOf size: Int = .max) throws {
        while true {
            if !client.isHandshakeDone { client.shakeHands() }
            let toServer = client.takeLeaving()
            try deliver(toServer, inPiecesOf: size)
            let toClient = try takeSent()
            client.receive(toClient)
            if toServer.isEmpty && toClient.isEmpty { return }
        }
    }

    @discardableResult
    func write(_ bytes: [UInt8]) -> EventLoopFuture<Void> {
        channel.write(ByteBuffer(bytes: bytes))
    }
}
