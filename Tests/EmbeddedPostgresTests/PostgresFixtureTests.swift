import PostgresFixture
import Synchronization
import Testing

@Suite struct PostgresFixtureTests {
    @Test func `a template is prepared once and each caller has a copy of its own`() async throws {
        let preparations = Counter()
        let copies = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await PostgresFixture.clone(of: "prepared") { conninfo in
                        preparations.count.withLock { $0 += 1 }
                        _ = try await psql(conninfo, "create table mark as select 1 as number")
                    }
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(preparations.count.withLock { $0 } == 1)
        #expect(copies.count == 8)
        for copy in copies {
            #expect(try await psql(copy, "insert into mark values (2) returning (select count(*) from mark)") == "1")
        }
    }

    @Test func `a fresh database is empty`() async throws {
        let conninfo = try await PostgresFixture.conninfo()
        #expect(try await psql(conninfo, "select count(*) from pg_tables where schemaname = 'public'") == "0")
    }
}

private final class Counter: Sendable {
    let count = Mutex(0)
}
