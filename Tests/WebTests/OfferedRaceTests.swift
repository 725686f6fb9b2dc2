import Casework
import Database
import Testing

@Suite("Races of what is offered", .timeLimit(.minutes(Race.rounds > 3 ? 120 : 3)))
struct OfferedRaceTests {
    private struct Outcome: Sendable {
        let pair: (OfferedCall, OfferedCall)
        let statuses: [Int]
        /// Versions of the case beyond the one that the winner made.
        let more: Int
    }

    /// Each pair of calls that a case offers to anybody, both made of the case as it was: one of them comes too late, whichever
    /// they are. A note is for all to add. A suite takes each call with itself and with the next one, once; `ops/walks races` takes
    /// all pairs.
    @Test(arguments: GivenStage.all)
    func `of two who saw the same version exactly one has an effect`(stage: GivenStage) async throws {
        let line = try await GivenLine(connections: 16)
        let second = try await line.another()
        let parent = try await line.submit().number
        let file = try await stage.reach(line)
        var calls: [OfferedCall] = []
        for person in GivenStage.readers {
            calls += try await line.offers(file, to: person, parent: parent).filter { call in
                call.seen != nil && call.action != .note && !calls.contains { $0.action == call.action }
            }
        }
        let all = calls.indices.flatMap { first in (first..<calls.count).map { (calls[first], calls[$0], $0 - first) } }
        let isSuite = Race.rounds <= 3
        let pairs = isSuite ? all.filter { $0.2 < 2 } : all
        for pair in pairs {
            let outcomes = try await together(isSuite ? 1 : Race.rounds) { _ in
                try await Self.fire(pair.0, pair.1, at: stage.reach(line), on: line, second, parent)
            }
            for outcome in outcomes {
                let statuses = outcome.statuses.sorted()
                #expect(
                    (200...201).contains(statuses[0]) && [403, 404, 409, 412].contains(statuses[1]) && outcome.more == 0,
                    "\(stage.name): \(outcome)")
            }
        }
        try await line.expectConsistency()
        await second.stop()
        await line.stop()
    }

    private static func fire(
        _ first: OfferedCall, _ second: OfferedCall, at file: GivenCase, on line: GivenLine, _ other: GivenLine, _ parent: String
    ) async throws -> Outcome {
        func fresh(_ call: OfferedCall) async throws -> OfferedCall {
            let offers = try await line.offers(file, to: call.person, parent: parent)
            return try #require(offers.first { $0.action == call.action })
        }
        let pair = (try await fresh(first), try await fresh(second))
        async let one = line.call(pair.0)
        async let two = other.call(pair.1)
        let replies = [try await one, try await two]
        let version = try await line.count("select version from cases where number = \(file.number)")
        let made = replies.filter { $0.status < 300 }.compactMap(\.version).max()
        return Outcome(pair: pair, statuses: replies.map(\.status), more: version - (made ?? version))
    }
}
