import Casework
import Database
import Formats
import Testing

@Suite("Intake", .timeLimit(.minutes(2)))
struct IntakeTests {
    @Test(arguments: [
        ("👨‍👩‍👧‍👦🚰", "井盖坏了🕳️，请尽快处理🙏🏽 e\u{301} é \u{2028}"), ("𠮷野家𪚥龘", "㐀 𠀀 𪜀 𫝀 𫠠 𬺰 𮯰 𰀀 𱍐 \u{F900}"),
        ("مرحبا بالعالم", "שלום \u{202B}نص\u{202C} English"), (#"引号"斜杠\尖<script>"#, "制表\t换行\r\n完 \u{FFFE} \u{10FFFF}"),
    ])
    func `text comes back as it was`(title: String, body: String) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(
            #"{"kind":"complaint","title":\#(JSON.literal(title)),"body":\#(JSON.literal(body)),"category":"030701","region":"331102"}"#)
        let read = try await line.read(file, as: .supervisor)
        // By scalars: equality of strings forgives a change of normal form.
        #expect(Array(read.json["title"].text.unicodeScalars) == Array(title.unicodeScalars))
        #expect(Array(read.json["body"].text.unicodeScalars) == Array(body.unicodeScalars))
        let tracked = try await line.track(file.number, file.queryCode)
        #expect(Array(tracked.json["title"].text.unicodeScalars) == Array(title.unicodeScalars))
    }

    @Test(arguments: [
        (#"{"kind":"help_request","title":"家里着火了","body":"快来人，楼道里都是烟"}"#, true),
        (#"{"kind":"help_request","title":"求助","body":"请帮忙","category":"990900"}"#, true),
        (#"{"kind":"complaint","title":"占道经营","body":"每晚占道经营","category":"030701"}"#, false),
    ])
    func `who writes of an emergency is told at once whom to call, and is on record`(body: String, isEmergency: Bool) async throws {
        let line = try await GivenLine.shared()
        let reply = try await line.call("POST", "/v1/cases", as: nil, body)
        #expect(reply.status == 201)
        #expect(reply.json["emergency"]["call"].items.map(\.text) == (isEmergency ? ["110", "119", "120", "122"] : []))
        #expect(reply.json["emergency"].isNull != isEmergency)
        if isEmergency { #expect(reply.json["emergency"]["notice"]["zh"].text.contains("119")) }
    }

    @Test(arguments: ["字", "😀", "𠮷", "ة"])
    func `the longest title and body are taken`(character: String) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(
            #"{"kind":"suggestion","title":\#(BadFiling.text(character, 200)),"body":\#(BadFiling.text(character, 20_000))}"#)
        let read = try await line.read(file, as: .supervisor)
        #expect(read.json["body"].text.unicodeScalars.count == 20_000)
    }

    @Test func `the longest body is taken even where each character is written as escapes`() async throws {
        let line = try await GivenLine.shared()
        let body = String(repeating: #"\ud83d\ude00"#, count: 20_000)
        _ = try await line.submit(#"{"kind":"suggestion","title":"a","body":"\#(body)"}"#)
    }

    @Test(arguments: Kind.allCases, Channel.allCases)
    func `every kind is taken by every channel`(kind: Kind, channel: Channel) async throws {
        let line = try await GivenLine.shared()
        let body = #"{"kind":"\#(kind.rawValue)","title":"标题","body":"内容","channel":"\#(channel.rawValue)"}"#
        let file = try await line.submit(body, as: .recorder)
        let read = try await line.read(file, as: .recorder)
        #expect(read.json["kind"].text == kind.rawValue && read.json["channel"].text == channel.rawValue)
        let anonymous = try await line.call("POST", "/v1/cases", body)
        #expect(anonymous.status == (channel.isSelfService ? 201 : 403))
    }

    @Test func `a letter of last week runs from the day it came`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(
            #"{"kind":"complaint","title":"占道","body":"占道","channel":"letter","received_at":"2026-09-09T09:00:00+08:00","category":"030701","region":"331102"}"#,
            as: .recorder)
        #expect(file.answer.json["received_at"].text == "2026-09-09T09:00:00+08:00")
        let clocks = file.answer.json["clocks"].items
        let dispatch = try #require(clocks.first { $0["stage"].text == "dispatch" })
        #expect(dispatch["started_at"].text == "2026-09-09T09:00:00+08:00" && dispatch["due_at"].text == "2026-09-09T11:00:00+08:00")
        #expect(dispatch["state"].text == "met_late")
        // The department's clocks begin with its dispatch, not before it knows of the case.
        let sign = try #require(clocks.first { $0["stage"].text == "sign" })
        #expect(sign["started_at"].text == "2026-09-16T10:00:00+08:00" && sign["due_at"].text == "2026-09-17T23:59:59+08:00")
    }

    @Test func `a receipt tells number, code, department, routing and clocks`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit()
        let receipt = file.answer.json
        #expect(CaseNumber(file.number)?.description == file.number)
        #expect(file.number.hasPrefix("260916-"))
        #expect(file.queryCode.utf8.count == 8)
        #expect(receipt["state"].text == "dispatched" && receipt["department"]["code"].text == Person.bureau.rawValue)
        #expect(receipt["clocks"].items.map { $0["stage"].text }.sorted() == ["dispatch", "first_contact", "handle", "return", "sign"])
        #expect(file.answer["location"] == "/v1/tracking/\(file.number)")
        #expect(file.answer["cache-control"] == "no-store")
    }

    @Test func `what nobody can place waits for a dispatcher`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(#"{"kind":"help_request","title":"求助","body":"请帮忙"}"#)
        #expect(file.answer.json["state"].text == "received" && file.answer.json["department"].isNull)
        #expect(file.answer.json["clocks"].items.map { $0["stage"].text } == ["dispatch"])
        let queue = try await line.call("GET", "/v1/queue?limit=500", as: .dispatcher)
        #expect(queue.json["items"].items.contains { $0["number"].text == file.number })
    }

    @Test func `nothing of a requester can be read in any table`() async throws {
        let line = try await GivenLine()
        let secrets = ["赵铁柱八号", "13987654321", "tiezhu@example.org", "332501199001011234"]
        let body = """
            {"kind":"complaint","title":"占道","body":"占道","category":"030701","region":"331102","requester":
            {"name":"\(secrets[0])","phone":"\(secrets[1])","email":"\(secrets[2])","id_number":"\(secrets[3])"}}
            """
        let file = try await line.submit(body, key: "k")
        _ = try await line.submit(body, as: .recorder)
        try await line.accept(file)
        _ = try await line.read(file, as: .handler)
        var dump = ""
        for table in try await line.tables() {
            for row in try await line.database.query("select t::text from \(unsafeSQL: table) t") {
                dump += try row.decode(String.self) + "\n"
            }
        }
        #expect(dump.contains(file.number))
        for secret in secrets + [file.queryCode, line.token(of: .handler)] {
            #expect(!dump.contains(secret))
            let hexadecimal = secret.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            #expect(!dump.contains(hexadecimal))
        }
        #expect(try await line.count("select count(*) from requester_identities") == 2)
        await line.stop()
    }
}
