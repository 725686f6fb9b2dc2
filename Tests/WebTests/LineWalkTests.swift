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
    /// So many walk side by side.
    static let flock = 100

    @Test func `whatever people do to a line, its rows agree and histories rebuild their cases`() async throws {
        let started = ContinuousClock.now
        let walks = Self.asked ?? 12
        var carriedOut: Set<String> = []
        var states: Set<String> = []
        var (sum, rebuilt) = (0, 0)
        for first in stride(from: 0, to: walks, by: Self.flock) {
            // A line of its own for each flock: the same seed meets the same line, whatever others did before.
            let line = try await GivenLine(connections: 16)
            var walk = LineWalk(line, seed: UInt64(first))
            try await walk.run(walks: min(Self.flock, walks - first), commands: Self.commands)
            if let broken = walk.broken {
                let fewer = try await LineWalk.shortened(
                    seed: UInt64(first), walks: min(Self.flock, walks - first), commands: Self.commands)
                Issue.record("\(broken)\nshortened:\n\(fewer ?? "with fewer cases nothing breaks")")
                return
            }
            carriedOut.formUnion(walk.carriedOut)
            sum += walk.deeds.values.reduce(0, +)
            let odd = walk.deeds.keys.filter { ![200, 201, 403, 404, 409, 412, 422, 428].contains($0.status) }
            #expect(odd.isEmpty, "\(odd)")
            rebuilt += try await line.expectConsistency()
            states.formUnion(
                try await line.database.query("select distinct changes ->> 'state' from case_events where changes ? 'state'").map {
                    try $0.decode(String.self)
                })
            if Self.asked == nil { try await ClockCountTests.checkAll(of: line) }
            await line.stop()
        }
        print(
            "\(walks) walks over the line, \(sum) commands, \(rebuilt) histories rebuilt, \(carriedOut.count) kinds carried out, \(states.count) states, \(ContinuousClock.now - started)"
        )
        #expect(carriedOut.count >= (Self.asked == nil ? 20 : 40), "\(carriedOut.sorted())")
        #expect(states.count >= (Self.asked == nil ? 7 : CaseState.allCases.count - 1), "\(states.sorted())")
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
