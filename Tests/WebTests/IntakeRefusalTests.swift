import Testing
import Web

/// A filing that is wrong in one way, and what must be said of it.
struct BadFiling: Sendable, CustomTestStringConvertible {
    let what: String
    let body: [UInt8]
    var type = "application/json"
    let status: Int
    let code: String
    var faults: [String] = []
    var testDescription: String { what }

    init(_ what: String, _ body: String, _ status: Int, _ code: String, _ faults: String...) {
        self.init(what, bytes: Array(body.utf8), status, code, faults)
    }

    init(_ what: String, bytes: [UInt8], type: String = "application/json", _ status: Int, _ code: String, _ faults: [String] = []) {
        self.what = what
        body = bytes
        self.type = type
        self.status = status
        self.code = code
        self.faults = faults
    }

    /// A whole filing with one member changed or added, as JSON text.
    static func with(_ what: String, _ member: String, _ value: String, _ faults: String...) -> BadFiling {
        BadFiling(what, bytes: Array(filing(member, value).utf8), 422, "invalid", faults)
    }

    static func filing(_ member: String, _ value: String) -> String {
        var members = [("kind", #""complaint""#), ("title", #""标题""#), ("body", #""内容""#)]
        members.removeAll { $0.0 == member }
        members.append((member, value))
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    static func text(_ character: String, _ count: Int) -> String { "\"\(String(repeating: character, count: count))\"" }

    static let wholly: [BadFiling] = [
        BadFiling("nothing", "", 400, "malformed_json", " malformed_json"),
        BadFiling("broken JSON", #"{"kind":"complaint","title":"#, 400, "malformed_json", "/title malformed_json"),
        BadFiling("words after it", #"{"kind":"complaint","title":"a","body":"b"} x"#, 400, "malformed_json", " malformed_json"),
        BadFiling("a trailing comma", #"{"kind":"complaint",}"#, 400, "malformed_json", " malformed_json"),
        BadFiling("a comment", "{/* */}", 400, "malformed_json", " malformed_json"),
        BadFiling(
            "NaN", filing("location", #"{"longitude":NaN,"latitude":1}"#), 400, "malformed_json", "/location/longitude malformed_json"),
        BadFiling("an array", "[]", 422, "invalid", " wrong_type"),
        BadFiling("null", "null", 422, "invalid", " wrong_type"),
        BadFiling(
            "a duplicate key", #"{"kind":"complaint","title":"a","body":"b","title":"c"}"#, 400, "malformed_json", "/title malformed_json"),
        BadFiling(
            "a duplicate key inside", filing("requester", #"{"name":"a","name":"b"}"#), 400, "malformed_json",
            "/requester/name malformed_json"),
        BadFiling("a lone high surrogate", filing("title", #""\ud83d""#), 400, "malformed_json", "/title malformed_json"),
        BadFiling("a lone low surrogate", filing("body", #""a\ude00b""#), 400, "malformed_json", "/body malformed_json"),
        BadFiling("surrogates the wrong way round", filing("title", #""\ude00\ud83d""#), 400, "malformed_json", "/title malformed_json"),
        BadFiling("a raw control character", filing("title", "\"a\u{1}b\""), 400, "malformed_json", "/title malformed_json"),
        BadFiling("a raw NUL", filing("title", "\"a\u{0}b\""), 400, "malformed_json", "/title malformed_json"),
        BadFiling(
            "no UTF-8", bytes: Array(#"{"kind":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8), 400, "malformed_json",
            ["/kind malformed_json"]),
        BadFiling(
            "an encoded surrogate", bytes: Array(#"{"title":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8), 400, "malformed_json",
            ["/title malformed_json"]),
        BadFiling(
            "overlong UTF-8", bytes: Array(#"{"title":""#.utf8) + [0xC0, 0xAF] + Array(#""}"#.utf8), 400, "malformed_json",
            ["/title malformed_json"]),
        BadFiling(
            "deep nesting", String(repeating: "[", count: 100_000), 400, "malformed_json",
            String(repeating: "/0", count: 32) + " malformed_json"),
        BadFiling("all missing", "{}", 422, "invalid", "/kind missing", "/title missing", "/body missing"),
        BadFiling("an unknown member", filing("priority", "1"), 422, "invalid", "/priority unknown_member"),
        BadFiling("an unknown member with a slash", filing("a/b~c", "1"), 422, "invalid", "/a~1b~0c unknown_member"),
        BadFiling(
            "form data", bytes: Array("kind=complaint".utf8), type: "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        BadFiling("text", bytes: Array(filing("x", "1").utf8), type: "text/plain", 415, "unsupported_media_type"),
        BadFiling("another JSON", bytes: Array("{}".utf8), type: "application/json-patch+json", 415, "unsupported_media_type"),
        BadFiling("another character set", bytes: Array("{}".utf8), type: "application/json; charset=gbk", 415, "unsupported_media_type"),
    ]

    static let members: [BadFiling] = [
        .with("a kind that is none", "kind", #""rant""#, "/kind unknown_value"),
        .with("a kind that is a number", "kind", "1", "/kind unknown_value"),
        .with("a kind that is null", "kind", "null", "/kind unknown_value"),
        .with("an empty title", "title", #""""#, "/title blank"),
        .with("a title of blanks", "title", #""   ""#, "/title blank"),
        .with("a title of wide blanks", "title", "\"\u{3000}\u{3000}\"", "/title blank"),
        .with("a title of nothing visible", "title", "\"\u{200B}\u{200D}\u{FEFF}\"", "/title blank"),
        .with("a title of no-break blanks", "title", "\"\u{A0}\u{2003}\"", "/title blank"),
        .with("a title that is a number", "title", "1", "/title wrong_type"),
        .with("a title that is null", "title", "null", "/title wrong_type"),
        .with("a title that is an object", "title", #"{"a":1}"#, "/title wrong_type"),
        .with("a title of 201 characters", "title", text("字", 201), "/title too_long"),
        .with("a title of 201 emoji", "title", text("😀", 201), "/title too_long"),
        .with("a title with a line break", "title", #""a\nb""#, "/title control_character"),
        .with("a title with NUL", "title", #""a\u0000b""#, "/title control_character"),
        .with("a title with DEL", "title", "\"a\u{7F}\"", "/title control_character"),
        .with("a title with a C1 control", "title", "\"a\u{85}b\"", "/title control_character"),
        .with("an empty body", "body", #""""#, "/body blank"),
        .with("a body of line breaks", "body", #""\n\r\n\t \u3000""#, "/body blank"),
        .with("a body with NUL", "body", #""a\u0000""#, "/body control_character"),
        .with("a body with escape", "body", #""\u001b[31m""#, "/body control_character"),
        .with("a body of 20,001 characters", "body", text("诉", 20_001), "/body too_long"),
        .with("a body of 20,001 emoji", "body", text("🚰", 20_001), "/body too_long"),
        .with("an unknown category", "category", #""998877""#, "/category unknown_category"),
        .with("a category that is no code", "category", #""夜市""#, "/category malformed_code"),
        .with("a category that is a number", "category", "30701", "/category malformed_code"),
        .with("an empty category", "category", #""""#, "/category malformed_code"),
        .with("an unknown region", "region", #""110101""#, "/region unknown_region"),
        .with("a region with a quote", "region", #""33'--""#, "/region malformed_code"),
        .with("an unknown accused", "against", #"{"department":"nobody"}"#, "/against/department unknown_department"),
        .with("an accused twice", "against", #"{"department":"331102-gov","name":"某局"}"#, "/against department_or_name"),
        .with("an accused of no name", "against", "{}", "/against department_or_name"),
        .with("an accused that is text", "against", #""城管局""#, "/against wrong_type"),
        .with("a member inside the accused", "against", #"{"name":"某局","rank":1}"#, "/against/rank unknown_member"),
        .with("a longitude too far", "location", #"{"longitude":180.0001,"latitude":28}"#, "/location/longitude out_of_range"),
        .with("a latitude too far", "location", #"{"longitude":120,"latitude":-90.5}"#, "/location/latitude out_of_range"),
        .with("coordinates beyond numbers", "location", #"{"longitude":1e400,"latitude":28}"#, "/location/longitude out_of_range"),
        .with("coordinates as text", "location", #"{"longitude":"120","latitude":28}"#, "/location/longitude out_of_range"),
        .with("a longitude alone", "location", #"{"longitude":120}"#, "/location both_coordinates"),
        .with("a latitude alone", "location", #"{"address":"某路","latitude":28}"#, "/location both_coordinates"),
        .with("an address of 501 characters", "location", "{\"address\":\(text("路", 501))}", "/location/address too_long"),
        .with("a member inside the location", "location", #"{"altitude":1}"#, "/location/altitude unknown_member"),
        .with("a location that is text", "location", #""某路""#, "/location wrong_type"),
        .with("a date in the future", "occurred_at", #""2026-09-16T10:00:01+08:00""#, "/occurred_at in_the_future"),
        .with("a date in the future elsewhere", "occurred_at", #""2026-09-16T02:00:01Z""#, "/occurred_at in_the_future"),
        .with("a date without a time", "occurred_at", #""2026-09-16""#, "/occurred_at malformed_instant"),
        .with("a date that is none", "occurred_at", #""2026-02-30T10:00:00+08:00""#, "/occurred_at malformed_instant"),
        .with("a date as a number", "occurred_at", "1789000000", "/occurred_at malformed_instant"),
        .with("a date of long ago", "occurred_at", #""1900-01-01T00:00:00+08:00""#, "/occurred_at too_old"),
        .with("a receipt in the future", "received_at", #""2027-01-01T00:00:00+08:00""#, "/received_at in_the_future"),
        .with("an unknown channel", "channel", #""fax""#, "/channel unknown_value"),
        .with("confidential as text", "confidential", #""true""#, "/confidential wrong_type"),
        .with("consent as a number", "publish_consent", "1", "/publish_consent wrong_type"),
        .with("a requester that is text", "requester", #""张三""#, "/requester wrong_type"),
        .with("a requester of blanks", "requester", #"{"name":" "}"#, "/requester/name blank"),
        .with("a telephone too long", "requester", "{\"phone\":\(text("1", 41))}", "/requester/phone too_long"),
        .with("a telephone as a number", "requester", #"{"phone":13800138000}"#, "/requester/phone wrong_type"),
        .with("a member inside the requester", "requester", #"{"wechat":"x"}"#, "/requester/wechat unknown_member"),
        BadFiling(
            "several at once", #"{"kind":"rant","title":"","body":1,"location":{"longitude":1,"latitude":99,"x":1}}"#, 422, "invalid",
            "/kind unknown_value",
            "/title blank", "/body wrong_type", "/location/latitude out_of_range", "/location/x unknown_member"),
    ]
}

@Suite("Refusals at the door", .timeLimit(.minutes(2)))
struct IntakeRefusalTests {
    @Test func `bad filings are refused by name and leave nothing behind`() async throws {
        let line = try await GivenLine()
        let before = try await line.counts()
        for bad in BadFiling.wholly + BadFiling.members {
            // With a key, so that a wrong answer could also be remembered.
            let reply = try await line.call(
                "POST", "/v1/cases", [("Content-Type", bad.type), ("Idempotency-Key", "k"), ("Accept-Language", "en")], bytes: bad.body)
            #expect(reply.status == bad.status && reply.code == bad.code, "\(bad.what): \(reply.status) \(reply.text)")
            #expect(Set(reply.faults) == Set(bad.faults), "\(bad.what): \(reply.faults)")
            #expect(reply["content-type"] == "application/problem+json")
        }
        try await refusesTooMuch(line, WebLimits())
        try await refusesTooSlow(line)
        try await refusesForOthers(line)
        #expect(try await line.counts() == before)
        await line.stop()
    }

    private func refusesTooMuch(_ line: GivenLine, _ limits: WebLimits) async throws {
        let large = [UInt8](repeating: UInt8(ascii: " "), count: limits.body + 1)
        let reply = try await line.call("POST", "/v1/cases", [("Content-Type", "application/json")], bytes: large)
        #expect(reply.status == 413 && reply.code == "body_too_large")

        let announced = try await line.connection()
        try await announced.send(
            Array("POST /v1/cases HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n".utf8))
        #expect(try await announced.reply().status == 413)
        #expect(try await announced.isClosedByServer())

        let chunked = try await line.connection()
        try await chunked.send(
            Array("POST /v1/cases HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
        for _ in 0...(limits.body / 16_384) {
            try await chunked.send(Array("4000\r\n".utf8) + [UInt8](repeating: 0x20, count: 16_384) + [13, 10])
        }
        #expect(try await chunked.reply().status == 413)
        #expect(try await chunked.isClosedByServer())
    }

    private func refusesTooSlow(_ line: GivenLine) async throws {
        var limits = WebLimits()
        limits.bodyTime = .milliseconds(200)
        let impatient = try await line.another(limits: limits)
        let slow = try await impatient.connection()
        try await slow.send(
            Array("POST /v1/cases HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"kind\":".utf8))
        let reply = try await slow.reply()
        #expect(reply.status == 408 && reply.code == "body_too_slow", "\(reply.text)")
        #expect(try await slow.isClosedByServer())
        await impatient.stop()
    }

    private func refusesForOthers(_ line: GivenLine) async throws {
        for (member, value) in [("channel", #""phone""#), ("channel", #""letter""#), ("received_at", #""2026-09-15T10:00:00+08:00""#)] {
            for person in [nil, Person.handler, .supervisor] {
                let reply = try await line.call("POST", "/v1/cases", as: person, BadFiling.filing(member, value))
                #expect(reply.status == 403 && reply.code == "operator_needed", "\(member) as \(person.map(\.rawValue) ?? "nobody")")
                #expect(reply.faults == ["/\(member) operator_needed"])
            }
        }
        let wrong = try await line.call("POST", "/v1/cases", headers: [("Authorization", "Bearer wrong")], GivenLine.complaint)
        #expect(wrong.status == 401)
        for key in ["", "a b", "钥匙", String(repeating: "k", count: 256)] {
            let reply = try await line.call("POST", "/v1/cases", headers: [("Idempotency-Key", key)], GivenLine.complaint)
            #expect(reply.status == 400 && reply.faults == ["Idempotency-Key invalid_header"], "\(key): \(reply.status)")
        }
    }
}
