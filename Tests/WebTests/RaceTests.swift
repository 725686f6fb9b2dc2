import Database
import Formats
import Testing

@Suite("Races", .timeLimit(.minutes(3)))
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

    /// What two people ask of one case at the same moment.
    struct Pair: Sendable {
        struct Call: Sendable {
            let method: String
            let path: String
            let person: Person
            let body: String?
            init(_ method: String, _ path: String, _ person: Person, _ body: String? = nil) {
                self.method = method
                self.path = path
                self.person = person
                self.body = body
            }
        }
        let name: String
        let first: Call
        let second: Call
        /// Whether both name the version they saw.
        let withVersion: Bool
        /// The lines of history of which exactly one may be written.
        let effects: [String]
    }

    @Test func `of two conflicting commands exactly one takes effect`() async throws {
        let line = try await GivenLine(connections: 16)
        let second = try await line.another()
        let rounds = 50
        try await race(line, second, rounds, "sign and sign", effects: ["signed"], prepare: { _ in 0 }) { file, _ in
            (.init("PUT", "\(file.path)/signature", .handler), .init("PUT", "\(file.path)/signature", .colleague))
        }
        let returning = #"{"reason":"非我局","legal_basis":"三定","department":"331102-construction"}"#
        try await race(
            line, second, rounds, "accept and return", withVersion: true, effects: ["accepted", "return_requested"], prepare: { _ in 0 }
        ) { file, _ in
            (.init("PUT", "\(file.path)/acceptance", .handler), .init("POST", "\(file.path)/return-requests", .colleague, returning))
        }
        try await race(line, second, rounds, "return and return", effects: ["return_requested"], prepare: { _ in 0 }) { file, _ in
            (
                .init("POST", "\(file.path)/return-requests", .handler, returning),
                .init("POST", "\(file.path)/return-requests", .colleague, returning)
            )
        }
        let replying = #"{"text":"已办结","outcome":"solved"}"#
        try await race(
            line, second, rounds, "reply and reply", withVersion: true, effects: ["replied"],
            prepare: {
                try await line.accept($0)
                return 0
            }
        ) { file, _ in
            (.init("PUT", "\(file.path)/reply", .handler, replying), .init("PUT", "\(file.path)/reply", .colleague, replying))
        }
        try await race(
            line, second, rounds, "two rulings", effects: ["return_upheld", "return_rejected"],
            prepare: { try await line.requestReturn($0) }
        ) { _, id in
            (
                .init("PUT", "/v1/return-requests/\(id)/ruling", .dispatcher, #"{"upheld":true,"text":"成立"}"#),
                .init("PUT", "/v1/return-requests/\(id)/ruling", .dispatcher, #"{"upheld":false,"text":"不成立"}"#)
            )
        }
        try await race(
            line, second, rounds, "approve and send back", withVersion: true, effects: ["approved", "sent_back"],
            prepare: {
                try await line.accept($0)
                try await line.reply($0)
                return 0
            }
        ) { file, _ in
            (
                .init("PUT", "\(file.path)/review", .supervisor, #"{"approved":true}"#),
                .init("PUT", "\(file.path)/review", .supervisor, #"{"approved":false,"text":"不实"}"#)
            )
        }
        try await race(line, second, rounds, "two replies to an order", effects: ["order_replied"], prepare: { try await line.order([$0]) })
        { _, id in
            let path = "/v1/supervision-orders/\(id)/reply"
            return (.init("PUT", path, .handler, #"{"text":"甲"}"#), .init("PUT", path, .colleague, #"{"text":"乙"}"#))
        }
        await second.stop()
        await line.stop()
    }

    private func race(
        _ line: GivenLine, _ other: GivenLine, _ rounds: Int, _ name: String, withVersion: Bool = false, effects: [String],
        prepare: @escaping @Sendable (GivenCase) async throws -> Int, _ pair: @escaping @Sendable (GivenCase, Int) -> (Pair.Call, Pair.Call)
    ) async throws {
        let cases = try await together(rounds) { _ in
            let file = try await line.submit()
            let id = try await prepare(file)
            return (file, id, withVersion ? try await line.read(file, as: .supervisor).version : nil)
        }
        let statuses = try await together(rounds * 2) { index in
            let (file, id, seen) = cases[index / 2]
            let calls = pair(file, id)
            let call = index % 2 == 0 ? calls.0 : calls.1
            let reply = try await [line, other][index % 2].call(call.method, call.path, as: call.person, seen: seen, call.body)
            return reply.status
        }
        for (index, (file, _, _)) in cases.enumerated() {
            let pair = [statuses[index * 2], statuses[index * 2 + 1]].sorted()
            #expect((200...201).contains(pair[0]) && [409, 412].contains(pair[1]), "\(name): \(pair)")
            var written = 0
            for effect in effects { written += try await line.events(effect, of: file) }
            #expect(written == 1, "\(name): \(written) effects")
        }
    }
}
