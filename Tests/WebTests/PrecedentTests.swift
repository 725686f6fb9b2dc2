import Casework
import Database
import Formats
import Testing

@Suite("Precedents and dry runs", .timeLimit(.minutes(2)))
struct PrecedentTests {
    @Test func `a ruling is a precedent of the entry that had sent the case`() async throws {
        let line = try await GivenLine()
        let entry = try await line.stallEntry()
        let path = "/v1/responsibilities/\(entry)/precedents"
        #expect(try await line.call("GET", path, as: .dispatcher).json["items"].items.isEmpty)
        let (upheld, rejected, open) = (try await line.submit(), try await line.submit(), try await line.submit())
        let first = try await line.requestReturn(upheld)
        try await line.rule(first, upheld: true, of: upheld)
        try await line.rule(try await line.requestReturn(rejected), upheld: false, of: rejected)
        _ = try await line.requestReturn(open)
        // Sent on by a ruling, it is no word on the map when it is returned again.
        let again = try await line.requestReturn(upheld, to: "331102-gov", as: .helper)
        try await line.rule(again, upheld: true, of: upheld)
        // Nor is one that a dispatcher sent against the map.
        let astray = try await line.submit(#"{"kind":"complaint","title":"问事","body":"问一件事。"}"#)
        try await line.step("PUT", "\(astray.path)/dispatch", of: astray, as: .dispatcher, #"{"department":"\#(Person.bureau)"}"#)
        try await line.rule(try await line.requestReturn(astray), upheld: true, of: astray)
        for person in [Person.dispatcher, .supervisor, .administrator] {
            let items = try await line.call("GET", path, as: person).json["items"].items
            #expect(items.map { $0["number"].text } == [rejected.number, upheld.number], "\(person)")
            #expect(items.map { $0["upheld"].bool } == [false, true])
            let last = try #require(items.last)
            #expect(last["id"].int == first && last["department"]["code"].text == Person.bureau.rawValue)
            #expect(last["designated"]["code"].text == Person.neighbour.rawValue)
            #expect(last["reason"].text == "不属我局职责" && last["legal_basis"].text == "三定方案" && last["ruling"].text == "裁定")
        }
        let page = try await line.call("GET", "\(path)?limit=1", as: .dispatcher).json
        let rest = try await line.call("GET", "\(path)?limit=1&cursor=\(page["next"].text)", as: .dispatcher).json
        #expect(rest["items"].items.map { $0["number"].text } == [upheld.number] && rest["next"].isNull)
        #expect(try await line.call("GET", "/v1/responsibilities/99999/precedents", as: .dispatcher).status == 404)
        #expect(try await line.propose(GivenLine.ending(of: entry, on: "2027-01-01"), ruling: first) > 0)
        await line.stop()
    }

    @Test func `a report that the map did not send where it went is no precedent`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit(
            #"{"kind":"report","title":"举报","body":"收礼","category":"030701","region":"331102","against":{"department":"331102-urban-management"}}"#
        )
        #expect(file.answer.json["department"]["code"].text == Person.government.rawValue)
        let request = try await line.requestReturn(file, as: .governmentHead)
        try await line.rule(request, upheld: true, of: file)
        let path = "/v1/responsibilities/\(try await line.stallEntry())/precedents"
        #expect(try await line.call("GET", path, as: .dispatcher).json["items"].items.isEmpty)
        await line.stop()
    }

    @Test func `a ruling, its entry and the proposal that was made of it lead to each other`() async throws {
        let line = try await GivenLine()
        let entry = try await line.stallEntry()
        let file = try await line.submit()
        let ruling = try await line.requestReturn(file)
        try await line.rule(ruling, upheld: true, of: file)
        let proposal = try await line.propose(GivenLine.addition, ruling: ruling)
        let precedents = try await line.call("GET", "/v1/responsibilities/\(entry)/precedents", as: .dispatcher).json["items"].items
        #expect(precedents.map { $0["proposals"].items.map(\.int) } == [[proposal]])
        let found = try await line.call("GET", "/v1/responsibility-proposals?responsibility=\(entry)", as: .administrator)
        #expect(found.json["items"].items.map { $0["id"].int } == [proposal], "\(found.text)")
        let other = try await line.call("GET", "/v1/responsibility-proposals?responsibility=\(entry + 1)", as: .administrator)
        #expect(other.json["items"].items.isEmpty)
        await line.stop()
    }

    @Test func `what was said about a report is kept from who reads no cases`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit(#"{"kind":"report","title":"举报占道","body":"举报","category":"030701","region":"331102"}"#)
        try await line.rule(try await line.requestReturn(file), upheld: true, of: file)
        let path = "/v1/responsibilities/\(try await line.stallEntry())/precedents"
        let open = try await line.call("GET", path, as: .supervisor).json["items"].items
        #expect(open.first?["reason"].text == "不属我局职责")
        let guarded = try await line.call("GET", path, as: .administrator)
        let item = try #require(guarded.json["items"].items.first)
        #expect(item["reason"].isNull && item["legal_basis"].isNull && item["ruling"].isNull && item["upheld"].bool == true)
        #expect(!guarded.text.contains("举报"))
        await line.stop()
    }

    @Test func `entries in doubt and entries never used are counted in their period`() async throws {
        let line = try await GivenLine()
        let entry = try await line.stallEntry()
        let reports = "/v1/reports/responsibilities"
        let before = try await line.call("GET", "\(reports)/unused?limit=500", as: .administrator).json["items"].items
        let known = try await line.count("select count(*) from responsibilities where valid_to is null or valid_to >= '2025-09-18'")
        #expect(before.count == known && before.contains { $0["entry"]["id"].int == entry && $0["last_used_at"].isNull })
        for upheld in [true, true, false] {
            let file = try await line.submit()
            try await line.rule(try await line.requestReturn(file, to: "331102-construction"), upheld: upheld, of: file)
        }
        let after = try await line.call("GET", "\(reports)/unused?limit=500", as: .supervisor).json["items"].items
        #expect(after.count == known - 1 && !after.contains { $0["entry"]["id"].int == entry })
        let later = try await line.call("GET", "\(reports)/unused?from=2026-09-17&to=2026-09-30&limit=500", as: .supervisor).json["items"]
            .items
        #expect(later.first { $0["entry"]["id"].int == entry }?["last_used_at"].text == "2026-09-16T10:00:00+08:00")
        var paged: [Int?] = []
        var cursor = ""
        repeat {
            let page = try await line.call("GET", "\(reports)/unused?limit=100\(cursor)", as: .supervisor).json
            paged += page["items"].items.map { $0["entry"]["id"].int }
            cursor = page["next"].string.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
        #expect(paged == after.map { $0["entry"]["id"].int })

        let doubts = try await line.call("GET", "\(reports)/doubts", as: .administrator).json
        #expect(doubts["items"].items.count == 1 && doubts["next"].isNull && doubts["to"].text == "2026-09-16")
        let doubt = try #require(doubts["items"].items.first)
        #expect(doubt["responsibility"].int == entry && doubt["entry"]["id"].int == entry)
        #expect(doubt["rulings"].int == 3 && doubt["upheld"].int == 2)
        #expect(doubt["designated"].items.map { "\($0["department"]["code"].text) \($0["count"].int ?? 0)" } == ["331102-construction 2"])
        #expect(try await line.call("GET", "\(reports)/doubts?cursor=2-\(entry)", as: .supervisor).json["items"].items.isEmpty)
        #expect(try await line.call("GET", "\(reports)/doubts?cursor=3-1", as: .supervisor).json["items"].items.count == 1)
        #expect(try await line.call("GET", "\(reports)/doubts?to=2026-09-15", as: .supervisor).json["items"].items.isEmpty)
        let csv = try await line.call("GET", "\(reports)/doubts?format=csv&lang=en&bom=true", as: .supervisor)
        #expect(csv["content-type"] == "text/csv; charset=utf-8" && csv.text.hasPrefix("\u{FEFF}responsibility,category,"))
        #expect(csv.text.split(separator: "\n").count == 2 && csv.text.contains(",3,2,2026-09-16T10:00:00+08:00,"))
        #expect(try await line.call("GET", "\(reports)/doubts?from=2026-09-17", as: .supervisor).faults == ["to ends_before_it_begins"])
        await line.stop()
    }

    @Test func `a dry run says what would have moved, and shows no word of it`() async throws {
        let line = try await GivenLine()
        let entry = try await line.stallEntry()
        var numbers: [String] = []
        for _ in 0..<3 { numbers.insert(try await line.submit().number, at: 0) }
        let unclear = try await line.submit(#"{"kind":"consultation","title":"问一件事","body":"想问一件事。"}"#)
        let path = "/v1/responsibilities/dry-run"
        let change = GivenLine.replacement(of: entry, by: "331102-construction", from: "2026-12-01")
        let run = try await line.call("POST", path, as: .administrator, #"{"change":\#(change)}"#)
        #expect(run.status == 200 && run.json["on"].text == "2026-12-01" && run.json["cases"].int == 4, "\(run.text)")
        #expect(run.json["effects"]["moved"].int == 3 && run.json["effects"]["unchanged"].int == 1)
        #expect(run.json["items"].items.map { $0["number"].text } == numbers && !run.text.contains(unclear.number))
        #expect(
            run.json["items"].items.allSatisfy {
                $0["from"]["code"].text == Person.bureau.rawValue && $0["to"]["code"].text == "331102-construction"
            })
        #expect(!run.text.contains("占道") && !run.text.contains("油烟"))
        // Pages hold on to the cases of the first, whatever comes in.
        let first = try await line.call("POST", path, as: .dispatcher, #"{"change":\#(change),"limit":2}"#).json
        _ = try await line.submit()
        let rest = try await line.call("POST", path, as: .dispatcher, #"{"change":\#(change),"limit":2,"cursor":"\#(first["next"].text)"}"#)
            .json
        #expect(first["items"].items.count == 2 && rest["items"].items.map { $0["number"].text } == [numbers[2]] && rest["next"].isNull)
        #expect(rest["cases"].int == 4)
        #expect(try await line.call("POST", path, as: .dispatcher, #"{"change":\#(change),"cases":1}"#).json["effects"]["moved"].int == 1)
        // What ends without another goes to the dispatcher, or to a broader entry.
        let ending = GivenLine.ending(of: entry, on: "2026-12-01")
        let proposal = try await line.propose(ending)
        let ended = try await line.call("POST", path, as: .dispatcher, #"{"proposal":\#(proposal)}"#).json
        #expect(ended["on"].text == "2026-12-02")
        #expect(
            (ended["effects"]["newly_uncertain"].int ?? 0) + (ended["effects"]["moved"].int ?? 0) + (ended["effects"]["unchanged"].int ?? 0)
                == 5)
        // Nothing is stored of it.
        #expect(try await line.responsible(on: "2026-12-01")["department"].text == Person.bureau.rawValue)
        for (body, fault) in [
            ("{}", " change_or_proposal"), (#"{"change":\#(ending),"proposal":\#(proposal)}"#, " change_or_proposal"),
            (#"{"proposal":99999}"#, "/proposal unknown_proposal"), (#"{"proposal":1,"cases":10001}"#, "/cases out_of_range"),
            (#"{"proposal":1,"cursor":"1"}"#, "/cursor malformed_cursor"),
            (#"{"change":\#(GivenLine.ending(of: entry, on: "2026-09-15"))}"#, "/change/valid_to in_the_past"),
        ] {
            let reply = try await line.call("POST", path, as: .dispatcher, body)
            #expect(reply.status == 422 && reply.faults == [fault], "\(body): \(reply.text)")
        }
        await line.stop()
    }

    @Test func `a dry run keeps a split report from who has the complaint, as its filing did`() async throws {
        let line = try await GivenLine()
        let complaint = try await line.givenHandling()
        let split = try await line.call(
            "POST", "\(complaint.path)/split", as: .dispatcher, key: "split",
            #"{"title":"收受好处","body":"收受好处，放任占道。","category":"030701","against":{"department":"331102-construction"}}"#)
        #expect(split.json["department"]["code"].text == Person.government.rawValue, "\(split.text)")
        let change = GivenLine.replacement(of: try await line.stallEntry(), by: "331102-water", from: "2026-12-01")
        let run = try await line.call("POST", "/v1/responsibilities/dry-run", as: .administrator, #"{"change":\#(change)}"#).json
        let moved = run["items"].items.first { $0["number"].text == split.json["number"].text }
        #expect(moved?["from"]["code"].text == Person.government.rawValue && moved?["to"]["code"].text == "331102-water", "\(run)")
        await line.stop()
    }
}
