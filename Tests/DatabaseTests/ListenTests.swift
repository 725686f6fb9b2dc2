import Testing

@testable import Database

@Suite(.serialized, .timeLimit(.minutes(1))) struct ListenTests {
    /// The backend that listens for this test alone.
    func listener(_ name: String, _ database: Database) async throws -> Int {
        try await database.query("select pid from pg_stat_activity where application_name = \(name) and query like 'listen%'")[0]
            .decode(Int.self)
    }

    func withListener(_ channels: [String], _ body: (Database, String, inout AsyncStream<ListenEvent>.Iterator) async throws -> Void)
        async throws
    {
        let name = "listen \(UInt32.random(in: 0 ... .max))"
        try await withDatabase({ $0.applicationName = name }) { database in
            var events = database.listen(channels).makeAsyncIterator()
            #expect(await events.next() == .connected)
            try await body(database, name, &events)
        }
    }

    @Test func `notifications of the channels arrive, and no others`() async throws {
        let (one, two) = ("one_\(UInt32.random(in: 0 ... .max))", #"Two "quoted" \#(UInt32.random(in: 0 ... .max))"#)
        try await withListener([one, two]) { database, _, events in
            try await database.execute("select pg_notify(\(one + "x"), 'no')")
            try await database.execute("select pg_notify(\(one), \("第一"))")
            try await database.execute("select pg_notify(\(two), '')")
            #expect(await events.next() == .notification(channel: one, payload: "第一"))
            #expect(await events.next() == .notification(channel: two, payload: ""))
        }
    }

    @Test func `a lost connection is told and made again`() async throws {
        let channel = "c_\(UInt32.random(in: 0 ... .max))"
        try await withListener([channel]) { database, name, events in
            for round in 0..<3 {
                try await terminate(try await listener(name, database))
                #expect(await events.next() == .disconnected)
                #expect(await events.next() == .connected)
                try await database.execute("select pg_notify(\(channel), \("\(round)"))")
                #expect(await events.next() == .notification(channel: channel, payload: "\(round)"))
            }
        }
    }

    @Test func `the stream ends when the database closes`() async throws {
        let database = try await testDatabase()
        var events = database.listen(["x"]).makeAsyncIterator()
        #expect(await events.next() == .connected)
        await database.close()
        #expect(await events.next() == nil)
        var late = database.listen(["x"]).makeAsyncIterator()
        #expect(await late.next() == nil)
    }

    @Test func `a listener that leaves takes its connection with it`() async throws {
        let name = "leaving \(UInt32.random(in: 0 ... .max))"
        try await withDatabase({ $0.applicationName = name }) { database in
            for await event in database.listen(["x"]) where event == .connected { break }
            try await eventually {
                try await database.query("select 1 from pg_stat_activity where application_name = \(name) and query like 'listen%'").isEmpty
            }
        }
    }

    @Test func `a listener that lags is told to read again`() async throws {
        let channel = "c_\(UInt32.random(in: 0 ... .max))"
        try await withListener([channel]) { database, _, events in
            try await database.execute("select pg_notify(\(channel), i::text) from generate_series(1, 5000) i")
            try await database.execute("select pg_notify(\(channel), 'last')")
            var sawConnected = false
            while let event = await events.next(), event != .notification(channel: channel, payload: "last") {
                if event == .connected { sawConnected = true }
            }
            #expect(sawConnected)
        }
    }
}
