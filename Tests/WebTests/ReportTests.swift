import Casework
import CaseworkSQL
import Database
import Formats
import Testing

@Suite("Reports and those they accuse", .timeLimit(.minutes(2)))
struct ReportTests {
    private static let person = #""requester":{"name":"钱多多","phone":"13712345678"}"#

    /// Street trading in 莲都, which goes to the bureau there, with the district's government above it.
    private static func report(_ title: String, _ body: String, _ more: String = "") -> String {
        #"{"kind":"report","title":"\#(title)","body":"\#(body)","category":"030701","region":"331102"\#(more)}"#
    }

    private static func classify(_ line: GivenLine, _ file: GivenCase, _ body: String) async throws -> Reply {
        let seen = try await line.read(file, as: .supervisor).version
        return try await line.call("PUT", "\(file.path)/classification", as: .dispatcher, seen: seen, body)
    }

    @Test(arguments: [
        ("举报执法人员收礼", "莲都区综合行政执法局的人收受礼品，占道没人管。", ""), ("莲都城管收钱", "占道经营没人管。", ""),
        ("举报占道没人管", "莲都区政府领导包庇。", ""), ("举报执法人员", "占道没人管", #","against":{"name":"张三"}"#),
    ])
    func `a report whose accused is only in its text or a person waits for a dispatcher`(
        title: String, body: String, more: String
    ) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(Self.report(title, body, more))
        #expect(file.answer.json["state"].text == "received")
        for person in [Person.handler, .head] { #expect(try await line.read(file, as: person).status == 404) }
        let routing = try await line.call("GET", "\(file.path)/routing", as: .dispatcher)
        #expect(routing.json["items"].items[0]["explanation"]["reason"].text == "accused_unclear")
    }

    @Test func `whom the text names gets the report only when the dispatcher says that it accuses somebody else`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(Self.report("举报夜市占道", "打过莲都城管的电话，好运来饭店还是占道。"))
        let send = #"{"department":"331102-urban-management"}"#
        let seen = try await line.read(file, as: .dispatcher).version
        let refused = try await line.call("PUT", "\(file.path)/dispatch", as: .dispatcher, seen: seen, send)
        #expect(refused.status == 422 && refused.faults == ["/department department_is_accused"])
        #expect(try await Self.classify(line, file, #"{"against":{"name":"好运来饭店"}}"#).status == 200)
        try await line.step("PUT", "\(file.path)/dispatch", of: file, as: .dispatcher, send)
        #expect(try await line.read(file, as: .handler).status == 200)
    }

    @Test func `a report that names nobody but a shop is sent at once`() async throws {
        let line = try await GivenLine.shared()
        for body in ["好运来饭店每晚占道经营。", "白云街道菜场门口的丽水某某食品有限公司占道。"] {
            let file = try await line.submit(Self.report("举报占道", body))
            #expect(file.answer.json["department"]["code"].text == Person.bureau.rawValue, "\(body)")
        }
    }

    @Test(arguments: [false, true])
    func `a report at whom it accuses is taken back and sent to who stands above`(accepted: Bool) async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(Self.report("举报占道没人管", "占道没人管。"))
        #expect(try await line.read(file, as: .handler).status == 200)
        if accepted { try await line.accept(file) }
        let reply = try await Self.classify(line, file, #"{"against":{"department":"331102-urban-management"}}"#)
        #expect(reply.status == 200, "\(reply.text)")
        #expect(reply.json["department"]["code"].text == Person.government.rawValue)
        #expect(reply.json["state"].text == "dispatched")
        #expect(reply.json["against"]["department"].text == "331102-urban-management")
        for person in [Person.handler, .colleague, .head] {
            #expect(try await line.read(file, as: person).status == 404)
            #expect(try await !line.call("GET", "/v1/cases?limit=500", as: person).text.contains(file.number))
        }
        #expect(try await line.read(file, as: .governmentHead).status == 200)
        #expect(try await line.events("dispatched", of: file) == 2)
        let open = try await line.count(
            """
            select count(*) from clocks k join cases c on c.id = k.case_id
            where c.number = \(file.number) and k.ended_at is null and k.department = \(Person.bureau)
            """)
        #expect(open == 0)
    }

