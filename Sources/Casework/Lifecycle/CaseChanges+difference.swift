import WorkingTime

extension CaseChanges {
    /// What makes `next` of `old`; of nothing, where there was no case yet.
    public init(from old: Case?, to next: Case) {
        let base = old ?? Case(blank: next.id, next.number, next.kind, receivedAt: next.receivedAt)
        var list: [Assignment] = []
        func note<T: Equatable>(_ member: KeyPath<Case, T>, _ assignment: (T) -> Assignment) {
            let value = next[keyPath: member]
            if value != base[keyPath: member] { list.append(assignment(value)) }
        }
        if old == nil { list.append(.opened(next.number, next.kind, receivedAt: next.receivedAt)) }
        note(\.kind) { .kind($0) }
        note(\.category) { .category($0) }
        note(\.region) { .region($0) }
        note(\.against) { .against($0) }
        note(\.accused) { .accused($0) }
        note(\.filedAsReport) { .filedAsReport($0) }
        note(\.isNamed) { .isNamed($0) }
        note(\.urgent) { .urgent($0) }
        note(\.complex) { .complex($0) }
        note(\.regime) { .regime($0) }
        note(\.acceptedAt) { .acceptedAt($0) }
        note(\.changedAt) { .changedAt($0) }
        note(\.state) { .state($0) }
        note(\.lead) { .lead($0) }
        note(\.signed) { .signed($0) }
        note(\.dispatches) { .dispatches($0) }
        note(\.handler) { .handler($0) }
        note(\.urges) { .urges($0) }
        note(\.urgedAt) { .urgedAt($0) }
        note(\.suspension) { .suspension($0) }
        note(\.parkedUntil) { .parkedUntil($0) }
        note(\.reworks) { .reworks($0) }
        note(\.reopenings) { .reopenings($0) }
        note(\.ownReopenings) { .ownReopenings($0) }
        note(\.parent) { .parent($0) }
        note(\.rejection) { .rejection($0) }
        note(\.outcome) { .outcome($0) }
        note(\.endedAt) { .endedAt($0) }
        note(\.version) { .version($0) }
        for support in base.supports where !next.supporting.contains(support.department) { list.append(.supportGone(support.department)) }
        for support in next.supports where !base.supports.contains(support) { list.append(.support(support)) }
        for (clock, before) in zip(next.clocks, base.clocks) where clock != before { list += Self.changes(of: clock, from: before) }
        for clock in next.clocks.dropFirst(base.clocks.count) { list.append(.clockStarted(clock)) }
        for request in next.returns where !base.returns.contains(request) { list.append(.returnRequest(request)) }
        for request in next.timeRequests where !base.timeRequests.contains(request) { list.append(.timeRequest(request)) }
        for callback in next.callbacks.dropFirst(base.callbacks.count) { list.append(.callback(callback)) }
        assignments = list
    }

    private static func changes(of clock: Clock, from before: Clock) -> [Assignment] {
        var list: [Assignment] = []
        if clock.due != before.due { list.append(.clockMoved(clock.ordinal, clock.due)) }
        if clock.halts != before.halts { list.append(.clockHalted(clock.ordinal, clock.halts)) }
        if let ending = clock.ending, let endedAt = clock.endedAt, ending != before.ending || endedAt != before.endedAt {
            list.append(.clockEnded(clock.ordinal, ending, at: endedAt))
        }
        return list
    }
}

extension Case {
    /// A case of which nothing is known yet but how it came in.
    init(blank id: CaseID, _ number: CaseNumber, _ kind: Kind, receivedAt: Instant) {
        self.init(id: id, number: number, kind: kind, filedAsReport: false, receivedAt: receivedAt, changedAt: receivedAt)
    }
}

extension Clock {
    /// When it is due and what that rests on.
    public var due: CaseChanges.ClockDue {
        CaseChanges.ClockDue(
            dueAt: dueAt, originalDueAt: originalDueAt, provisional: provisional, calendarVersion: calendarVersion, extendedBy: extendedBy)
    }
}
