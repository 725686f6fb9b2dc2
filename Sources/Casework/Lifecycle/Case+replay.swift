import WorkingTime

extension Case {
    /// The case as its history tells it, and nothing else.
    /// - Parameter lines: what each line of the history changed, first to last.
    public init(replaying lines: some Sequence<CaseChanges>, id: CaseID) throws(ReplayFailure) {
        var file: Case?
        for line in lines {
            for assignment in line.assignments {
                if case .opened(let number, let kind, let receivedAt) = assignment {
                    guard file == nil else { throw .openedTwice }
                    file = Case(blank: id, number, kind, receivedAt: receivedAt)
                } else {
                    guard file != nil else { throw .notOpened }
                    try file?.make(assignment)
                }
            }
        }
        guard let file else { throw .notOpened }
        self = file.recorded
    }

    /// The case as a history can tell it. When a claim lapses hangs on a token of its holder, not on the case, and whether the
    /// parent has ended on that; in which order departments came to support it has no meaning beyond their instants.
    public var recorded: Case {
        var file = self
        file.claimLapsesAt = nil
        file.parentHasEnded = false
        file.supports.sort { ($0.since, $0.department) < ($1.since, $1.department) }
        return file
    }

    /// Follows what a line of the history changed.
    public mutating func follow(_ changes: CaseChanges) throws(ReplayFailure) {
        for assignment in changes.assignments { try make(assignment) }
    }

    private mutating func make(_ assignment: CaseChanges.Assignment) throws(ReplayFailure) {
        switch assignment {
        case .opened: throw .openedTwice
        case .kind(let value): kind = value
        case .category(let value): category = value
        case .region(let value): region = value
        case .against(let value): against = value
        case .accused(let value): accused = value
        case .filedAsReport(let value): filedAsReport = value
        case .isNamed(let value): isNamed = value
        case .urgent(let value): urgent = value
        case .complex(let value): complex = value
        case .regime(let value): regime = value
        case .acceptedAt(let value): acceptedAt = value
        case .changedAt(let value): changedAt = value
        case .state(let value): state = value
        case .lead(let value): lead = value
        case .signed(let value): signed = value
        case .dispatches(let value): dispatches = value
        case .handler(let value): handler = value
        case .urges(let value): urges = value
        case .urgedAt(let value): urgedAt = value
        case .suspension(let value): suspension = value
        case .parkedUntil(let value): parkedUntil = value
        case .reworks(let value): reworks = value
        case .reopenings(let value): reopenings = value
        case .ownReopenings(let value): ownReopenings = value
        case .parent(let value): parent = value
        case .rejection(let value): rejection = value
        case .outcome(let value): outcome = value
        case .endedAt(let value): endedAt = value
        case .version(let value): version = value
        case .support(let support):
            supports.removeAll { $0.department == support.department }
            supports.append(support)
        case .supportGone(let department): supports.removeAll { $0.department == department }
        case .clockStarted(let clock): clocks.append(clock)
        case .clockEnded(let ordinal, let ending, let endedAt): clocks[try index(of: ordinal)].record(ending, at: endedAt)
        case .clockMoved(let ordinal, let due): clocks[try index(of: ordinal)].record(due)
        case .clockHalted(let ordinal, let halts): clocks[try index(of: ordinal)].halts = halts
        case .returnRequest(let request):
            if let index = returns.firstIndex(where: { $0.isSame(as: request) }) {
                returns[index] = request
            } else {
                returns.append(request)
            }
        case .timeRequest(let request):
            if let index = timeRequests.firstIndex(where: { $0.ordinal == request.ordinal }) {
                timeRequests[index] = request
            } else {
                timeRequests.append(request)
            }
        case .callback(let callback): callbacks.append(callback)
        }
    }

    private func index(of ordinal: Int) throws(ReplayFailure) -> Int {
        guard clocks.indices.contains(ordinal - 1), clocks[ordinal - 1].ordinal == ordinal else { throw .unknownClock(ordinal) }
        return ordinal - 1
    }
}
