import Casework
import WorkingTime

/// A case as far as that decides in whose queues it stands.
struct CaseFacts: Sendable {
    var state: CaseState
    var kind: Kind
    var category: CategoryCode?
    var department: DepartmentCode?
    var region: RegionCode?
    var handler: AccountID?
    var dueAt: Instant?
    var accused: [DepartmentCode]
    var supporting: [DepartmentCode]
    /// Of those the ones that still owe their answer.
    var owing: [DepartmentCode]
    /// Whether somebody can take it; nil where that cannot be known any more.
    var isFree: Bool?

    var departments: [DepartmentCode] { supporting + (department.map { [$0] } ?? []) }
}

/// A clock as far as that decides whether it stands on the overdue list.
struct ClockFacts: Sendable {
    var kind: Kind
    var department: DepartmentCode?
    var region: RegionCode?
    var dueAt: Instant
    /// Open, not paused, and somebody is late when it is over.
    var runs: Bool
}

struct ClockKey: Hashable, Sendable {
    let caseID: CaseID
    let ordinal: Int
}

/// A clock past its due instant, as it is shown.
public struct OverdueItem: Sendable {
    public let number: String
    /// Its place among the clocks of the case, from 1.
    public let ordinal: Int
    public let kind: Kind
    /// Title and state are nil for a case that the watcher's departments no longer have.
    public internal(set) var title: String?
    public internal(set) var caseState: CaseState?
    /// 挂账 until this day.
    public internal(set) var parkedUntil: Day?
    public let region: RegionCode?
    public let department: DepartmentCode?
    public let stage: Stage
    public let rule: String
    public let startedAt: Instant
    public let dueAt: Instant
    /// Before an extension moved it.
    public let originalDueAt: Instant?
    /// Nil while it is open.
    public let endedAt: Instant?
    public let endedHow: String?
    public let isPaused: Bool
    /// Microseconds past due; negative where the due instant has been moved past now.
    public let lateness: Int64
}

/// What happened to an item in the eyes of one who watches.
public struct LiveEvent: Sendable {
    public enum Change: String, Sendable {
        /// It came into what is watched.
        case new
        case changed
        /// It left it.
        case gone
    }

    public enum Item: Sendable {
        case file(CaseSummary)
        case clock(OverdueItem)
        /// What left the watcher's sight with its change: no more than what they knew of it, its number and, of a clock, its place.
        case unseen(number: String, clock: Int?)
    }

    public let change: Change
    public let item: Item
}

extension CaseScope {
    func includes(_ facts: CaseFacts) -> Bool {
        switch self {
        case .everything: true
        case .departments(let own, let accused):
            facts.departments.contains { own.contains($0) } && !(facts.kind == .report && facts.accused.contains { accused.contains($0) })
        // Who registers cases and no more has neither a queue nor a report.
        case .registeredBy, .nothing: false
        }
    }
}
