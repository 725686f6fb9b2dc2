import Casework
import Formats
import ServiceDesk
import Testing
import WorkingTime

/// What the line does by itself at an instant, and what comes of it.
extension GivenLine {
    /// Sets the clock to an instant of 2026, `09-18T00:00:00`, and does what is due by then.
    @discardableResult
    func tick(at instant: String) async throws -> WatchTally {
        clock.now = try #require(Instant(rfc3339: "2026-\(instant)+08:00"))
        return try await desk.tick(at: clock.now)
    }

    /// The first was issued first.
    func orders() async throws -> [JSON] {
        try await call("GET", "/v1/supervision-orders", as: .supervisor).json["items"].items.reversed()
    }

    /// The triggers of the orders, in their order.
    func triggers() async throws -> [String] { try await orders().map { $0["trigger"].text } }

    /// `yellow handle` and the like, the newest first.
    func cards(of department: DepartmentCode) async throws -> [String] {
        try await call("GET", "/v1/cards?department=\(department.rawValue)", as: .supervisor).json["items"].items.map {
            "\($0["colour"].text) \($0["stage"].text)"
        }
    }
}
