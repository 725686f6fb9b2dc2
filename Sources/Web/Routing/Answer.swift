import HTTPTypes
import Hummingbird

/// An answer in the form in which the desk keeps it for a repeated key: status, ETag and Location in
/// the first line, the body after it.
struct Answer {
    var status: HTTPResponse.Status
    var etag: Int?
    var location: String?
    var body: [UInt8]

    init(_ status: HTTPResponse.Status = .ok, etag: Int? = nil, location: String? = nil, body: [UInt8]) {
        self.status = status
        self.etag = etag
        self.location = location
        self.body = body
    }

    var bytes: [UInt8] {
        var bytes = Array("\(status.code) \(etag.map(String.init) ?? "-") \(location ?? "-")\n".utf8)
        bytes.append(contentsOf: body)
        return bytes
    }

    /// The response that a kept answer stands for.
    static func response(_ bytes: [UInt8]) throws -> Response {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { throw Problem.internal }
        let line = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
        guard line.count == 3, let code = Int(line[0]) else { throw Problem.internal }
        var response = Response.json(Array(bytes[(end + 1)...]), status: HTTPResponse.Status(code: code))
        if line[1] != "-" { response.headers[.eTag] = "\"\(line[1])\"" }
        if line[2] != "-" { response.headers[.location] = String(line[2]) }
        return response
    }
}
