import Casework
import Database
import ServiceDesk
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Walks over the line", .timeLimit(.minutes(240)))
struct LineWalkTests {
    /// `HOTLINE_LINE_WALKS` asks for more than a suite has time for: `ops/walks`.
    static let asked = getenv("HOTLINE_LINE_WALKS").flatMap { Int(String(cString: $0)) }
    static let commands = 50

    @Test func `whatever people do to a line, its rows agree and histories rebuild their cases`() async throws {
        let started = ContinuousClock.now
        let line = try await GivenLine(connections: 16)
        let walks = Self.asked ?? 12
        let flock = min(walks, 100)
        var carriedOut: Set<String> = []
        var sum = 0
        for group in 0..<(walks / flock) {
            line.clock.now = GivenLine.morning
            // Nobody else gathers statistics for a database of the tests; without them thousands of cases are scanned one by one.
            if group > 0 { try await line.database.execute("analyze") }
            var walk = LineWalk(line, seed: UInt64(group))
            try await walk.run(walks: flock, commands: Self.commands)
            carriedOut.formUnion(walk.carriedOut)
            sum += walk.deeds.values.reduce(0, +)
            let odd = walk.deeds.keys.filter { ![200, 201, 403, 404, 409, 412, 422, 428].contains($0.status) }
            #expect(odd.isEmpty, "\(odd)")
        }
        try await line.expectConsistency()
        let states = try await line.count("select count(distinct changes ->> 'state') from case_events")
        if Self.asked == nil { try await ClockCountTests.checkAll(of: line) }
        print(
            "\(walks) walks over the line, \(sum) commands, \(carriedOut.count) kinds carried out, \(states) states, \(ContinuousClock.now - started)"
        )
        #expect(carriedOut.count >= (Self.asked == nil ? 20 : 40), "\(carriedOut.sorted())")
        #expect(states >= (Self.asked == nil ? 7 : CaseState.allCases.count - 1))
        await line.stop()
    }

    @Test func `a history that does not tell its case is named`() async throws {
        let line = try await GivenLine()
        let files = try await together(4) { _ in try await line.submit() }
        try await line.accept(files[1])
        try await line.database.execute("update cases set urges = urges + 1 where number = \(files[0].number)")
        try await line.database.execute(
            "update clocks set due_at = due_at + interval '1 day' where stage = 'handle' and case_id = (select id from cases where number = \(files[1].number))"
        )
        // Histories only grow; this one was written before they kept changes.
        try await line.database.execute("alter table case_events disable trigger user")
        try await line.database.execute(
            "update case_events set changes = null where case_id = (select id from cases where number = \(files[2].number))")
        let (summary, findings) = try await line.verifyHistories()
        #expect(summary.rebuilt == 1 && summary.older == 1 && summary.differing == 2)
        #expect(Set(findings.map(\.number)) == [files[0].number, files[1].number])
        #expect(findings.first { $0.number == files[0].number }?.differences == #"{"urges":1}"#)
        await line.stop()
    }
}
