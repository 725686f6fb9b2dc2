import Hummingbird
import NIOCore

extension Response {
    /// The response, and the end of the connection behind it: what is left of the request is not waited for. Our side ends
    /// at once; the other gets two seconds to notice, since a peer that is reset while it sends loses the answer.
    func closing(_ channel: any Channel) -> Response {
        var response = self
        response.headers[.connection] = "close"
        let body = body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(writer)
            channel.close(mode: .output, promise: nil)
            channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
        }
        return response
    }
}
