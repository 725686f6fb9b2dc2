import Database
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Two commands on one case that exclude each other, sent at the same moment to two servers.
struct Race: Sendable {
    /// What somebody asks.
    struct Call: Sendable {
        let method: String
        let path: String
        /// Nil: the requester, by the query code.
        let person: Person?
        let body: String?

        init(_ method: String, _ path: String, _ person: Person?, _ body: String? = nil) {
            self.method = method
            self.path = path
            self.person = person
            self.body = body
        }
    }

    let name: String
    /// Whether staff name the version they saw.
    let withVersion: Bool
    /// The lines of history of which exactly one may be written.
    let effects: [String]
    /// What is submitted; a complaint that goes to the bureau at once unless given.
    var filing = GivenLine.complaint
    /// What must have happened before, and the id that the calls need.
    let prepare: @Sendable (GivenLine, GivenCase) async throws -> Int
    let calls: @Sendable (GivenCase, Int) -> (Call, Call)

    /// `HOTLINE_RACES` asks for more rounds than a suite has time for.
    static let rounds = getenv("HOTLINE_RACES").flatMap { Int(String(cString: $0)) } ?? 3

    func run(on line: GivenLine, and other: GivenLine) async throws {
        let rounds = Self.rounds
        let cases = try await together(rounds) { _ in
            let file = try await line.submit(filing)
            let id = try await prepare(line, file)
            return (file, id, withVersion ? try await line.read(file, as: .supervisor).version : nil)
        }
        let statuses = try await together(rounds * 2) { index in
            let (file, id, seen) = cases[index / 2]
            let pair = calls(file, id)
            return try await [line, other][index % 2].status(of: index % 2 == 0 ? pair.0 : pair.1, on: file, seen: seen)
        }
        for (index, (file, _, _)) in cases.enumerated() {
            let pair = [statuses[index * 2], statuses[index * 2 + 1]].sorted()
            #expect((200...201).contains(pair[0]) && [403, 404, 409, 412].contains(pair[1]), "\(name): \(pair)")
            var written = 0
            for effect in effects { written += try await line.events(effect, of: file) }
            #expect(written == 1, "\(name): \(written) effects")
        }
    }
}

extension GivenLine {
    func status(of call: Race.Call, on file: GivenCase, seen: Int?) async throws -> Int {
        guard let person = call.person else {
            return try await self.call(call.method, call.path, headers: [("X-Query-Code", file.queryCode)], call.body).status
        }
        return try await self.call(call.method, call.path, as: person, seen: seen, call.body).status
    }

    /// The head asks for time; the answer is the id of the request.
    func requestTime(_ kind: String, of file: GivenCase, _ body: String) async throws -> Int {
        try await step("POST", "\(file.path)/\(kind)-requests", of: file, as: .head, body)
        return try await #require(
            database.query(
                "select r.id from time_requests r join cases c on c.id = r.case_id where c.number = \(file.number) order by r.id desc limit 1"
            ).first?.decode(Int.self))
    }
}
