import Casework
import WorkingTime

/// What happened since a position, ready to be asked by each who watches: each case and clock as it was
/// then and as it is now.
struct LiveChanges: Sendable {
    private struct FileChange: Sendable {
        let before: CaseFacts?
        let between: [CaseFacts]
        let after: CaseFacts
        let summary: CaseSummary
    }
    private struct ClockChange: Sendable {
        let before: ClockFacts?
        let between: [ClockFacts]
        let after: ClockFacts
        let fileBefore: CaseFacts?
        let filesBetween: [CaseFacts]
        let file: CaseFacts
        let summary: CaseSummary
        let clock: OverdueItem
    }

    let since: LivePosition
    let end: LivePosition
    private var files: [FileChange] = []
    private var clocks: [ClockChange] = []
    // By the departments that have, or had, to do with them.
    private var filesOf: [DepartmentCode: [Int]] = [:]
    private var clocksOf: [DepartmentCode: [Int]] = [:]

    var isEmpty: Bool { files.isEmpty && clocks.isEmpty }

    /// - Parameter returning: whether it is for those who come back. They may know more than their position says: the list that
    ///   they read, or what they were told before they were cut off in the middle, came after it. So of all that may have stood
    ///   in their list at any time since and does not now, it is told that it is gone. What did not change since they cannot
    ///   know otherwise than it is.
    init(since: LivePosition, returning: Bool, in window: LiveWindow) {
        self.since = since
        end = window.position
        let former = FormerFacts(since: since, in: window)
        for id in former.touched.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let file = window.files[id] else { continue }
            add(
                FileChange(
                    before: former.facts(of: id, file), between: returning ? former.states(of: id, file) : [], after: former.now(file),
                    summary: file.summary))
        }
        for (key, running) in window.clocks {
            guard let file = window.files[key.caseID] else { continue }
            guard former.touched.contains(key.caseID) || running.facts.dueAt >= since.instant else { continue }
            clocks.append(
                ClockChange(
                    before: former.facts(of: key, running, file), between: returning ? former.states(of: key, running) : [],
                    after: running.facts, fileBefore: former.facts(of: key.caseID, file),
                    filesBetween: returning ? former.states(of: key.caseID, file) : [], file: file.facts, summary: file.summary,
                    clock: running.clock.with(parkedUntil: file.parkedUntil)))
        }
        clocks.sort {
            ($0.clock.dueAt, $0.summary.id.rawValue, $0.clock.ordinal) < ($1.clock.dueAt, $1.summary.id.rawValue, $1.clock.ordinal)
        }
        for (index, change) in clocks.enumerated() {
            let departments = [change.before?.department, change.after.department] + change.between.map(\.department)
            for department in Set(departments.compactMap(\.self)) {
                clocksOf[department, default: []].append(index)
            }
        }
    }

    private mutating func add(_ change: FileChange) {
        for department in Set((change.before?.departments ?? []) + change.after.departments + change.between.flatMap(\.departments)) {
            filesOf[department, default: []].append(files.count)
        }
        files.append(change)
    }

    /// What one who watches is told, in order.
    func events(for question: LiveQuestion) -> [LiveEvent] {
        switch question {
        case .queue(let question):
            indices(of: filesOf, files.count, question.reach).compactMap { event(files[$0], for: question) }
        case .overdue(let question):
            indices(of: clocksOf, clocks.count, question.reach).compactMap { event(clocks[$0], for: question) }
        }
    }

    private func indices(of index: [DepartmentCode: [Int]], _ count: Int, _ reach: [DepartmentCode]?) -> [Int] {
        guard let reach else { return Array(0..<count) }
        if reach.count == 1 { return index[reach[0]] ?? [] }
        // A reach can be longer than all that happened.
        var found: Set<Int> = []
        if index.count < reach.count {
            let reach = Set(reach)
            for (department, indices) in index where reach.contains(department) { found.formUnion(indices) }
        } else {
            for department in reach { found.formUnion(index[department] ?? []) }
        }
        return found.sorted()
    }

    private func event(_ change: FileChange, for question: QueueQuestion) -> LiveEvent? {
        let had = change.before.map(question.holds) ?? false
        let has = question.holds(change.after)
        let mayHave = had || (!has && change.between.contains(where: question.holds))
        guard let kind = LiveEvent.Change(had: mayHave, has: has) else { return nil }
        let sees = has || question.scope.includes(change.after)
        return LiveEvent(change: kind, item: sees ? .file(change.summary) : .unseen(number: change.summary.number, clock: nil))
    }

    private func event(_ change: ClockChange, for question: OverdueQuestion) -> LiveEvent? {
        let stage = change.clock.stage
        let has = question.holds(change.after, stage, of: change.file, at: end.instant)
        guard let kind = LiveEvent.Change(had: has ? had(change, by: since.instant, question) : mayHaveHad(change, question), has: has)
        else {
            return nil
        }
        guard has || question.includes(change.after, of: change.file) else {
            return LiveEvent(change: kind, item: .unseen(number: change.summary.number, clock: change.clock.ordinal))
        }
        return LiveEvent(change: kind, item: .clock(question.mayRead(change.file) ? change.clock.with(change.summary) : change.clock))
    }

    private func had(_ change: ClockChange, by instant: Instant, _ question: OverdueQuestion) -> Bool {
        guard let before = change.before, let file = change.fileBefore else { return false }
        return question.holds(before, change.clock.stage, of: file, at: instant)
    }

    /// Another server may have told that a clock is overdue when by the clock of this one it is not yet.
    private func mayHaveHad(_ change: ClockChange, _ question: OverdueQuestion) -> Bool {
        if had(change, by: LivePosition.latest(at: since.instant), question) { return true }
        let latest = LivePosition.latest(at: max(since.instant, end.instant))
        return change.between.contains { clock in
            change.filesBetween.contains { question.holds(clock, change.clock.stage, of: $0, at: latest) }
        }
    }
}

extension LiveEvent.Change {
    fileprivate init?(had: Bool, has: Bool) {
        switch (had, has) {
        case (false, true): self = .new
        case (true, true): self = .changed
        case (true, false): self = .gone
        case (false, false): return nil
        }
    }
}

extension OverdueItem {
    fileprivate func with(parkedUntil: Day?) -> OverdueItem {
        var item = self
        item.parkedUntil = parkedUntil
        return item
    }

    fileprivate func with(_ summary: CaseSummary) -> OverdueItem {
        var item = self
        (item.title, item.caseState) = (summary.title, summary.state)
        return item
    }
}
