import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .contentLength: String(bytes.count)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        .bytes(bytes, type: "application/json; charset=utf-8", status: status)
    }

    static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        .bytes(Array(text.utf8), type: type)
    }

    /// Our own HTML: it may show its own styles and nothing from elsewhere.
    static func page(_ html: [UInt8]) -> Response {
        var response = Response.bytes(html, type: "text/html; charset=utf-8")
        response.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'"
        return response
    }

    /// What may be kept by caches for a while: the public lists.
    func cacheable(seconds: Int) -> Response {
        var response = self
        response.headers[.cacheControl] = "public, max-age=\(seconds)"
        return response
    }
}
