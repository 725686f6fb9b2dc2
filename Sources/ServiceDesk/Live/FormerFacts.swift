import Casework
import WorkingTime

/// What was at a position, worked out backwards from what is and from what the log says was before.
struct FormerFacts {
    /// The cases that changed since.
    private(set) var touched: Set<CaseID> = []
    private var opened: Set<CaseID> = []
    /// Each as it was before each of its changes, first to last.
    private var files: [CaseID: [(facts: CaseFacts, clocks: Int)]] = [:]
    private struct Part {
        let held: Bool
        let owed: Bool
    }

    private var supports: [CaseID: [DepartmentCode: Part]] = [:]
    private var clocks: [ClockKey: [ClockFacts]] = [:]
    /// Accounts of which it is not known whether they could sign in at all times since: their tokens changed, or end about now by
    /// one server's clock and not by another's.
    private var unsure: Set<AccountID> = []
    /// Accounts whose token ended since, by the passing of time alone.
    private var wasPresent: Set<AccountID> = []
    private let present: Set<AccountID>

    init(since: LivePosition, in window: LiveWindow) {
        present = window.present
        var unclear: Set<AccountID> = []
        for change in window.log where !since.snapshot.sees(change.transaction) {
            switch change.what {
            case .opened(let ids):
                opened.formUnion(ids)
                touched.formUnion(ids)
            case .file(let id, let facts, let count):
                touched.insert(id)
                files[id, default: []].append((facts, count))
            case .support(let id, let department, let held, let owed):
                touched.insert(id)
                if supports[id]?[department] == nil { supports[id, default: [:]][department] = Part(held: held, owed: owed) }
            case .clock(let key, let facts):
                touched.insert(key.caseID)
                clocks[key, default: []].append(facts)
            case .account(let account): unsure.insert(account)
            case .much: break
            }
        }
        for (account, at) in window.expired where !unsure.contains(account) {
            if at >= since.instant, at < window.position.instant { wasPresent.insert(account) } else { unclear.insert(account) }
        }
        unsure.formUnion(unclear)
        for account in unsure.union(wasPresent) { touched.formUnion(window.taken[account] ?? []) }
    }

    func now(_ file: LiveWindow.File) -> CaseFacts {
        var facts = file.facts
        facts.isFree = facts.handler.map { !present.contains($0) } ?? true
        return facts
    }

    /// Nil for a case that was not there yet.
    func facts(of id: CaseID, _ file: LiveWindow.File) -> CaseFacts? {
        guard !opened.contains(id) else { return nil }
        // The first is what was at the position; what follows was in between.
        var facts = files[id]?.first?.facts ?? file.facts
        var (supporting, owing) = (Set(file.facts.supporting), Set(file.facts.owing))
        for (department, part) in supports[id] ?? [:] {
            if part.held { supporting.insert(department) } else { supporting.remove(department) }
            if part.held && part.owed { owing.insert(department) } else { owing.remove(department) }
        }
        (facts.supporting, facts.owing) = (Array(supporting), Array(owing))
        if let handler = facts.handler {
            facts.isFree = unsure.contains(handler) ? nil : !(present.contains(handler) || wasPresent.contains(handler))
        } else {
            facts.isFree = true
        }
        return facts
    }

    func facts(of key: ClockKey, _ running: LiveWindow.RunningClock, _ file: LiveWindow.File) -> ClockFacts? {
        guard !opened.contains(key.caseID), key.ordinal <= files[key.caseID]?.first?.clocks ?? file.clockCount else { return nil }
        return clocks[key]?.first ?? running.facts
    }

    /// All that a case may have been since the position: what was before each of its changes and what is now, each with all who
    /// supported it at any time, and free where it may have been.
    func states(of id: CaseID, _ file: LiveWindow.File) -> [CaseFacts] {
        let touched = supports[id].map { Set($0.keys) } ?? []
        let (supporting, owing) = (Set(file.facts.supporting).union(touched), Set(file.facts.owing).union(touched))
        return ((files[id] ?? []).map(\.facts) + [file.facts]).map { state in
            var facts = state
            (facts.supporting, facts.owing) = (Array(supporting), Array(owing))
            if let handler = facts.handler {
                facts.isFree = unsure.contains(handler) || wasPresent.contains(handler) ? nil : !present.contains(handler)
            } else {
                facts.isFree = true
            }
            return facts
        }
    }

    /// All that a clock was since the position.
    func states(of key: ClockKey, _ running: LiveWindow.RunningClock) -> [ClockFacts] { (clocks[key] ?? []) + [running.facts] }
}
