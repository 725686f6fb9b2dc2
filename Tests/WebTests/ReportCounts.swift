import Database
import Formats
import Testing
import WorkingTime

extension GivenLine {
    /// Where a report says another number than a plain count of what is in the histories and the clocks; empty when all agree.
    func miscounts() async throws -> [String] {
        let (now, soon) = (clock.now, clock.now.adding(seconds: 3 * 86_400))
        let until = "due_before=\(soon)".replacing("+", with: "%2B")
        let isLate: SQL = "counts_late and due_at < coalesce(ended_at, paused_at, \(now))"
        let counts: [(path: String, plain: SQL)] = [
            ("overdue", "select count(*) from clocks where \(isLate)"),
            (
                "due-soon?\(until)",
                "select count(*) from clocks where counts_late and ended_at is null and paused_at is null and due_at > \(now) and due_at <= \(soon)"
            ),
            ("orders", "select count(*) from supervision_orders where state in ('issued', 'acknowledged', 'replied')"),
            ("returns", "select count(*) from case_events where type = 'return_requested'"),
            ("extensions", "select count(*) from case_events where type = 'time_requested'"),
            ("repeats", "select count(distinct parent) from cases where parent is not null"),
            (
                "ping-pong",
                "select count(distinct case_id) from case_events where (changes ->> 'dispatches')::int > 1"
            ),
        ]
        var wrong: [String] = []
        for (path, plain) in counts {
            let reply = try await call("GET", "/v1/reports/\(path)\(path.contains("?") ? "&" : "?")total=true&limit=1", as: .supervisor)
            let expected = try await count(plain)
            if reply.json["total"].int != expected { wrong.append("\(path) says \(reply.json["total"]), and there are \(expected)") }
        }
        let sums: [(path: String, members: [String], plain: SQL)] = [
            ("overdue/totals", ["open", "met_late"], "select count(*) from clocks where \(isLate)"),
            ("returns/totals", ["upheld"], "select count(*) from case_events where type = 'return_upheld'"),
            ("returns/totals", ["rejected"], "select count(*) from case_events where type = 'return_rejected'"),
            ("extensions/totals", ["granted"], "select count(*) from case_events where type = 'time_granted'"),
            ("extensions/totals", ["rejected"], "select count(*) from case_events where type = 'time_refused'"),
            ("orders/totals", ["open"], "select count(*) from supervision_orders where state in ('issued', 'acknowledged', 'replied')"),
        ]
        for (path, members, plain) in sums {
            let reply = try await call("GET", "/v1/reports/\(path)", as: .supervisor)
            try #require(reply.status == 200, "\(path): \(reply.text)")
            let sum = reply.json["items"].items.reduce(0) { sum, item in members.reduce(sum) { $0 + (item[$1].int ?? 0) } }
            let expected = try await count(plain)
            if sum != expected { wrong.append("\(path) \(members) adds up to \(sum), and there are \(expected)") }
        }
        return wrong
    }
}
