import Formats
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceDesk

/// Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
///
/// An id is the mark that the reader has come to with the event: of what happened together, only the last event has the
/// later one, so that who is cut off in the middle is told all of it again.
enum EventStream {
    /// - Parameter write: an item as JSON.
    static func bytes(_ frame: LiveFrame, _ write: (LiveEvent.Item, inout JSONObjectWriter) -> Void) -> [UInt8] {
        switch frame {
        case .start(let mark): return Array("retry: \(pause)\nid: \(mark.id)\n\n".utf8)
        case .quiet(let mark): return Array(":\nid: \(mark.id)\n\n".utf8)
        case .reset: return Array("retry: \(pause)\nevent: reset\ndata: {}\n\n".utf8)
        case .events(let events, let since, let end):
            var bytes: [UInt8] = []
            let (before, after) = (since.id, end.id)
            for (index, event) in events.enumerated() {
                let id = index == events.count - 1 ? after : before
                bytes.append(contentsOf: "event: \(event.change.rawValue)\nid: \(id)\ndata: ".utf8)
                var writer = JSONWriter()
                writer.object { write(event.item, &$0) }
                bytes.append(contentsOf: writer.bytes)
                bytes.append(contentsOf: "\n\n".utf8)
            }
            return bytes
        }
    }

    /// Those whom a stop of the server cuts off do not all come back at once. In milliseconds.
    private static var pause: Int { Int.random(in: 1000...5000) }

    static func response(_ stream: LiveStream?, to call: StaffCall) -> Response {
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8",
                // nginx keeps answers back until it has enough of them.
                .xAccelBuffering: "no",
            ])
        guard let stream else { return response }
        // Whoever only hangs up is found to be gone when something is next written to them: by the next sign of life.
        call.context.channel.closeFuture.whenComplete { _ in stream.end() }
        response.body = ResponseBody { writer in
            for await piece in stream.pieces { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
        return response
    }
}

extension Response {
    /// A list, with the mark from which on a stream tells what changes in it.
    func live(from mark: LiveMark) -> Response {
        var response = self
        response.headers[.lastEventID] = mark.id
        return response
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
    static let xAccelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
