import Casework
import Database
import Formats
import Testing

@Suite("Proposals to change the map", .timeLimit(.minutes(2)))
struct ProposalTests {
    @Test func `an accepted replacement answers from its day on, on every server, and the days before keep their answer`() async throws {
        let line = try await GivenLine()
        let second = try await line.another()
        let old = try await line.stallEntry()
        let proposal = try await line.propose(GivenLine.replacement(of: old, by: "331102-construction", from: "2026-10-01"))
        let path = "/v1/responsibility-proposals/\(proposal)"
        let open = try await line.call("GET", path, as: .administrator)
        #expect(open.json["state"].text == "open" && open.version == 1)
        #expect(open.json["allowed_actions"].items.map { $0["action"].text } == ["accept", "dismiss"])
        #expect(try await line.call("GET", path, as: .dispatcher).json["allowed_actions"].items.isEmpty)
        let accepted = try await line.accept(proposal, seen: open.version)
        #expect(accepted.status == 200 && accepted.json["state"].text == "accepted" && accepted.version == 2, "\(accepted.text)")
        let made = try #require(accepted.json["responsibility_made"].int)
        try await eventually { try await second.responsible(on: "2026-10-01")["responsibility"].int == made }
        for server in [line, second] {
            let (before, after) = try await (server.responsible(on: "2026-09-30"), server.responsible(on: "2026-10-01"))
            #expect(before["responsibility"].int == old && before["department"].text == Person.bureau.rawValue)
            #expect(before["on"].text == "2026-09-30" && before["entry"]["valid_to"].text == "2026-09-30")
            #expect(before["tried"].items.contains { $0["responsibility"].int == made && $0["why"].text == "not_yet_valid" })
            #expect(after["department"].text == Person.neighbour.rawValue && after["entry"]["legal_basis"].text == "三定方案")
            #expect(after["tried"].items.contains { $0["responsibility"].int == old && $0["why"].text == "no_longer_valid" })
        }
        #expect(try await line.submit().answer.json["department"]["code"].text == Person.bureau.rawValue)
        line.clock.advance(hours: 24 * 16)
        #expect(try await line.submit().answer.json["department"]["code"].text == Person.neighbour.rawValue)
        await second.stop()
        await line.stop()
    }

    @Test func `an ending leaves the case to the next broader entry or the dispatcher`() async throws {
        let line = try await GivenLine()
        let quarter = try await line.accept(try await line.propose(GivenLine.entry("331102-gov", from: "2026-09-16")))
        let made = try #require(quarter.json["responsibility_made"].int)
        #expect(try await line.responsible(on: "2026-09-16")["department"].text == Person.government.rawValue)
        let ended = try await line.accept(try await line.propose(GivenLine.ending(of: made, on: "2026-09-16")))
        #expect(ended.status == 200 && ended.json["responsibility_made"].isNull)
        #expect(try await line.responsible(on: "2026-09-16")["department"].text == Person.government.rawValue)
        #expect(try await line.responsible(on: "2026-09-17")["department"].text == Person.bureau.rawValue)
        await line.stop()
    }

