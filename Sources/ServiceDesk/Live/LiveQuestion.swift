import Casework
import Cryptography
import WorkingTime

/// What somebody watches. Those who watch the same share the work.
enum LiveQuestion: Sendable, Hashable {
    case queue(QueueQuestion)
    case overdue(OverdueQuestion)

    /// The departments whose cases or clocks can be meant; nil for all.
    var reach: [DepartmentCode]? {
        switch self {
        case .queue(let question): question.reach
        case .overdue(let question): question.reach
        }
    }

    /// Another one for another question: all that decides what is seen is in it, as it stands in the lists now.
    var digest: UInt64 {
        let text =
            switch self {
            case .queue(let question): "\(question)"
            case .overdue(let question): "\(question.filter)"
            }
        // 63 bits, as all numbers of an id have.
        return SHA256.digest(Array(text.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) } >> 1
    }
}

/// A queue with its filter: in memory what ``WorkQueue`` and ``QueueFilter`` say in SQL. A test compares the two.
struct QueueQuestion: Sendable, Hashable {
    let queue: WorkQueue
    let part: QueueFilter.Part
    let handler: QueueFilter.Handler?
    let reader: AccountID?
    let state: CaseState?
    let kind: Kind?
    let regions: [RegionCode]?
    let dueBefore: Instant?
    let scope: CaseScope

    init(_ queue: WorkQueue, _ filter: QueueFilter, of staff: Staff, in map: ResponsibilityMap) {
        self.queue = queue
        part = filter.part
        handler = filter.handler
        // Colleagues share a question unless it is for their own cases.
        reader = filter.handler == .me ? staff.id : nil
        state = filter.state
        kind = filter.kind
        regions = filter.region.map { map.subtree(of: $0) }
        dueBefore = filter.dueBefore
        scope = CaseScope(of: staff, in: map)
    }

    var reach: [DepartmentCode]? {
        switch queue {
        case .dispatchers: nil
        case .department(let own): [own]
        }
    }

    func holds(_ facts: CaseFacts) -> Bool {
        guard queue.holds(facts, part), scope.includes(facts) else { return false }
        switch handler {
        case .me: if facts.handler != reader { return false }
        // Where it is not known whether it was free, who watches may have it: they are told of it.
        case QueueFilter.Handler.none?: if facts.isFree == false { return false }
        case nil: break
        }
        if let state, facts.state != state { return false }
        if let kind, facts.kind != kind { return false }
        if let regions {
            guard let region = facts.region, regions.contains(region) else { return false }
        }
        if let dueBefore {
            guard let dueAt = facts.dueAt, dueAt < dueBefore else { return false }
        }
        return true
    }
}

extension WorkQueue {
    fileprivate func holds(_ facts: CaseFacts, _ part: QueueFilter.Part) -> Bool {
        switch (self, part) {
        case (.dispatchers, .lead): states.contains(facts.state)
        case (.dispatchers, .supporting): false
        case (.department(let own), .lead): facts.department == own && states.contains(facts.state)
        case (.department(let own), .supporting): facts.owing.contains(own) && states.contains(facts.state)
        }
    }
}

/// The clocks that are overdue and run on: all that decides is in the filter.
struct OverdueQuestion: Sendable, Hashable {
    let filter: ReportFilter
    /// Those asked for that the watcher may know of; nil for all.
    let departments: Set<DepartmentCode>?
    let accused: [DepartmentCode]

    init(_ filter: ReportFilter) {
        self.filter = filter
        let asked = filter.departments.map(Set.init)
        switch filter.scope {
        case .everything: (departments, accused) = (asked, [])
        case .departments(let own, let accused): (departments, self.accused) = (asked?.intersection(own) ?? Set(own), accused)
        case .registeredBy, .nothing: (departments, accused) = ([], [])
        }
    }

    var reach: [DepartmentCode]? { departments.map { $0.sorted() } }

    func holds(_ clock: ClockFacts, _ stage: Stage, of file: CaseFacts, at now: Instant) -> Bool {
        clock.runs && clock.dueAt < now && filter.stage ?? stage == stage && includes(clock, of: file)
    }

    /// Whether the clock may be shown, whatever it does.
    func includes(_ clock: ClockFacts, of file: CaseFacts) -> Bool {
        if let departments {
            guard let department = clock.department, departments.contains(department) else { return false }
        }
        if clock.kind == .report, file.accused.contains(where: { accused.contains($0) }) { return false }
        if let kind = filter.kind, clock.kind != kind { return false }
        if let regions = filter.regions {
            guard let region = clock.region, regions.contains(region) else { return false }
        }
        if let categories = filter.categories {
            guard let category = file.category, categories.contains(category) else { return false }
        }
        if let from = filter.from, clock.dueAt < from { return false }
        if let before = filter.before, clock.dueAt >= before { return false }
        return true
    }

    /// Whether title and state are shown: of cases that the watcher's departments have.
    func mayRead(_ file: CaseFacts) -> Bool {
        switch filter.scope {
        case .everything: true
        case .departments(let own, _): file.departments.contains { own.contains($0) }
        case .registeredBy, .nothing: false
        }
    }
}
