import HummingbirdCore
import NIOCore

extension HTTPServerBuilder {
    /// HTTPS by the system's OpenSSL: `Application(responder: …, server: .tls(context: context))`.
    ///
    /// - Parameters:
    ///   - context: keep it to call ``TLSContext/reload()``.
    ///   - configuration: its `idleTimeout` closes connections that are silent before, between or within requests.
    ///   - requestHeadLimit: from the first byte of a request to the end of its head; then `408`.
    public static func tls(
        context: TLSContext,
        configuration: HTTP1Channel.Configuration = .init(idleTimeout: .seconds(75)),
        requestHeadLimit: Duration = .seconds(15)
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            let base = PlainHTTP1Channel(responder: responder, configuration: configuration, requestHeadLimit: requestHeadLimit)
            return TLSHTTP1Channel(context: context, base: base)
        }
    }

    /// HTTP without TLS, with the same limits: for a reverse proxy on the same machine.
    public static func plain(
        configuration: HTTP1Channel.Configuration = .init(idleTimeout: .seconds(75)),
        requestHeadLimit: Duration = .seconds(15)
    ) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            PlainHTTP1Channel(responder: responder, configuration: configuration, requestHeadLimit: requestHeadLimit)
        }
    }
}
