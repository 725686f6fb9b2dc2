import Casework
import Formats
import Testing

extension GivenLine {
    /// From October on the quarter's stalls are another bureau's.
    static let addition = entry("331102-construction", in: "331102001", from: "2026-10-01")

    /// An addition for stalls by the road.
    static func entry(_ department: String, in region: String = "331102", from: String, until end: String? = nil) -> String {
        #"{"sort":"addition","entry":\#(terms(department, in: region, from: from, until: end))}"#
    }

    static func replacement(of id: Int, by department: String, from: String) -> String {
        #"{"sort":"replacement","responsibility":\#(id),"entry":\#(terms(department, in: "331100", from: from))}"#
    }

    static func ending(of id: Int, on day: String) -> String {
        #"{"sort":"ending","responsibility":\#(id),"valid_to":"\#(day)"}"#
    }

    private static func terms(_ department: String, in region: String, from: String, until end: String? = nil) -> String {
        let end = end.map { #","valid_to":"\#($0)""# } ?? ""
        return
            #"{"category":"030701","region":"\#(region)","assignee":"code:\#(department)","legal_basis":"三定方案","valid_from":"\#(from)"\#(end)}"#
    }

    /// The proposal's id.
    func propose(_ change: String, as person: Person = .dispatcher, ruling: Int? = nil) async throws -> Int {
        let ruling = ruling.map { #","ruling":\#($0)"# } ?? ""
        let reply = try await call(
            "POST", "/v1/responsibility-proposals", as: person, #"{"change":\#(change),"reason":"职责划转"\#(ruling)}"#)
        try #require(reply.status == 201, "\(reply.text)")
        return try #require(reply.json["id"].int)
    }

    func accept(_ proposal: Int, as person: Person = .administrator, seen: Int? = nil) async throws -> Reply {
        try await call("PUT", "/v1/responsibility-proposals/\(proposal)/acceptance", as: person, seen: seen, "{}")
    }

    /// Who answers for stalls by the road on a day.
    func responsible(on day: String, in region: String = "331102") async throws -> JSON {
        try await call(
            "POST", "/v1/responsibilities/resolve", #"{"kind":"complaint","category":"030701","region":"\#(region)","on":"\#(day)"}"#
        ).json
    }

    /// The entry that sends the complaints of the tests.
    func stallEntry() async throws -> Int { try #require(try await responsible(on: "2026-09-16")["responsibility"].int) }
}
