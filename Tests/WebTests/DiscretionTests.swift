import Database
import Formats
import Logging
import Synchronization
import Testing

@Suite("What the line tells of itself", .timeLimit(.minutes(2)))
struct DiscretionTests {
    @Test func `the log names no person, no text, no token and no query`() async throws {
        let log = KeptLog()
        let line = try await GivenLine(logger: log.logger)
        let person = #""requester":{"name":"孙悟空","phone":"13611112222"}"#
        let file = try await line.submit(String(GivenLine.complaint.dropLast()) + ",\(person)}", key: "a-key")
        try await line.accept(file)
        _ = try await line.read(file, as: .handler)
        _ = try await line.track(file.number, file.queryCode)
        _ = try await line.track(file.number, "WRONGONE")
        _ = try await line.call("GET", "/v1/cases?region=secretquery", as: .supervisor)
        _ = try await line.call("GET", "/v1/cases?limit=17", as: .supervisor)
        // Faults of ours are told in the log, still without what was in the rows.
        try await line.database.execute("alter table case_events rename to case_events_away")
        let broken = try await line.call("POST", "/v1/cases", String(GivenLine.complaint.dropLast()) + ",\(person)}")
        #expect(broken.status == 500 && broken.code == "internal" && !broken.text.contains("case_events"))
        #expect(try await line.call("GET", "\(file.path)/events", as: .handler).status == 500)
        try await line.database.execute("alter table case_events_away rename to case_events")
        let text = log.text
        #expect(text.contains("request failed"))
        for secret in [
            "孙悟空", "13611112222", "占道经营", "油烟", file.queryCode, "WRONGONE", line.token(of: .handler), "secretquery", "limit=17",
            Person.handler.name,
        ] {
            #expect(!text.contains(secret), "\(secret)")
        }
        await line.stop()
    }

    @Test func `metrics count by route template and status`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        for _ in 1...3 { _ = try await line.read(file, as: .supervisor) }
        _ = try await line.call("GET", "/v1/cases/\(file.number)")
        _ = try await line.call("GET", "/secret/\(file.number)")
        _ = try await line.call("BREW", "/livez")
        line.clock.advance(hours: 30 * 24)
        let reply = try await line.call("GET", "/metrics")
        #expect(reply["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let lines = Set(reply.text.split(separator: "\n").map(String.init))
        #expect(lines.contains(#"hotline_http_requests_total{method="POST",route="/v1/cases",status="201"} 1"#))
        #expect(lines.contains(#"hotline_http_requests_total{method="GET",route="/v1/cases/{number}",status="200"} 3"#))
        #expect(lines.contains(#"hotline_http_requests_total{method="GET",route="/v1/cases/{number}",status="401"} 1"#))
        #expect(lines.contains(#"hotline_http_requests_total{method="GET",route="NotFound",status="404"} 1"#))
        #expect(lines.contains(#"hotline_http_request_seconds_bucket{method="GET",route="/v1/cases/{number}",status="200",le="+Inf"} 3"#))
        for stage in ["sign", "handle", "first_contact"] {
            #expect(lines.contains("hotline_clocks_overdue{stage=\"\(stage)\"} 1"), "\(stage)")
        }
        #expect(!reply.text.contains(file.number) && !reply.text.contains("BREW"))
        // Prometheus refuses a page in which a line stands twice or a number is none.
        let samples = reply.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(Set(samples.map { $0.split(separator: " ").dropLast() }).count == samples.count)
        #expect(samples.allSatisfy { $0.split(separator: " ").last.flatMap { Double($0) } != nil })
        await line.stop()
    }
}

/// Everything that is logged, at every level, in one text.
final class KeptLog: Sendable {
    private let lines = Mutex<[String]>([])
    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
        var logger = Logger(label: "kept") { _ in Handler(log: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let log: KeptLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.lines.withLock { $0.append("\(event.level) \(event.message) \(metadata) \(event.metadata ?? [:])") }
        }
    }
}
