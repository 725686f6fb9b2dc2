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

    /// What one flock did.
    private struct Flock: Sendable {
        var broken: String?
        var deeds: [LineWalk.Deed: Int] = [:]
        var states: Set<String> = []
        var rebuilt = 0
    }

    @Test func `whatever people do to a line, its rows agree and histories rebuild their cases`() async throws {
        let started = ContinuousClock.now
        let walks = Self.asked ?? 12
        var deeds: [LineWalk.Deed: Int] = [:]
        var states: Set<String> = []
        var rebuilt = 0
        let firsts = Array(stride(from: 0, to: walks, by: Self.flock))
        // Two at a time: while one line counts, the other acts.
        for pair in stride(from: 0, to: firsts.count, by: 2) {
            let flocks = try await together(min(2, firsts.count - pair)) { index in
                try await Self.walk(firsts[pair + index], min(Self.flock, walks - firsts[pair + index]))
            }
            for flock in flocks {
                deeds.merge(flock.deeds, uniquingKeysWith: +)
                states.formUnion(flock.states)
                rebuilt += flock.rebuilt
            }
            let broken = flocks.compactMap(\.broken)
            broken.forEach { Issue.record("\($0)") }
            guard broken.isEmpty else { return }
        }
        let carriedOut = Set(deeds.keys.filter { $0.status < 300 }.map(\.name))
        print(
            "\(walks) walks over the line, \(deeds.values.reduce(0, +)) commands, \(rebuilt) histories rebuilt, \(carriedOut.count) kinds carried out, \(states.count) states, \(ContinuousClock.now - started)"
        )
        let odd = deeds.keys.filter { ![200, 201, 403, 404, 409, 412, 422, 428].contains($0.status) }
        #expect(odd.isEmpty, "\(odd)")
        #expect(carriedOut.count >= (Self.asked == nil ? 20 : 40), "\(carriedOut.sorted())")
        #expect(states.count >= (Self.asked == nil ? 7 : CaseState.allCases.count - 1), "\(states.sorted())")
    }

    /// On a line of its own: the same seed meets the same line, whatever others did before.
    private static func walk(_ first: Int, _ walks: Int) async throws -> Flock {
        let line = try await GivenLine(connections: 16)
        var walk = LineWalk(line, seed: UInt64(first))
        try await walk.run(walks: walks, commands: commands)
        if let broken = walk.broken {
            await line.stop()
            let fewer = try await LineWalk.shortened(seed: UInt64(first), walks: walks, commands: commands)
            return Flock(broken: "\(broken)\nshortened:\n\(fewer ?? "with fewer cases nothing breaks")")
        }
        var flock = Flock(deeds: walk.deeds)
        flock.rebuilt = try await line.expectConsistency()
        flock.states = Set(
            try await line.database.query("select distinct changes ->> 'state' from case_events where changes ? 'state'").map {
                try $0.decode(String.self)
            })
        if asked == nil { try await ClockCountTests.checkAll(of: line) }
        await line.stop()
        return flock
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
