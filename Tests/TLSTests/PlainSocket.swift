import Glibc
import NIOCore
import NIOPosix

/// A TCP connection without any protocol: says what a test wants, and collects all until the server closes.
struct PlainSocket {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    init(to server: RunningServer) async throws {
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
            }
    }

    struct TimedOut: Error {}

    /// Sends the pieces, one write each, and returns all that came before the server closed.
    /// - Parameters:
    ///   - thenEnd: closes at once and returns nothing.
    ///   - endsAfterAnswer: closes when something came, as a client does that has seen `Connection: close`.
    /// - Throws: `TimedOut` after ten seconds, so that a server that never closes fails its test.
    func send(_ pieces: [String], thenEnd: Bool = false, endsAfterAnswer: Bool = false) async throws -> String {
        let alarm = channel.channel.eventLoop.scheduleTask(in: .seconds(10)) { [channel = channel.channel] in
            channel.close(promise: nil)
            throw TimedOut()
        }
        let answer = try await channel.executeThenClose { inbound, outbound in
            do {
                for piece in pieces { try await outbound.write(ByteBuffer(string: piece)) }
            } catch ChannelError.ioOnClosedChannel {
                // The server was faster to close; what it said is read all the same.
            }
            var all = ""
            if thenEnd { return all }
            do {
                for try await bytes in inbound {
                    all += String(buffer: bytes)
                    if endsAfterAnswer { break }
                }
            } catch let error as IOError where error.errnoCode == ECONNRESET {
                // A server that closes over bytes it has not read yet ends the connection so.
            }
            return all
        }
        alarm.cancel()
        do {
            try await alarm.futureResult.get()
        } catch is TimedOut {
            throw TimedOut()
        } catch {
            // Cancelled in time, which is the good end.
        }
        return answer
    }
}
