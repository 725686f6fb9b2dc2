import Testing

@testable import Database

@Suite(.serialized, .timeLimit(.minutes(1))) struct CopyTests {
    func read(_ copy: CopyOut) async throws -> (text: String, chunks: [Int]) {
        var bytes: [UInt8] = []
        var chunks: [Int] = []
        for try await chunk in copy {
            bytes += chunk
            chunks.append(chunk.count)
        }
        return (String(decoding: bytes, as: UTF8.self), chunks)
    }

    @Test func `everything arrives in order, in large chunks`() async throws {
        try await withDatabase { database in
            let (text, chunks) = try await read(database.copyOut("copy (select generate_series(1, \(50_000))) to stdout"))
            #expect(text == (1...50_000).map { "\($0)\n" }.joined())
            #expect(chunks.dropLast().allSatisfy { (32 * 1024...64 * 1024).contains($0) })
            #expect(try await read(database.copyOut("copy (select 1 where false) to stdout")).text == "")
        }
    }

    @Test func `parameters are written into the text`() async throws {
        try await withDatabase { database in
            let text = #"it's a "back\slash"; drop table x; --"#
            let sql: SQL = "copy (select \(text), \([1, 2]), \(nil as String?), \(true)) to stdout with (format csv)"
            let copied = try await read(database.copyOut(sql)).text
            #expect(copied == #""it's a ""back\slash""; drop table x; --","{1,2}",,t"# + "\n")
        }
    }

    @Test func `the server waits for a slow reader, and leaving frees the connection`() async throws {
        try await withDatabase({ $0.maximumConnections = 1 }) { database in
            let pid = try await backend(of: database)
            for try await _ in database.copyOut("copy (select repeat('x', 1000), generate_series(1, 100000000)) to stdout") {
                #expect(database.statistics.idle == 0)
                try await activity(of: pid, "wait_event = 'ClientWrite'")
                break
            }
            #expect(try await backend(of: database) == pid)
        }
    }

    @Test func `a reader that is cancelled while the server thinks gets an error`() async throws {
        try await withDatabase({ $0.maximumConnections = 1 }) { database in
            let pid = try await backend(of: database)
            let task = Task { try await read(database.copyOut("copy (select pg_sleep(60)) to stdout")) }
            try await activity(of: pid, "wait_event = 'PgSleep'")
            task.cancel()
            await #expect(throws: DatabaseError.cancelled) { try await task.value }
            #expect(try await backend(of: database) == pid)
        }
    }

    @Test func `a failure half-way reaches the reader after what came before`() async throws {
        try await withDatabase { database in
            var count = 0
            let error = await #expect(throws: DatabaseError.self) {
                for try await chunk in database.copyOut("copy (select 1 / (100000 - i) from generate_series(1, 200000) i) to stdout") {
                    count += chunk.count
                }
            }
            #expect(error?.sqlState == "22012")
            #expect(count > 100_000)
            try await database.ping()
        }
    }

    @Test func `a copy waits in the queue like everybody`() async throws {
        try await withDatabase {
            $0.maximumConnections = 1
            $0.checkoutTimeout = .seconds(1)
        } _: { database in
            try await database.transaction { transaction in
                await #expect(throws: DatabaseError.checkoutTimeout) { _ = try await read(database.copyOut("copy (select 1) to stdout")) }
                try await transaction.execute("select 1")
            }
        }
    }

    @Test(arguments: ["select 1", "copy nothing to stdout", "copy (select 1) to '/tmp/x'", "selec"])
    func `what is no readable COPY is refused`(text: String) async throws {
        try await withDatabase { database in
            await #expect(throws: DatabaseError.self) {
                _ = try await read(database.copyOut("\(unsafeSQL: text) \(unsafeSQL: text.hasSuffix("x'") ? "bad" : "")"))
            }
            try await database.ping()
        }
    }

    @Test func `a copy has its own time limit`() async throws {
        try await withDatabase({ $0.statementTimeout = .milliseconds(50) }) { database in
            let copied = try await read(database.copyOut("copy (select 1 from pg_sleep(0.2)) to stdout")).text
            #expect(copied == "1\n")
            await #expect(throws: DatabaseError.statementTimeout) {
                _ = try await read(database.copyOut("copy (select 1 from pg_sleep(60)) to stdout", timeout: .milliseconds(60)))
            }
        }
    }

    @Test func `closing ends a copy that nobody reads`() async throws {
        let database = try await testDatabase()
        var iterator = database.copyOut("copy (select repeat('x', 1000), generate_series(1, 100000000)) to stdout").makeAsyncIterator()
        #expect(try await iterator.next() != nil)
        await database.close(within: .zero)
        #expect(database.statistics.open == 0)
        await #expect(throws: DatabaseError.self) { while try await iterator.next() != nil {} }
    }
}
