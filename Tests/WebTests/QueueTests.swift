import Database
import Formats
import Testing

@Suite("Queues", .timeLimit(.minutes(2)))
struct QueueTests {
    @Test func `a queue shows what is due first, page by page, and all of it`() async throws {
        let line = try await GivenLine()
        for kind in ["complaint", "consultation", "report", "help_request"] {
            _ = try await together(6) { _ in try await line.submit(GivenLine.complaint.replacing("complaint", with: kind)) }
            line.clock.advance(hours: 20)
        }
        let files = try await line.call("GET", "/v1/queue", as: .handler).json["items"].items
        for file in files.prefix(5) { _ = try await line.call("PUT", "/v1/cases/\(file["number"].text)/acceptance", as: .handler) }
        let expected = try await line.database.query(
            "select number from cases where department = '331102-urban-management' and state <> 'closed' order by next_due_at, id"
        ).map { try $0.decode(String.self) }
        #expect(expected.count == 24)
        for limit in [1, 7, 24, 100] {
            var numbers: [String] = []
            var cursor = ""
            repeat {
                let page = try await line.call("GET", "/v1/queue?sort=due&limit=\(limit)\(cursor)", as: .handler).json
                numbers += page["items"].items.map { $0["number"].text }
                cursor = page["next"].string.map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty
            #expect(numbers == expected, "by \(limit)")
        }
        let handling = try await line.call("GET", "/v1/queue?state=handling&total=true&limit=2", as: .colleague).json
        #expect(handling["total"].int == 5 && handling["items"].items.count == 2)
        let due = try #require(files.first?["next_due_at"].string)
        let before = try await line.call("GET", "/v1/queue?due_before=\(due.replacing("+", with: "%2B"))", as: .handler).json
        #expect(before["items"].items.allSatisfy { $0["next_due_at"].text < due })
        await line.stop()
    }

    @Test func `lists of cases narrow, count and go on where they stopped`() async throws {
        let line = try await GivenLine()
        for index in 0..<30 {
            let body = GivenLine.complaint.replacing("complaint", with: ["complaint", "report", "suggestion"][index % 3])
                .replacing("331102", with: ["331102", "331121"][index % 2])
            _ = try await line.submit(body, as: index % 5 == 0 ? .recorder : nil)
            line.clock.advance(hours: 1)
        }
        for (query, condition) in [
            ("", "true"), ("kind=report", "kind = 'report'"), ("region=331121", "region = '331121'"),
            ("department=331102-gov", "department like '331102%'"), ("category=0307", "true"), ("category=0303", "false"),
            ("state=dispatched", "state = 'dispatched'"), ("state=closed", "false"),
            (
                "received_from=2026-09-16T15:00:00Z&received_before=2026-09-16T18:00:00Z",
                "received_at >= '2026-09-16T15:00Z' and received_at < '2026-09-16T18:00Z'"
            ),
        ] {
            let expected = try await line.database.query("select number from cases where \(unsafeSQL: condition) order by id desc")
                .map { try $0.decode(String.self) }
            var numbers: [String] = []
            var cursor = ""
            repeat {
                let page = try await line.call(
                    "GET", "/v1/cases?total=true&limit=4\(query.isEmpty ? "" : "&")\(query)\(cursor)", as: .supervisor
                ).json
                #expect(page["total"].int == expected.count, "\(query)")
                numbers += page["items"].items.map { $0["number"].text }
                cursor = page["next"].string.map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty
            #expect(numbers == expected, "\(query)")
        }
        let own = try await line.call("GET", "/v1/cases?total=true", as: .recorder).json
        #expect(own["total"].int == 6 && own["items"].items.count == 6)
        await line.stop()
    }
}
