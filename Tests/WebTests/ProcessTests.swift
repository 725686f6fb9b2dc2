import FoundationEssentials
import Formats
import Glibc
import Synchronization
import Testing

@Suite("The running server", .timeLimit(.minutes(3)))
struct ProcessTests {
    /// What the server said it has.
    private final class Acknowledged: Sendable {
        private let list = Mutex<[(number: String, code: String)]>([])
        var all: [(number: String, code: String)] { list.withLock { $0 } }

        /// How many there are then.
        func add(_ reply: Reply) -> Int {
            list.withLock {
                $0.append((reply.json["number"].text, reply.json["query_code"].text))
                return $0.count
            }
        }
    }

    @Test func `what was acknowledged outlives kill -9, and SIGTERM ends in order`() async throws {
        let directory = "/tmp/hotline-process-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var server = try await HotlineProcess(dataDirectory: directory, ["--demo"])
        let acknowledged = Acknowledged()
        try await killed(server, acknowledged)

        server = try await HotlineProcess(dataDirectory: directory, ["--demo"])
        let before = acknowledged.all
        try await areThere(before, on: server.port)

        try await terminated(server, acknowledged)
        #expect(acknowledged.all.count > before.count)

        server = try await HotlineProcess(dataDirectory: directory)
        try await areThere(acknowledged.all, on: server.port)
        server.signal(SIGINT)
        #expect(await server.exit == 0)
    }

    /// Submissions by many at once until the server is gone, which happens in their midst.
    private func killed(_ server: HotlineProcess, _ acknowledged: Acknowledged) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...16 {
                group.addTask {
                    let connection = try await HTTPConnection.open(port: server.port)
                    while let reply = try? await Self.submit(on: connection) {
                        if reply.status == 201, acknowledged.add(reply) == 200 { server.signal(SIGKILL) }
                    }
                    await connection.close()
                }
            }
            try await group.waitForAll()
        }
        #expect(await server.exit == -SIGKILL)
        #expect(acknowledged.all.count >= 200)
    }

    /// Each request that the server has taken is answered, and then it ends by itself.
    private func terminated(_ server: HotlineProcess, _ acknowledged: Acknowledged) async throws {
        var connections: [HTTPConnection] = []
        for _ in 1...16 { connections.append(try await HTTPConnection.open(port: server.port)) }
        for connection in connections { #expect(try await connection.call("GET", "/livez").status == 200) }
        for connection in connections { try await connection.send(Self.request) }
        // The server has read the first requests when the first answer is there.
        let first = try await connections[0].reply()
        let started = ContinuousClock.now
        server.signal(SIGTERM)
        var answers = [first]
        for connection in connections.dropFirst() {
            if let reply = try? await connection.reply() { answers.append(reply) }
        }
        #expect(answers.allSatisfy { $0.status == 201 })
        #expect(answers.count == connections.count, "only \(answers.count) of \(connections.count) were answered")
        #expect(await server.exit == 0)
        #expect(ContinuousClock.now - started < .seconds(10))
        for answer in answers { _ = acknowledged.add(answer) }
        await #expect(throws: (any Error).self) { try await HTTPConnection.open(port: server.port) }
    }

    private static let request = HTTPConnection.request(
        "POST", "/v1/cases", [("Content-Type", "application/json")], body: Array(GivenLine.complaint.utf8))

    private static func submit(on connection: HTTPConnection) async throws -> Reply {
        try await connection.send(request)
        return try await connection.reply()
    }

    private func areThere(_ cases: [(number: String, code: String)], on port: Int) async throws {
        #expect(Set(cases.map(\.number)).count == cases.count)
        let statuses = try await together(8) { part in
            let connection = try await HTTPConnection.open(port: port)
            var statuses: [Int] = []
            for index in stride(from: part, to: cases.count, by: 8) {
                let (number, code) = cases[index]
                statuses.append(try await connection.call("GET", "/v1/tracking/\(number)", [("X-Query-Code", code)]).status)
            }
            await connection.close()
            return statuses
        }
        #expect(statuses.joined().allSatisfy { $0 == 200 })
        #expect(statuses.joined().count == cases.count)
    }
}
