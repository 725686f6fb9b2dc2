import Casework
import Database
import Formats
import Testing
import WorkingTime

@Suite("Scorecard appeals", .timeLimit(.minutes(2)))
struct ScorecardAppealTests {
    private static func appeal(_ number: String, month: String = "2026-09", _ more: String = "") -> String {
        #"{"case":"\#(number)","month":"\#(month)","reason":"台风停工"\#(more)}"#
    }

    /// A case that the bureau never signed, seen in the month after.
    private func givenLate() async throws -> (GivenLine, GivenCase) {
        let line = try await GivenLine()
        let file = try await line.submit()
        line.clock.now = Instant(rfc3339: "2026-10-08T10:00:00+08:00")!
        return (line, file)
    }

    private func signed(_ line: GivenLine) async throws -> JSON {
        let cards = try await line.scorecards("from=2026-09-01&to=2026-09-30&department=331102-urban-management", as: .supervisor)
        return try #require(cards["total"]["figures"].items.first { $0["indicator"].text == "signed_on_time" })
    }

    @Test func `a granted appeal takes a case out of the figures, a refused one does not`() async throws {
        let (line, file) = try await givenLate()
        #expect(try await signed(line)["denominator"].int == 1)
        for (granted, indicator, left) in [(false, "signed_on_time", 1), (true, "overdue", 1), (true, "", 0)] {
            let more = indicator.isEmpty ? "" : #","indicator":"\#(indicator)""#
            let made = try await line.call("POST", "/v1/scorecard-appeals", as: .head, Self.appeal(file.number, more))
            try #require(made.status == 201 && made.json["department"].text == Person.bureau.rawValue && made.json["granted"].isNull)
            let path = "/v1/scorecard-appeals/\(made.json["id"].int ?? 0)/decision"
            let decided = try await line.call("PUT", path, as: .supervisor, #"{"granted":\#(granted),"text":"已核"}"#)
            #expect(decided.status == 200 && decided.json["granted"].bool == granted && decided.json["decision"].text == "已核")
            #expect(try await signed(line)["denominator"].int == left)
        }
        #expect(try await signed(line)["value"].isNull)
        await line.stop()
    }

    @Test func `what is granted after the seal is a correction`() async throws {
        let (line, file) = try await givenLate()
        let made = try await line.call("POST", "/v1/scorecard-appeals", as: .head, Self.appeal(file.number))
        #expect(try await line.call("PUT", "/v1/reports/months/2026-09/seal", as: .supervisor).status == 200)
        let path = "/v1/scorecard-appeals/\(made.json["id"].int ?? 0)/decision"
        let decisions = try await together(2) { _ in
            try await line.call("PUT", path, as: .supervisor, #"{"granted":true,"text":"属实"}"#)
        }
        #expect(decisions.map(\.status).sorted() == [200, 409] && decisions.contains { $0.code == "appeal_decided" })
        #expect(try await signed(line)["denominator"].int == 1, "the sealed figure stays")
        let correction = try await line.corrections("2026-09").first {
            $0["indicator"].text == "signed_on_time" && $0["group"]["code"].text == Person.bureau.rawValue
        }
        #expect(correction?["sealed"]["denominator"].int == 1 && correction?["now"]["denominator"].int == 0)
        #expect(correction?["now"]["value"].isNull == true && correction?["difference"].isNull == true)
        await line.stop()
    }

    @Test func `appeals are for departments that had the case, once, inside the limit`() async throws {
        let (line, file) = try await givenLate()
        let path = "/v1/scorecard-appeals"
        let unknown = CaseNumber(day: GivenLine.morning.day, serial: 999_999).description
        let foreign = try await line.call("POST", path, as: .strangeHead, Self.appeal(file.number))
        #expect(foreign.status == 404)
        #expect(try await line.call("POST", path, as: .strangeHead, Self.appeal(unknown)).bytes == foreign.bytes)
        for (body, status, code) in [
            (Self.appeal(file.number, month: "2026-10"), 409, "month_not_ended"),
            (Self.appeal(file.number, month: "2026-08"), 409, "appeal_limit_passed"),
            (Self.appeal(file.number, #","department":"331102-construction""#), 422, "invalid"),
            (Self.appeal(file.number, #","indicator":"composite""#), 422, "invalid"),
            (Self.appeal(file.number, month: "2026-9"), 422, "invalid"), (Self.appeal(file.number), 201, ""),
            (Self.appeal(file.number), 409, "already_appealed"),
        ] {
            let reply = try await line.call("POST", path, as: .head, body)
            #expect(reply.status == status && reply.code == code, "\(body): \(reply.text)")
        }
        // The head above may speak for the bureau.
        let above = try await line.call(
            "POST", path, as: .governmentHead, Self.appeal(file.number, #","department":"331102-urban-management","indicator":"overdue""#))
        #expect(above.status == 201)
        for (person, count) in [(Person.supervisor, 2), (.head, 2), (.governmentHead, 2), (.strangeHead, 0)] {
            #expect(try await line.call("GET", "\(path)?open=true&month=2026-09", as: person).json["items"].items.count == count)
        }
        #expect(try await line.call("GET", "\(path)?open=false", as: .supervisor).json["items"].items.isEmpty)
        #expect(try await line.call("PUT", "\(path)/99/decision", as: .supervisor, #"{"granted":true,"text":"x"}"#).status == 404)
        // 8, 9, 10 (worked for the holiday), 12 and 13 October are the five days.
        line.clock.now = Instant(rfc3339: "2026-10-14T00:00:00+08:00")!
        let late = try await line.call("POST", path, as: .head, Self.appeal(file.number, #","indicator":"contact""#))
        #expect(late.code == "appeal_limit_passed", "\(late.text)")
        await line.stop()
    }

    @Test func `a report leaves no trace on the card of whom it accuses`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit(#"{"kind":"report","title":"举报夜市","body":"夜市占道。","category":"030701","region":"331102"}"#)
        line.clock.now = Instant(rfc3339: "2026-10-08T10:00:00+08:00")!
        #expect(try await signed(line)["denominator"].int == 1)
        try await line.database.execute("update cases set accused = array['331102-gov'] where number = \(file.number)")
        #expect(try await signed(line)["denominator"].int == 0)
        let reply = try await line.call("POST", "/v1/scorecard-appeals", as: .head, Self.appeal(file.number))
        #expect(reply.status == 404)
        await line.stop()
    }
}
