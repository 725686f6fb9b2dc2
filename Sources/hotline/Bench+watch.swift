import ArgumentParser
import Database
import Logging
import ServiceDesk
import WorkingTime

extension Bench {
    /// What a server does by itself, at many open clocks.
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Time of the background scan at many open clocks, when nothing is due and when some are. Needs a new data folder.")

        @OptionGroup var place: Place
        @Option(help: "Open clocks, four in a case.")
        var clocks = 1_000_000
        @Option(help: "Clocks that fall due before each measured tick.")
        var due = 1_000
        @Option(help: "Rounds; each is shown.")
        var rounds = 5

        struct InUse: Error, CustomStringConvertible {
            let description = "The database holds cases already: measure with a data folder of its own (--data-dir)."
        }

        func validate() throws {
            guard (4...10_000_000).contains(clocks), (1...clocks / 4).contains(due), (1...100).contains(rounds) else {
                throw ValidationError("--clocks takes 4 to 10000000, --due up to a quarter of them, --rounds 1 to 100.")
            }
        }

        func run() async throws {
            try await Engine.use(place) { engine in
                let database = engine.database
                _ = try await Migrator(directory: try place.migrations).migrate(database)
                guard try await database.query("select 1 from cases limit 1").isEmpty else { throw InUse() }
                // A Wednesday evening, when offices are closed, and the clocks fall due from the next second on.
                guard let evening = Instant(rfc3339: "2026-09-16T20:00:00+08:00") else { return }
                _ = try await ListImport(directory: try place.lists("lishui")).run(on: database, dryRun: false, today: evening.day)
                let desk = try await MasterKey(path: "\(place.dataDir)/hotline.key").open(
                    database, logger: Logger(label: "bench", level: .error))
                try await fill(database, from: evening)
                print("\(clocks) open clocks in \(clocks / 4) cases")
                try await measure(desk, from: evening)
            }
        }

        /// In parts that each end within a statement's time limit.
        private func fill(_ database: Database, from evening: Instant) async throws {
            for first in stride(from: 1, through: clocks / 4, by: 20_000) {
                try await fill(database, cases: first...min(first + 19_999, clocks / 4), from: evening)
            }
            try await database.execute("analyze cases, clocks")
        }

        private func fill(_ database: Database, cases: ClosedRange<Int>, from evening: Instant) async throws {
            try await database.execute(
                """
                insert into cases (
                    id, number, kind, title, body, channel, filed_as_report, confidential, publish_consent, query_code, received_at,
                    registered_at, changed_at, state, department, signed, dispatches, next_due_at, event_count, clock_count)
                select n, to_char(n, 'FM000000000'), 'complaint', '路灯', '不亮', 'web', false, false, false, int8send(n) || int8send(n)
                    || int8send(n) || int8send(n), \(evening), \(evening), \(evening), 'handling',
                    (select array_agg(code order by code) from departments)[n % (select count(*) from departments) + 1], true, 1,
                    \(evening), 0, 4
                from generate_series(\(cases.lowerBound)::bigint, \(cases.upperBound)) as n
                """)
            try await database.execute(
                """
                insert into clocks (case_id, ordinal, stage, rule, department, kind, started_at, due_at, provisional, calendar_version, counts_late)
                select c.id, o, 'handle', 'HL-COMPLAINT', c.department, c.kind, \(evening.adding(seconds: -7 * 86_400)),
                    \(evening) + make_interval(secs => (c.id - 1) * 4 + o), false, 1, true
                from cases c, generate_series(1, 4) as o where c.id between \(cases.lowerBound) and \(cases.upperBound)
                """)
        }

        private func measure(_ desk: ServiceDesk, from evening: Instant) async throws {
            var now = evening
            _ = try await desk.tick(at: now)
            for round in 1...rounds {
                let idle = try await time { try await desk.tick(at: now) }
                // One falls due each second.
                now = now.adding(seconds: Int64(due))
                let busy = try await time { try await desk.tick(at: now.adding(microseconds: 1)) }
                print("round \(round): nothing due \(idle.milliseconds) ms; \(busy.tally.marked) due \(busy.milliseconds) ms")
            }
        }

        private func time(_ tick: () async throws -> WatchTally) async throws -> (tally: WatchTally, milliseconds: String) {
            let started = ContinuousClock.now
            let tally = try await tick()
            let time = ContinuousClock.now - started
            let tenths = time.components.seconds * 10_000 + time.components.attoseconds / 100_000_000_000_000
            return (tally, "\(tenths / 10).\(tenths % 10)")
        }
    }
}
