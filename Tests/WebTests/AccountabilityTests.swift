import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

/// What stays with a department of what it let pass: its cards, and entries that two supervisors publish.
@Suite("Cards and accountability", .timeLimit(.minutes(2)))
struct AccountabilityTests {
    @Test func `a card is withdrawn once, by one of two`() async throws {
        let line = try await GivenLine()
        _ = try await line.submit()
        line.clock.now = try #require(Instant(rfc3339: "2026-09-18T00:00:00+08:00"))
        try await line.desk.tick(at: line.clock.now)
        let cards = try await line.call("GET", "/v1/cards?limit=1", as: .head).json
        let path = "/v1/cards/\(try #require(cards["items"].items.first?["id"].int))/withdrawal"
        let rest = try await line.call("GET", "/v1/cards?limit=1&cursor=\(cards["next"].text)", as: .head).json
        #expect(rest["items"].items.count == 1 && rest["next"].isNull)
        let statuses = try await together(2) { _ in
            try await line.call("PUT", path, as: .supervisor, seen: 1, #"{"text":"系统故障"}"#).status
        }
        #expect(statuses.sorted() == [200, 412])
        let again = try await line.call("PUT", path, as: .supervisor, #"{"text":"再次"}"#)
        #expect(again.status == 409 && again.code == "already_withdrawn")
        #expect(try await line.call("GET", "/v1/cards?issued_before=2026-09-18T00:00:00%2B08:00", as: .head).json["items"].items.isEmpty)
        await line.stop()
    }

    @Test func `an entry needs two supervisors, and of two who publish at once one does`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let second = try await Accounts(line.database).add(
            name: "second", roles: [.supervisor], department: nil, at: line.clock.now, days: 9)
        let body = #"{"cause":"slow_action","department":"331102-urban-management","cases":["\#(file.number)"],"text":"超期未签收"}"#
        let drafted = try await line.call("POST", "/v1/accountability-entries", as: .supervisor, body)
        #expect(drafted.status == 201 && drafted.json["state"].text == "drafted", "\(drafted.text)")
        let path = "/v1/accountability-entries/\(try #require(drafted.json["id"].int))"
        #expect(try await line.call("PUT", "\(path)/publication", as: .supervisor).status == 428)
        let own = try await line.call("PUT", "\(path)/publication", as: .supervisor, seen: 1)
        #expect(own.status == 409 && own.code == "own_draft")
        #expect(try await line.call("GET", path, as: .head).status == 404, "a draft is nobody else's")
        let headers = [("Authorization", "Bearer \(second)"), ("If-Match", "\"1\"")]
        let statuses = try await together(2) { _ in try await line.call("PUT", "\(path)/publication", headers: headers).status }
        #expect(statuses.sorted() == [200, 412])
        for person in [Person.head, .handler, .governmentHead] {
            #expect(try await line.call("GET", path, as: person).json["published_by"].text == "second", "\(person)")
        }
        #expect(try await line.call("GET", path, as: .strangeHead).status == 404)
        let told = try await line.call("GET", "/v1/notices", as: .head).json["items"].items.map { $0["kind"].text }
        #expect(told == ["accountability_published"])
        await #expect(throws: DatabaseError.self) {
            try await line.database.execute("update accountability_entries set published_by = drafted_by")
        }
        #expect(try await line.call("PUT", "\(path)/withdrawal", as: .supervisor, seen: 2, #"{"text":"有误"}"#).status == 200)
        #expect(try await line.call("GET", path, as: .head).status == 404)
        let unknown = body.replacing(file.number, with: CaseNumber(day: GivenLine.morning.day, serial: 999_999).description)
        #expect(try await line.call("POST", "/v1/accountability-entries", as: .supervisor, unknown).status == 404)
        await line.stop()
    }

    @Test func `an entry about an order on a report is kept from whom the report accuses, and so is the word of it`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let id = try await line.order([file])
        let second = try await Accounts(line.database).add(
            name: "second", roles: [.supervisor], department: nil, at: line.clock.now, days: 9)
        let drafted = try await line.call(
            "POST", "/v1/accountability-entries", as: .supervisor,
            #"{"cause":"slow_action","department":"331102-urban-management","orders":[\#(id)],"text":"超期未回复"}"#)
        let path = "/v1/accountability-entries/\(try #require(drafted.json["id"].int))"
        let published = try await line.call(
            "PUT", "\(path)/publication", headers: [("Authorization", "Bearer \(second)"), ("If-Match", "\"1\"")])
        try #require(published.status == 200, "\(published.text)")
        for (kind, isShown) in [("complaint", true), ("report", false)] {
            try await line.database.execute(
                "update cases set kind = \(kind), accused = array['331102-urban-management'] where number = \(file.number)")
            #expect(try await line.call("GET", path, as: .head).status == (isShown ? 200 : 404))
            #expect(try await line.call("GET", "/v1/accountability-entries", as: .head).json["items"].items.isEmpty != isShown)
            let told = try await line.call("GET", "/v1/notices", as: .head).json["items"].items.map { $0["kind"].text }
            #expect(told.contains("accountability_published") == isShown, "\(kind)")
        }
        await line.stop()
    }
}
