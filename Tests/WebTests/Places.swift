import Casework
import Database
import Formats
import HTTPTypes
import ServiceDesk
import Testing
import WorkingTime

@testable import Web

/// A case and one of everything that has an id, and what a call to each route could look like.
struct Places {
    private(set) var number: String
    /// By the word after `/v1/` in the path.
    private var ids: [String: Int] = [:]
    /// A case of the sample.
    private var drawn: String

    init(in line: GivenLine) async throws {
        func made(_ path: String, as person: Person, _ body: String) async throws -> Int {
            let reply = try await line.call("POST", "/v1/\(path)", as: person, body)
            try #require(reply.status == 201, "\(reply.text)")
            return try #require(reply.json["id"].int)
        }
        let closed = try await line.givenCallback()
        try await line.close(closed)
        drawn = closed.number
        ids["callback-samples"] = try await made("callback-samples", as: .supervisor, #"{"from":"2026-09-01","to":"2026-09-16","share":1}"#)
        ids["accountability-entries"] = try await made(
            "accountability-entries", as: .supervisor,
            #"{"cause":"slow_action","department":"\#(Person.bureau)","cases":["\#(drawn)"],"text":"超期"}"#)
        ids["responsibility-proposals"] = try await line.propose(GivenLine.addition)
        // Nobody signs it: a card, and a notice of it.
        _ = try await line.submit()
        line.clock.now = Instant(rfc3339: "2026-10-09T10:00:00+08:00")!
        _ = try await line.desk.tick(at: line.clock.now)
        ids["scorecard-appeals"] = try await made(
            "scorecard-appeals", as: .head, #"{"case":"\#(drawn)","month":"2026-09","reason":"理由"}"#)
        ids["cards"] = try await line.count("select max(id) from cards")
        ids["notices"] = try await line.count("select max(id) from notices")
        ids["return-requests"] = try await line.requestReturn(try await line.submit())
        let asked = try await line.submit()
        try await line.accept(asked)
        for kind in TimeRequest.Kind.allCases {
            ids["\(kind.rawValue)-requests"] = try await line.ask(kind, of: asked, until: "2026-10-21")
        }
        let file = try await line.submit()
        number = file.number
        ids["supervision-orders"] = try await line.order([file])
        ids["responsibilities"] = try await line.stallEntry()
    }

    /// The like that nobody ever made.
    var nobodys: Places {
        var places = self
        places.ids = ids.mapValues { _ in 99_999 }
        places.number = CaseNumber(day: GivenLine.morning.day, serial: 999_999).description
        places.drawn = places.number
        return places
    }

    func path(of route: Route) -> String {
        let word = route.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        return route.path.replacing("{number}", with: word == "callback-samples" ? drawn : number)
            .replacing("{id}", with: String(ids[word] ?? 0)).replacing("{month}", with: "2026-08")
            .replacing("{department}", with: "331102-construction").replacing("{year}", with: "2027")
    }

    func body(of route: Route) -> String? {
        if route.method == .get { return nil }
        return switch route.path.split(separator: "/").last {
        case "notes", "urges", "supplements", "rejection", "resumption", "parking", "rework", "direct-answer", "supporting-answer",
            "{department}",
            "dismissal", "withdrawal":
            #"{"text":"话"}"#
        case "dry-run": #"{"change":\#(GivenLine.addition)}"#
        case "responsibility-proposals": #"{"change":\#(GivenLine.addition),"reason":"职责划转"}"#
        case "classification": #"{"urgent":true}"#
        case "dispatch": #"{"department":"331102-construction"}"#
        case "refusal": #"{"ground":"unlawful","route":"派出所","text":"不予受理"}"#
        case "merge": #"{"parent":"\#(number)"}"#
        case "split": #"{"title":"举报","body":"举报内容"}"#
        case "ruling": #"{"upheld":false,"text":"裁定"}"#
        case "accountability-entries": #"{"cause":"slow_action","department":"331102-gov","cases":["\#(number)"],"text":"超期"}"#
        case "draft": #"{"cause":"slow_action","text":"超期"}"#
        case "claims", "signature", "acceptance": "{}"
        case "contacts": #"{"means":"phone","reached":true,"text":"已联系"}"#
        case "return-requests": #"{"reason":"非我局","legal_basis":"三定","department":"331102-construction"}"#
        case "extension-requests": #"{"reason":"待料","until":"2026-10-21"}"#
        case "suspension-requests": #"{"ground":"inspection","reason":"送检","until":"2026-10-21"}"#
        case "complexity-requests": #"{"reason":"疑难"}"#
        case "parking-requests": #"{"reason":"待改造","measures":"巡查","until":"2026-10-21"}"#
        case "decision": #"{"granted":false,"text":"不同意"}"#
        case "supporting-departments": #"{"departments":["331102-construction"],"text":"请核实"}"#
        case "correction-request": #"{"text":"请补正","until":"2026-10-21"}"#
        case "consultations": #"{"whom":"third_party","text":"请答复"}"#
        case "reply": route.path.contains("orders") ? #"{"text":"已办"}"# : #"{"text":"已办","outcome":"solved"}"#
        case "review": #"{"approved":true}"#
        case "closure": route.method == .delete ? #"{"text":"话"}"# : #"{"outcome":"solved"}"#
        case "{year}": #"{"days":[]}"#
        case "callback": #"{"contacted":false}"#
        case "supervision-orders": #"{"cases":["\#(number)"],"demand":"限期"}"#
        case "scorecard-appeals": #"{"case":"\#(number)","month":"2026-08","reason":"理由"}"#
        case "callback-samples": #"{"from":"2026-08-01","to":"2026-08-31"}"#
        case "{number}" where route.path.contains("samples"): #"{"contacted":false}"#
        default: nil
        }
    }
}

extension GivenLine {
    private static let one = Task { try await GivenLine() }
    /// A line for tests that change nothing others look at.
    static func shared() async throws -> GivenLine { try await one.value }

    func expiredToken() async throws -> String {
        try await Accounts(database).add(
            name: "expired", roles: [.supervisor], department: nil, at: clock.now.adding(seconds: -2 * 86_400), days: 1)
    }

    func revokedToken() async throws -> String {
        let accounts = Accounts(database)
        let token = try await accounts.add(name: "revoked", roles: [.supervisor], department: nil, at: clock.now, days: 1)
        _ = try await accounts.revoke(name: "revoked", at: clock.now)
        return token
    }
}
