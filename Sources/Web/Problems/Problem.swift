import Formats
import HTTPTypes
import Hummingbird

/// An RFC 9457 problem: what was wrong, by which rule, and the way out.
struct Problem: Error, Sendable {
    let status: HTTPResponse.Status
    /// Stable, for programs. Each stands in `api/problems.md`.
    let code: String
    let title: Words
    let detail: Words?
    var faults: [Fault] = []
    var headers: HTTPFields = [:]
    /// What was not read of the body would be taken for the next request: the connection ends behind the answer.
    var endsConnection = false

    /// One member or parameter that was wrong.
    struct Fault: Sendable, Hashable {
        enum Place: Sendable, Hashable {
            /// A JSON pointer (RFC 6901) into the body.
            case pointer(String)
            case parameter(String)
            case header(String)
        }
        let place: Place
        let rule: String
        let detail: Words
    }

    init(_ status: HTTPResponse.Status, _ code: String, _ title: Words, detail: Words? = nil, faults: [Fault] = []) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.faults = faults
    }

    func retryAfter(_ seconds: Int) -> Problem {
        var problem = self
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }

    func endingConnection() -> Problem {
        var problem = self
        problem.endsConnection = true
        return problem
    }

    func response(in language: Language) -> Response {
        var writer = JSONWriter()
        writer.object { object in
            object.member("type", "/docs/problems#\(code)")
            object.member("title", title.in(language))
            object.member("status", status.code)
            if let detail { object.member("detail", detail.in(language)) }
            object.member("code", code)
            guard !faults.isEmpty else { return }
            object.objects("errors", faults) { item, fault in
                switch fault.place {
                case .pointer(let pointer): item.member("pointer", pointer)
                case .parameter(let name): item.member("parameter", name)
                case .header(let name): item.member("header", name)
                }
                item.member("rule", fault.rule)
                item.member("detail", fault.detail.in(language))
            }
        }
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.contentLanguage] = language.rawValue
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }
}