    @Test func `of two who decide at once one wins`() async throws {
        let line = try await GivenLine()
        for round in 0..<6 {
            let proposal = try await line.propose(
                GivenLine.entry("331102-gov", in: "331102001", from: "20\(30 + round)-01-01", until: "20\(30 + round)-06-01"))
            let path = "/v1/responsibility-proposals/\(proposal)"
            let seen = round.isMultiple(of: 2) ? 1 : nil
            let replies = try await together(2) { index in
                try await line.call(
                    "PUT", path + (index == 0 ? "/acceptance" : "/dismissal"), as: index == 0 ? .administrator : .deputy, seen: seen,
                    index == 0 ? "{}" : #"{"text":"理由不足"}"#)
            }
            #expect(replies.map(\.status).sorted() == [200, seen == nil ? 409 : 412], "\(replies.map(\.text))")
            if seen == nil { #expect(replies.contains { $0.code == "proposal_decided" }) }
            let accepted = replies[0].status == 200
            #expect(try await line.call("GET", path, as: .supervisor).json["state"].text == (accepted ? "accepted" : "dismissed"))
            let from = "20\(30 + round)-01-01"
            #expect(try await line.count("select count(*) from responsibilities where valid_from::text = \(from)") == (accepted ? 1 : 0))
        }
        await line.stop()
    }

    @Test func `of two changes that exclude each other the second is outdated`() async throws {
        let line = try await GivenLine()
        let first = try await line.propose(GivenLine.addition)
        let second = try await line.propose(GivenLine.addition, as: .administrator)
        let replies = try await together(2) { index in
            try await line.accept(index == 0 ? first : second, as: .deputy)
        }
        #expect(replies.map(\.status).sorted() == [200, 409])
        let refused = try #require(replies.first { $0.status == 409 })
        #expect(refused.code == "change_outdated" && refused.faults == ["/change/entry overlaps"], "\(refused.text)")
        #expect(try await line.count("select count(*) from responsibilities where valid_from = '2026-10-01'") == 1)
        // What waits too long can no longer be written.
        let late = try await line.propose(GivenLine.ending(of: try await line.stallEntry(), on: "2026-09-16"))
        line.clock.advance(hours: 24)
        #expect(try await line.accept(late).faults == ["/change/valid_to in_the_past"])
        let dismissed = try await line.call(
            "PUT", "/v1/responsibility-proposals/\(late)/dismissal", as: .deputy, #"{"text":"已过期"}"#)
        #expect(dismissed.json["decision"].text == "已过期" && dismissed.json["decider"].text == Person.deputy.name)
        await line.stop()
    }

    @Test func `who proposes does not decide, whatever the desk says`() async throws {
        let line = try await GivenLine()
        let proposal = try await line.propose(GivenLine.addition, as: .administrator)
        let path = "/v1/responsibility-proposals/\(proposal)"
        #expect(try await line.call("GET", path, as: .administrator).json["allowed_actions"].items.isEmpty)
        for (verb, body) in [("acceptance", "{}"), ("dismissal", #"{"text":"否"}"#)] {
            let reply = try await line.call("PUT", "\(path)/\(verb)", as: .administrator, body)
            #expect(reply.status == 403 && reply.code == "own_proposal")
        }
        let error = await #expect(throws: DatabaseError.self) {
            try await line.database.execute(
                "update responsibility_proposals set decided_by = proposed_by, decided_at = proposed_at, accepted = false, decision = '' where id = \(proposal)"
            )
        }
        #expect(error?.constraint == "proposal_decided_by_another")
        #expect(try await line.accept(proposal, as: .deputy).status == 200)
        await line.stop()
    }

    @Test func `a proposal sent again is the same`() async throws {
        let line = try await GivenLine()
        let body = #"{"change":\#(GivenLine.addition),"reason":"职责划转"}"#
        let replies = try await together(4) { _ in
            try await line.call("POST", "/v1/responsibility-proposals", as: .dispatcher, key: "once", body)
        }
        #expect(replies.allSatisfy { $0.status == 201 && $0.bytes == replies[0].bytes && $0["location"] == replies[0]["location"] })
        #expect(try await line.count("select count(*) from responsibility_proposals") == 1)
        let other = try await line.call("POST", "/v1/responsibility-proposals", as: .dispatcher, key: "once", body + " ")
        #expect(other.code == "key_reused")
        await line.stop()
    }

    @Test(arguments: [
        ("{}", "/change missing, /reason missing"), (#"{"change":{},"reason":"x"}"#, "/change/sort missing"),
        (#"{"change":{"sort":"addition"},"reason":"x"}"#, "/change/entry missing"),
        (
            #"{"change":{"sort":"ending","responsibility":1,"valid_to":"2099-01-01","entry":{}},"reason":"x"}"#,
            "/change/entry not_with_sort"
        ),
        (
            #"{"change":{"sort":"ending","responsibility":99999,"valid_to":"2099-01-01"},"reason":"x"}"#,
            "/change/responsibility unknown_responsibility"
        ),
        (
            #"{"change":{"sort":"ending","responsibility":0,"valid_to":"x"},"reason":" "}"#,
            "/change/responsibility out_of_range, /change/valid_to malformed_day, /reason blank"
        ),
        (
            #"{"change":{"sort":"addition","entry":{"category":"030701","region":"331102","assignee":"331102-gov","valid_from":"2099-01-01"}},"reason":"x"}"#,
            "/change/entry/assignee malformed_assignee"
        ),
        (
            #"{"change":{"sort":"addition","entry":{"category":"998877","region":"998877","assignee":"auth:z@city","valid_from":"2026-09-15"}},"reason":"x"}"#,
            "/change/entry/category unknown_category, /change/entry/region unknown_region, /change/entry/assignee unknown_authority, /change/entry/valid_from in_the_past"
        ),
        (#"{"change":\#(GivenLine.addition),"reason":"x","ruling":99999}"#, "/ruling unknown_ruling"),
    ])
    func `a proposal that says nothing possible is refused by its members`(body: String, faults: String) async throws {
        let line = try await GivenLine.shared()
        let reply = try await line.call("POST", "/v1/responsibility-proposals", as: .dispatcher, body)
        #expect(reply.status == 422, "\(reply.text)")
        #expect(reply.faults.joined(separator: ", ") == faults)
    }

    @Test func `lists show proposals newest first, by state and entry, in pages`() async throws {
        let line = try await GivenLine()
        let entry = try await line.stallEntry()
        var ids: [Int] = []
        for day in ["2027-01-01", "2027-02-01", "2027-03-01"] { ids.append(try await line.propose(GivenLine.ending(of: entry, on: day))) }
        let other = try await line.propose(GivenLine.addition)
        _ = try await line.accept(ids[2])
        func list(_ query: String) async throws -> [Int] {
            try await line.call("GET", "/v1/responsibility-proposals?\(query)", as: .supervisor).json["items"].items.compactMap {
                $0["id"].int
            }
        }
        #expect(try await list("") == [other, ids[2], ids[1], ids[0]])
        #expect(try await list("state=open&responsibility=\(entry)") == [ids[1], ids[0]])
        #expect(try await list("state=accepted") == [ids[2]])
        #expect(try await list("state=dismissed").isEmpty)
        let page = try await line.call("GET", "/v1/responsibility-proposals?limit=2", as: .administrator).json
        #expect(try await list("limit=2&cursor=\(page["next"].text)") == [ids[1], ids[0]])
        await line.stop()
    }
}
