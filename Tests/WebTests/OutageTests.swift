import Database
import EmbeddedPostgres
import FoundationEssentials
import Formats
import Synchronization
import Testing

@Suite("Outages", .timeLimit(.minutes(2)))
struct OutageTests {
    @Test func `without its database the line says so, and works again when it is back`() async throws {
        let directory = "/tmp/hotline-outage-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let postgres = EmbeddedPostgres(directory: directory, settings: ["fsync": "off"], logger: quiet)
        let conninfo = try await postgres.start()
        do {
            try await GivenLine.fill(conninfo)
            let line = try await GivenLine(conninfo: conninfo, checkout: .seconds(2))
            try await outage(of: postgres, line)
            await line.stop()
        } catch {
            await postgres.stop()
            throw error
        }
        await postgres.stop()
    }

    private func outage(of postgres: EmbeddedPostgres, _ line: GivenLine) async throws {
        let first = try await line.submit(key: "before")
        for _ in 1...3 { #expect(try await line.call("GET", "/v1/queue", as: .handler).status == 200) }
        // Some are on their way while it stops.
        let acknowledged = Mutex<[String]>([])
        async let submissions = together(60) { index in
            let reply = try await line.call("POST", "/v1/cases", key: "during-\(index)", GivenLine.complaint)
            try #require([201, 503].contains(reply.status), "\(reply.status) \(reply.text)")
            if reply.status == 201 { acknowledged.withLock { $0.append(reply.json["number"].text) } }
            return reply.status
        }
        try await eventually { try await line.call("GET", "/livez").status == 200 && !acknowledged.withLock { $0.isEmpty } }
        await postgres.stop()
        _ = try await submissions

        for (method, path, person, body) in [
            ("POST", "/v1/cases", nil, GivenLine.complaint), ("GET", "/v1/queue", Person.handler, nil),
            ("GET", "/v1/queue", .helper, nil), ("GET", "/v1/reports/overdue", .supervisor, nil),
            ("GET", "/v1/reports/overdue/totals", .supervisor, nil), ("GET", first.path, .supervisor, nil),
            ("PUT", "\(first.path)/signature", .handler, nil), ("GET", "/readyz", nil, nil),
            ("GET", "/v1/tracking/\(first.number)", nil, nil),
        ] {
            let reply = try await line.call(method, path, as: person, headers: [("X-Query-Code", first.queryCode)], body)
            #expect(
                reply.status == 503 && reply.code == "busy" && reply["retry-after"] != nil,
                "\(method) \(path): \(reply.status) \(reply.text)")
        }
        #expect(try await line.call("GET", "/livez").status == 200)
        #expect(try await line.call("GET", "/v1/due-dates?from=2026-09-16&amount=1&unit=working_day").status == 200)
        let metrics = try await line.call("GET", "/metrics")
        #expect(
            metrics.status == 200 && metrics.text.contains("hotline_http_requests_total"),
            "what is wrong must stay visible: \(metrics.status)")

        _ = try await postgres.start()
        try await eventually { try await line.call("GET", "/readyz").status == 200 }
        #expect(try await line.submit(key: "before").answer.bytes == first.answer.bytes)
        for number in acknowledged.withLock({ $0 }) {
            #expect(try await line.count("select count(*) from cases where number = \(number)") == 1)
        }
        // Every one can be sent again under its key, and none is there twice.
        _ = try await together(60) { try await line.submit(key: "during-\($0)") }
        #expect(try await line.count("select count(*) from cases") == 61)
        // It listens again: a change of the lists is heard.
        try await line.database.execute("update time_limits set amount = 9 where id = 'HL-SIGN'")
        try await eventually {
            try await line.call("GET", "/v1/time-limits").json["items"].items.contains {
                $0["id"].text == "HL-SIGN" && $0["amount"].int == 9
            }
        }
    }
}
