import Casework
import HTTPTypes
import ServiceDesk
import Testing
import WorkingTime

@testable import Web

/// A case, a return request, requests for time, an order and a proposal that exist, and what a call to each route could look like.
struct Places {
    let number: String
    let returnRequest: Int
    /// By what they ask for.
    let timeRequests: [String: Int]
    let order: Int
    let proposal: Int

    init(number: String, returnRequest: Int, timeRequests: [String: Int], order: Int, proposal: Int) {
        self.number = number
        self.returnRequest = returnRequest
        self.timeRequests = timeRequests
        self.order = order
        self.proposal = proposal
    }

    init(in line: GivenLine) async throws {
        let returned = try await line.submit()
        let request = try await line.requestReturn(returned)
        let asked = try await line.submit()
        try await line.accept(asked)
        var requests: [String: Int] = [:]
        for kind in TimeRequest.Kind.allCases { requests[kind.rawValue] = try await line.ask(kind, of: asked) }
        let file = try await line.submit()
        self.init(
            number: file.number, returnRequest: request, timeRequests: requests, order: try await line.order([file]),
            proposal: try await line.propose(GivenLine.addition))
    }

    func path(of route: Route) -> String {
        let kind = route.path.split(separator: "/")[1].split(separator: "-").first.map(String.init) ?? ""
        let id =
            switch route.path {
            case let path where path.contains("supervision-orders"): order
            case let path where path.contains("proposals"): proposal
            default: timeRequests[kind] ?? returnRequest
            }
        return route.path.replacing("{number}", with: number).replacing("{id}", with: String(id)).replacing("{month}", with: "2026-08")
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
        case "extension-requests": #"{"reason":"待料","until":"2026-10-08"}"#
        case "suspension-requests": #"{"ground":"inspection","reason":"送检","until":"2026-10-08"}"#
        case "complexity-requests": #"{"reason":"疑难"}"#
        case "parking-requests": #"{"reason":"待改造","measures":"巡查","until":"2026-10-08"}"#
        case "decision": #"{"granted":false,"text":"不同意"}"#
        case "supporting-departments": #"{"departments":["331102-construction"],"text":"请核实"}"#
        case "correction-request": #"{"text":"请补正","until":"2026-10-08"}"#
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
