import Casework
import Database
import Testing

/// A case as its requester holds it.
struct GivenCase: Sendable {
    let number: String
    let queryCode: String
    let answer: Reply
    var path: String { "/v1/cases/\(number)" }
}

extension GivenLine {
    /// A complaint that the map sends to the bureau at once.
    static let complaint = #"{"kind":"complaint","title":"夜市占道经营","body":"每晚占道经营，油烟扰民。","category":"030701","region":"331102"}"#

    func submit(_ body: String = complaint, as person: Person? = nil, key: String? = nil) async throws -> GivenCase {
        let reply = try await call("POST", "/v1/cases", as: person, key: key, body)
        try #require(reply.status == 201, "\(reply.text)")
        return GivenCase(number: reply.json["number"].text, queryCode: reply.json["query_code"].text, answer: reply)
    }

    func read(_ file: GivenCase, as person: Person) async throws -> Reply {
        try await call("GET", file.path, as: person)
    }

    /// A step that must succeed, with the version as it is now.
    @discardableResult
    func step(_ method: String, _ path: String, of file: GivenCase, as person: Person, _ body: String? = nil) async throws -> Reply {
        let seen = try await read(file, as: .supervisor).version
        let reply = try await call(method, path, as: person, seen: seen, body)
        try #require((200...201).contains(reply.status), "\(method) \(path) as \(person): \(reply.status) \(reply.text)")
        return reply
    }

    @discardableResult
    func classify(_ file: GivenCase, _ body: String) async throws -> Reply {
        try await step("PUT", "\(file.path)/classification", of: file, as: .dispatcher, body)
    }

    func accept(_ file: GivenCase, as person: Person = .handler) async throws {
        try await step("PUT", "\(file.path)/acceptance", of: file, as: person)
    }

    func requestReturn(_ file: GivenCase, to department: String = "331102-construction", as person: Person = .handler) async throws -> Int {
        try await step(
            "POST", "\(file.path)/return-requests", of: file, as: person,
            #"{"reason":"不属我局职责","legal_basis":"三定方案","department":"\#(department)"}"#)
        let id = try await read(file, as: .dispatcher).json["pending_return_request"].int
        return try #require(id)
    }

    func rule(_ id: Int, upheld: Bool, of file: GivenCase) async throws {
        try await step("PUT", "/v1/return-requests/\(id)/ruling", of: file, as: .dispatcher, #"{"upheld":\#(upheld),"text":"裁定"}"#)
    }

    /// Asks for time as the department that leads may; the request's id.
    func ask(_ kind: TimeRequest.Kind, of file: GivenCase, until: String = "2026-09-28", as person: Person = .handler) async throws -> Int {
        let members =
            switch kind {
            case .extension: #","until":"\#(until)""#
            case .suspension: #","ground":"inspection","until":"\#(until)""#
            case .complexity: ""
            case .parking: #","measures":"每周巡查","until":"\#(until)""#
            }
        try await step(
            "POST", "\(file.path)/\(kind.rawValue)-requests", of: file, as: person, #"{"reason":"\#(Self.plea(kind))"\#(members)}"#)
        return try await count(
            """
            select t.id from time_requests t join cases c on c.id = t.case_id
            where c.number = \(file.number) and t.kind = \(kind.rawValue) and t.decided_at is null
            """)
    }

    /// What the department says of why it asks.
    static func plea(_ kind: TimeRequest.Kind) -> String { "申请理由：\(kind.rawValue)" }

    func decide(_ kind: TimeRequest.Kind, _ id: Int, granted: Bool = true, of file: GivenCase) async throws {
        try await step(
            "PUT", "/v1/\(kind.rawValue)-requests/\(id)/decision", of: file, as: kind == .complexity ? .dispatcher : .supervisor,
            #"{"granted":\#(granted),"text":"审批意见"}"#)
    }

    func reply(_ file: GivenCase, as person: Person = .handler) async throws {
        try await step("PUT", "\(file.path)/reply", of: file, as: person, #"{"text":"已劝离摊贩","outcome":"solved"}"#)
    }

    func review(_ file: GivenCase, approved: Bool) async throws {
        try await step("PUT", "\(file.path)/review", of: file, as: .supervisor, #"{"approved":\#(approved),"text":"复核意见"}"#)
    }

    /// Not reached, and closed.
    func close(_ file: GivenCase) async throws {
        try await step("PUT", "\(file.path)/callback", of: file, as: .supervisor, #"{"contacted":false}"#)
        try await step("PUT", "\(file.path)/closure", of: file, as: .supervisor, #"{"outcome":"solved","text":"已复核"}"#)
    }

    /// The order's id.
    func order(_ files: [GivenCase]) async throws -> Int {
        let numbers = files.map { "\"\($0.number)\"" }.joined(separator: ",")
        let reply = try await call("POST", "/v1/supervision-orders", as: .supervisor, #"{"cases":[\#(numbers)],"demand":"限期办结"}"#)
        try #require(reply.status == 201, "\(reply.text)")
        return try #require(reply.json["id"].int)
    }

    /// How many lines of a kind the history of a case has.
    func events(_ type: String, of file: GivenCase) async throws -> Int {
        try await count(
            "select count(*) from case_events e join cases c on c.id = e.case_id where c.number = \(file.number) and e.type = \(type)")
    }
}
