import Casework
import Database
import ServiceDesk
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Two commands on one case that exclude each other, sent at the same moment to two servers.
struct Race: Sendable, CustomTestStringConvertible {
    enum Call: Sendable {
        case staff(Person, String, String, String?)
        /// By the query code.
        case requester(String, String, String)
        /// What the line does when a time has come.
        case rule(SystemCommand)

        init(_ method: String, _ path: String, _ person: Person?, _ body: String? = nil) {
            self = if let person { .staff(person, method, path, body) } else { .requester(method, path, body ?? "{}") }
        }
    }

    let name: String
    /// Whether staff name the version they saw.
    let withVersion: Bool
    /// The lines of history of which exactly one may be written.
    let effects: [String]
    /// What is submitted; a complaint that goes to the bureau at once unless given.
    var filing = GivenLine.complaint
    /// How long after the preparation, in hours.
    var later = 0
    /// Whether who comes second is refused, or has another effect than who comes first.
    var refusesSecond = true
    /// What must have happened before, and the id that the calls need.
    let prepare: @Sendable (GivenLine, GivenCase) async throws -> Int
    let calls: @Sendable (GivenCase, Int) -> (Call, Call)

    var testDescription: String { name }

    /// `HOTLINE_RACES` asks for more rounds than a suite has time for.
    static let rounds = getenv("HOTLINE_RACES").flatMap { Int(String(cString: $0)) } ?? 3

    func run(on line: GivenLine, and other: GivenLine) async throws {
        let rounds = Self.rounds
        let cases = try await together(rounds) { _ in
            let file = try await line.submit(filing)
            let id = try await prepare(line, file)
            return (file, id, withVersion ? try await line.read(file, as: .supervisor).version : nil)
        }
        line.clock.advance(hours: later)
        let statuses = try await together(rounds * 2) { index in
            let (file, id, seen) = cases[index / 2]
            let pair = calls(file, id)
            return try await [line, other][index % 2].status(of: index % 2 == 0 ? pair.0 : pair.1, on: file, seen: seen)
        }
        for (index, (file, _, _)) in cases.enumerated() {
            let pair = [statuses[index * 2], statuses[index * 2 + 1]].sorted()
            let second = refusesSecond ? [403, 404, 409, 412] : [200, 201, 409, 412]
            #expect((200...201).contains(pair[0]) && second.contains(pair[1]), "\(name): \(pair)")
            var written = 0
            for effect in effects { written += try await line.events(effect, of: file) }
            #expect(written == 1, "\(name): \(written) effects")
        }
    }
}

extension GivenLine {
    func status(of call: Race.Call, on file: GivenCase, seen: Int?) async throws -> Int {
        switch call {
        case .staff(let person, let method, let path, let body):
            return try await self.call(method, path, as: person, seen: seen, body).status
        case .requester(let method, let path, let body):
            return try await self.call(method, path, headers: [("X-Query-Code", file.queryCode)], body).status
        case .rule(let command):
            // Refused as a person would be.
            return try await desk.carryOut(command, on: CaseID(rawValue: id(of: file)), at: clock.now) ? 200 : 409
        }
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