    @Test func `a person's name is recorded afterwards as it is at submission`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(Self.report("举报占道", "占道没人管。"))
        let taken = try await Self.classify(line, file, #"{"against":{"name":"莲都城管张科长"}}"#)
        #expect(taken.json["department"]["code"].text == Person.government.rawValue)
        for (body, fault) in [
            (#"{"against":{}}"#, "/against department_or_name"),
            (#"{"against":{"department":"nowhere"}}"#, "/against/department unknown_department"),
        ] {
            let refused = try await Self.classify(line, file, body)
            #expect(refused.status == 422 && refused.faults == [fault], "\(refused.text)")
        }
    }

    @Test func `a complaint that turns out to be a report leaves those whom its text names`() async throws {
        let line = try await GivenLine.shared()
        let file = try await line.submit(
            #"{"kind":"complaint","title":"占道没人管","body":"莲都城管收了钱。","category":"030701","region":"331102"}"#)
        #expect(file.answer.json["department"]["code"].text == Person.bureau.rawValue)
        #expect(try await Self.classify(line, file, #"{"kind":"report"}"#).json["department"]["code"].text == Person.government.rawValue)
        #expect(try await line.read(file, as: .handler).status == 404)
    }

    @Test func `who asks in confidence is shown to nobody`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit(String(GivenLine.complaint.dropLast()) + #","confidential":true,\#(Self.person)}"#)
        try await line.accept(file)
        for person in Person.allCases {
            let reply = try await line.read(file, as: person)
            #expect(!reply.text.contains("13712345678") && !reply.text.contains("钱多多"), "\(person)")
        }
        #expect(try await line.count("select count(*) from identity_openings") == 0)
        await line.stop()
    }

    @Test(arguments: [true, false])
    func `who reported stays covered when the report becomes a complaint`(filed: Bool) async throws {
        let line = try await GivenLine()
        let kind = filed ? "report" : "complaint"
        let file = try await line.submit(
            #"{"kind":"\#(kind)","title":"占道","body":"占道","category":"030701","region":"331102",\#(Self.person)}"#)
        // Filed as one, or made one by a dispatcher.
        if !filed { #expect(try await Self.classify(line, file, #"{"kind":"report"}"#).status == 200) }
        #expect(try await Self.classify(line, file, #"{"kind":"complaint"}"#).status == 200)
        try await line.accept(file)
        #expect(try await !line.read(file, as: .handler).text.contains("13712345678"))
        #expect(try await line.count("select count(*) from identity_openings") == 0)
        await line.stop()
    }

    /// The reports among the letters of the demonstration, as they are and without the member that says whom they accuse.
    @Test func `of the demonstration's reports none goes to the accused, and most are sent at once`() async throws {
        let line = try await GivenLine.shared()
        let letters = String(decoding: try file(repository + "/ops/demo-letters.jsonl"), as: UTF8.self).split(separator: "\n")
        let reports = try letters.map { try JSONParser.parse(Array($0.utf8)) }.filter { $0["kind"].text == "report" }
        #expect(reports.count == 21)
        var unclear: [Bool: [String]] = [true: [], false: []]
        var sent: [Bool: Int] = [:]
        for report in reports {
            for saysWhom in [true, false] {
                var writer = JSONWriter()
                writer.object { question in
                    for name in ["kind", "title", "body", "category", "region"] where !report[name].isNull {
                        question.member(name, report[name].text)
                    }
                    guard saysWhom else { return }
                    question.object("against") { against in
                        for name in ["department", "name"] where !report["against"][name].isNull {
                            against.member(name, report["against"][name].text)
                        }
                    }
                }
                let answer = try await line.call("POST", "/v1/responsibilities/resolve", String(decoding: writer.bytes, as: UTF8.self))
                if answer.json["outcome"].text == "department" { sent[saysWhom, default: 0] += 1 }
                if answer.json["reason"].text == "accused_unclear" { unclear[saysWhom, default: []].append(report["title"].text) }
                let accused = report["against"]["department"].text
                #expect(!saysWhom || accused.isEmpty || answer.json["department"].text != accused)
            }
        }
        // Some official of a town that is not named.
        #expect(unclear[true] == ["举报副镇长用公款大吃大喝"])
        // Those whose text says 城管, 水利局 or 国土所; the others name nobody who would receive them.
        #expect(unclear[false] == ["反映城管队员收好处不查占道", "举报非法采砂长期无人查处", "占用基本农田建厂房无人制止"])
        #expect(sent == [true: 14, false: 12])
    }
}
