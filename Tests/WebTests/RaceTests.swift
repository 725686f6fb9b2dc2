import Database
import Formats
import Testing

/// A suite's few rounds take seconds; those that `ops/walks races` asks for, minutes.
@Suite("Races", .timeLimit(.minutes(Race.rounds > 3 ? 20 : 3)))
struct RaceTests {
    @Test func `fifty who claim at once never get the same case, and leave none`() async throws {
        let line = try await GivenLine()
        _ = try await together(200) { _ in try await line.submit() }
        let second = try await line.another()
        let taken = try await together(50) { index in
            var mine: [String] = []
            while true {
                let reply = try await [line, second][index / 2 % 2].call(
                    "POST", "/v1/queue/claims", as: index % 2 == 0 ? .handler : .colleague, #"{"count":3}"#)
                try #require(reply.status == 201, "\(reply.status) \(reply.text)")
                let numbers = reply.json["items"].items.map { $0["number"].text }
                // Nothing left, or all that is left is being taken by others at this moment.
                if numbers.isEmpty { return mine }
                mine += numbers
            }
        }
        let all = taken.flatMap { $0 }
        #expect(all.count == 200 && Set(all).count == 200)
        #expect(try await line.count("select count(*) from case_events where type = 'claimed'") == 200)
        #expect(try await line.count("select count(*) from cases where handler is null") == 0)
        await second.stop()
        await line.stop()
    }

    @Test func `of two conflicting commands exactly one takes effect`() async throws {
        let line = try await GivenLine(connections: 16)
        let second = try await line.another()
        for race in Race.pairs + Race.pairsOfRequesters { try await race.run(on: line, and: second) }
        try await Self.merges(line, second)
        try await line.expectConsistency()
        await second.stop()
        await line.stop()
    }

    @Test(arguments: Race.pairsOfRule)
    func `what the line does by rule it does once, or a person was first`(race: Race) async throws {
        let line = try await GivenLine(connections: 16)
        let second = try await line.another()
        try await race.run(on: line, and: second)
        try await line.expectConsistency()
        await second.stop()
        await line.stop()
    }

    /// Merges and what else may happen to the two cases at that moment.
    private static func merges(_ line: GivenLine, _ second: GivenLine) async throws {
        for round in 0..<Race.rounds * 3 {
            let (child, parent) = try await Race.merging(line)
            let seen = try await line.read(child, as: .supervisor).version
            let merge = Race.Call("PUT", "\(child.path)/merge", .dispatcher, #"{"parent":"\#(parent.number)"}"#)
            let other: Race.Call =
                switch round % 3 {
                case 0: .init("PUT", "\(child.path)/dispatch", .dispatcher, #"{"department":"331102-urban-management"}"#)
                // Both ways at once: neither waits for the other for ever, and what is dispatched joins nothing.
                case 1: .init("PUT", "\(parent.path)/merge", .dispatcher, #"{"parent":"\#(child.number)"}"#)
                default: .init("PUT", "/v1/tracking/\(parent.number)/withdrawal", nil, "{}")
                }
            let parentSeen = try await line.read(parent, as: .supervisor).version
            let statuses = try await together(2) { index in
                if index == 0 { return try await line.status(of: merge, on: child, seen: seen) }
                return try await second.status(of: other, on: parent, seen: round % 3 == 1 ? parentSeen : seen)
            }
            let merged = try await line.events("merged", of: child)
            let joined = try await line.events("joined", of: parent)
            #expect(joined == merged, "both tell, or neither")
            switch round % 3 {
            case 0:
                let dispatched = try await line.events("dispatched", of: child)
                #expect(merged + dispatched == 1, "\(statuses)")
            case 1:
                let swallowed = try await line.events("merged", of: parent)
                #expect(swallowed == 0 && [409, 412].contains(statuses[1]), "\(statuses)")
            default:
                // Who takes back a case that a repeat has joined leaves it to go on; an ended case is joined by nothing.
                let withdrawn = try await line.events("withdrawn", of: parent)
                let noted = try await line.events("withdrawal_noted", of: parent)
                #expect(statuses[1] == 200 && withdrawn + noted == 1 && noted == merged, "\(statuses)")
            }
        }
    }
}
