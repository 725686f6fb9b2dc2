import Casework
import Formats
import ServiceDesk
import Testing
import WorkingTime

/// What was asked before a limit ended, and is decided when its end stands in the history.
@Suite("Late decisions", .timeLimit(.minutes(2)))
struct LateDecisionTests {
    /// The bureau's, accepted on Wednesday, 16 September: five working days end with Tuesday the 22nd.
    private static func marked(_ line: GivenLine) async throws -> GivenCase {
        let file = try await line.givenHandling()
        let before = try await line.mainClock(of: file)["due_at"].text
        #expect(before == "2026-09-22T23:59:59+08:00")
        return file
    }

    /// The clock of a server that has been waiting for the body of a request, or whose clock is behind.
    private static let justBefore = Instant(rfc3339: "2026-09-22T23:59:58+08:00")

    @Test(arguments: [TimeRequest.Kind.extension, .suspension, .complexity])
    func `what would have moved a limit moves none that has been found over`(kind: TimeRequest.Kind) async throws {
        let line = try await GivenLine()
        let file = try await Self.marked(line)
        let id = try await line.ask(kind, of: file)
        let seen = try await line.read(file, as: .supervisor).version
        try await line.tick(at: "09-23T00:00:00")
        line.clock.now = try #require(Self.justBefore)
        let decider: Person = kind == .complexity ? .dispatcher : .supervisor
        let granted = try await line.call(
            "PUT", "/v1/\(kind.rawValue)-requests/\(id)/decision", as: decider, seen: seen, #"{"granted":true,"text":"同意"}"#)
        #expect(granted.status == 409 && granted.code == "limit_passed", "\(granted.text)")
        #expect(try await line.mainClock(of: file)["due_at"].text == "2026-09-22T23:59:59+08:00")
        try await line.expectConsistency()
        await line.stop()
    }

    @Test func `an answer that lands after the mark is late, and its history runs forwards`() async throws {
        let line = try await GivenLine()
        let file = try await Self.marked(line)
        try await line.tick(at: "09-23T00:00:00")
        line.clock.now = try #require(Self.justBefore)
        try await line.reply(file)
        let clock = try await line.read(file, as: .handler).json["clocks"].items.last { $0["stage"].text == "handle" }
        #expect(clock?["state"].text == "met_late")
        let instants = try await line.call("GET", "\(file.path)/events", as: .handler).json["items"].items.map { $0["at"].text }
        #expect(instants == instants.sorted())
        try await line.expectConsistency()
        await line.stop()
    }
}
