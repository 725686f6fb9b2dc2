import WorkingTime

/// A decision in the making: the case so far and what will be written of it.
struct Draft {
    var next: Case
    var events: [CaseEvent] = []
    var routing: Decision.Routing?
    let author: CaseEvent.Author
    let now: Instant
    let jurisdiction: Jurisdiction
    /// Who has the other half of a split.
    var apart: [DepartmentCode] = []

    init(_ file: Case, by author: CaseEvent.Author, at now: Instant, under jurisdiction: Jurisdiction) {
        next = file
        self.author = author
        self.now = now
        self.jurisdiction = jurisdiction
    }

    /// Who acts, where it is a person of the line.
    var account: AccountID? { author.account }

    mutating func say(_ kind: CaseEvent.Kind, _ text: String? = nil, facts: [String: String] = [:]) {
        events.append(CaseEvent(kind, at: now, by: author, text: text, facts: facts))
    }

    /// Marks a change of what readers of the case see: a new version, which another writer must not overwrite unseen.
    mutating func change(to state: CaseState? = nil) {
        if let state {
            assert(state == next.state || next.state.transitions.contains(state), "\(next.state) does not become \(state)")
            next.state = state
        }
        next.changedAt = now
        next.version += 1
    }

    /// The case is over.
    mutating func finish(as state: CaseState, outcome: Outcome) {
        next.endAll(as: .cancelled, at: now)
        next.suspension = nil
        next.parkedUntil = nil
        next.outcome = outcome
        next.endedAt = now
        free()
        change(to: state)
        closeRequests()
    }

    /// What was asked of the time of a case, or granted until a day, is settled when the case leaves the department's hands.
    /// - Parameter kept: what was granted and goes on all the same.
    mutating func closeRequests(but kept: TimeRequest.Kind? = nil) {
        for index in next.timeRequests.indices {
            let request = next.timeRequests[index]
            let lasts =
                request.granted == true && request.endedAt == nil && [.suspension, .parking].contains(request.kind) && request.kind != kept
            if request.isOpen || lasts { next.timeRequests[index].endedAt = now }
        }
    }

    mutating func free() {
        next.handler = nil
        next.claimLapsesAt = nil
    }

    /// A department that exists, that a report does not accuse and that does not have the other half of a split.
    func checkReceiver(_ department: DepartmentCode, member: String) throws(Refusal) {
        guard jurisdiction.map.department(department) != nil else { throw .unknownDepartment(member: member) }
        if isAccused(department) { throw .departmentIsAccused(member: member) }
        if apart.contains(department) { throw .departmentKeptApart(member: member) }
    }

    func isAccused(_ department: DepartmentCode) -> Bool { next.isKept(from: department, under: jurisdiction) }
}
