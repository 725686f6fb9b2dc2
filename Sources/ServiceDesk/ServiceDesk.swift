import Casework
import Cryptography
import Database
import IdentityVault
import Logging
import WorkingTime

/// What citizens and staff do: one transaction for each verb. Its verbs stand in the folders named
/// for what they concern.
public final class ServiceDesk: Sendable {
    let database: Database
    let lists: Lists
    let gate: Gate
    let vault: IdentityVault
    let queryCodes: QueryCodes
    let answers: Answers
    let intake: IntakeBatches
    let live: LiveView
    let logger: Logger
    let rest = Rest()
    let calendarCalls = Calls()
    private let schema: SchemaMark

    /// - Parameters:
    ///   - database: with the schema of this program.
    ///   - key: the same at every start.
    /// - Throws: `.anotherKey` where the database was used with another one.
    public init(database: Database, key: SecretKey, live limits: LiveLimits = LiveLimits(), logger: Logger) async throws(DeskError) {
        self.database = database
        self.logger = logger
        schema = try await desk { try await SchemaMark(of: database) }
        try await desk { try await KeyRecord(database).hold(key) }
        lists = try await desk { try await Lists(database, logger: logger) }
        gate = Gate(database)
        vault = IdentityVault(key: key)
        queryCodes = QueryCodes(key: key)
        answers = Answers(key: key)
        intake = IntakeBatches(database: database, lists: lists, vault: vault, queryCodes: queryCodes, answers: answers)
        live = LiveView(database: database, limits: limits, logger: logger)
    }

    /// The lists as they stand now.
    public var jurisdiction: Jurisdiction { lists.current }

    /// Keeps the lists and accounts in memory true, tells those who watch what changes, sweeps what has outlived its use, and
    /// does what its time has come for, until the task is cancelled.
    /// - Parameter watching: false where somebody else says when to `tick`.
    public func run(watching: Bool = true, clock: @escaping @Sendable () -> Instant) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.followChanges() }
            group.addTask { await self.answers.sweep(self.database, logger: self.logger, clock: clock) }
            group.addTask { await self.live.run(clock: clock) }
            if watching { group.addTask { await self.keepWatch(clock: clock) } }
            group.addTask { await self.followCalendar(clock: clock) }
            await group.waitForAll()
        }
    }

    private func followChanges() async {
        for await event in database.listen(["hotline_lists", "hotline_accounts"]) {
            switch event {
            case .connected:
                await refreshLists()
                calendarCalls.send()
                gate.listen(true)
                live.accountsChanged()
            case .disconnected:
                gate.listen(false)
            case .notification("hotline_accounts", _):
                gate.forget()
                live.accountsChanged()
            case .notification:
                await refreshLists()
                rest.end()
                calendarCalls.send()
            }
        }
    }

    private func refreshLists() async {
        let version = lists.current.version
        await lists.refresh()
        if lists.current.version != version { live.listsChanged() }
    }

    /// Whether lists are loaded; without them nothing can be decided.
    public var hasLists: Bool { !lists.current.limits.all.isEmpty }

    /// Whether requests can be served: the database answers, has the schema of the start and holds the lists.
    public func checkReadiness() async throws(DeskError) {
        let found = try await desk { try await SchemaMark(of: self.database) }
        guard found == schema else { throw .schemaChanged }
        guard hasLists else { throw .listsMissing("time limits") }
    }

    /// Connections to the database: open, idle, and callers that wait for one.
    public var connections: (open: Int, idle: Int, waiting: Int) {
        let pool = database.statistics
        return (pool.open, pool.idle, pool.waiting)
    }
}
