import Casework
import CaseworkSQL
import Database
import WorkingTime

/// What changed until a position, read once for all who watch: the log from the oldest position on that
/// anybody has come to, and the cases and clocks it speaks of as they are now.
struct LiveWindow: Sendable {
    struct File: Sendable {
        let summary: CaseSummary
        let facts: CaseFacts
        let clockCount: Int
        let parkedUntil: Day?
    }
    struct RunningClock: Sendable {
        let clock: OverdueItem
        let facts: ClockFacts
    }

    /// What is read besides the cases themselves.
    struct Needs: Sendable {
        var clocks = false
        /// Who can still sign in decides what can be taken.
        var tokens = false
    }

    /// Where it ends.
    let position: LivePosition
    let log: [LoggedChange]
    var files: [CaseID: File] = [:]
    var clocks: [ClockKey: RunningClock] = [:]
    /// Accounts whose token ended by the mere passing of time, with when.
    var expired: [(account: AccountID, at: Instant)] = []
    var taken: [AccountID: [CaseID]] = [:]
    /// Of the accounts that took cases those who can sign in.
    var present: Set<AccountID> = []

    var tellsOfAccounts: Bool { log.contains { if case .account = $0.what { true } else { false } } }

    /// Clocks that come due, and cases, are read up to so many; who missed more reads the lists anew.
    static let mostClocks = 10_000
    static let mostFiles = 10_000

    enum Reading: Sendable {
        case window(LiveWindow)
        /// Who stands at these positions missed too much, or what can be known no more.
        case tooOld([LivePosition])
    }

    /// - Parameter positions: from which on what happened is wanted.
    static func read(since positions: Set<LivePosition>, _ needs: Needs, at now: Instant, from database: Database) async throws -> Reading {
        try await database.transaction(isolation: .repeatableRead, readOnly: true) { transaction in
            let (snapshot, swept) = try await ChangeLog.end(in: transaction)
            let end = LivePosition(snapshot, now)
            // Before what was swept, of another database, or of a server whose clock is not to be trusted.
            let old = positions.filter {
                $0.snapshot.first <= swept || $0.snapshot.next > snapshot.next || $0.instant > LivePosition.latest(at: now)
            }
            guard old.isEmpty else { return .tooOld(Array(old)) }
            var log: [LoggedChange] = []
            if !positions.isEmpty {
                log = try await ChangeLog.read(since: positions, in: transaction)
                    .filter { change in positions.contains { !$0.snapshot.sees(change.transaction) } }
            }
            var window = LiveWindow(position: end, log: log)
            let since = positions.map(\.instant).min() ?? now
            guard try await window.fill(needs, since: since, from: transaction) else { return .tooOld(Array(positions)) }
            return .window(window)
        }
    }

    /// - Returns: false if it is too much.
    private mutating func fill(_ needs: Needs, since: Instant, from database: some Queryable) async throws -> Bool {
        guard log.count <= ChangeLog.most else { return false }
        var ids: Set<CaseID> = []
        var handlers: Set<AccountID> = []
        var accounts: Set<AccountID> = []
        var former: [ClockKey] = []
        for change in log {
            switch change.what {
            case .opened(let opened): ids.formUnion(opened)
            case .file(let id, let facts, _):
                ids.insert(id)
                if let handler = facts.handler { handlers.insert(handler) }
            case .support(let id, _, _, _): ids.insert(id)
            case .clock(let key, _):
                ids.insert(key.caseID)
                former.append(key)
            case .account(let account): accounts.insert(account)
            case .much: return false
            }
        }
        if needs.tokens {
            expired = try await Self.expired(
                from: LivePosition.earliest(at: since), before: LivePosition.latest(at: position.instant), in: database)
            accounts.formUnion(expired.map(\.account))
            if !accounts.isEmpty {
                taken = try await Self.taken(by: accounts, in: database)
                ids.formUnion(taken.values.joined())
            }
        }
        guard ids.count <= Self.mostFiles else { return false }
        if needs.clocks, !ids.isEmpty || since < position.instant {
            let rows = try await Self.clocks(of: ids, former: former, from: since, before: position.instant, in: database)
            guard rows.count <= Self.mostClocks else { return false }
            clocks = rows
            ids.formUnion(rows.keys.map(\.caseID))
        }
        guard !ids.isEmpty else { return true }
        files = try await Self.files(ids, in: database)
        if needs.tokens {
            handlers.formUnion(files.values.compactMap(\.facts.handler))
            present = try await Self.present(of: handlers, at: position.instant, in: database)
        }
        return true
    }
}
