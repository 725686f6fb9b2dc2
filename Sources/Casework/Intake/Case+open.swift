import WorkingTime

extension Case {
    /// Opens a case for a filing: answered by who records it, or at once dispatched where the map is certain, else waiting for
    /// a dispatcher. Pure.
    /// - Parameters:
    ///   - routing: what the responsibility map says of the filing.
    ///   - splitter: who split it, a report, from a complaint; nil for what came by itself.
    ///   - now: the instant of registration, not before the filing's `receivedAt`.
    public static func open(
        _ filing: Filing, id: CaseID, number: CaseNumber, routing: RoutingDecision, splitBy splitter: CaseEvent.Author? = nil,
        at now: Instant, under jurisdiction: Jurisdiction
    ) throws(Refusal) -> Decision {
        let accused =
            filing.kind == .report
            ? routing.conflict?.accused ?? [] : filing.against.map(jurisdiction.map.departments(accusedBy:)) ?? []
        let category = routing.category ?? filing.category
        let regime = jurisdiction.regimes.regime(of: category, kind: filing.kind, on: filing.receivedAt.day)
        let file = Case(
            id: id, number: number, kind: filing.kind, category: category,
            region: routing.region ?? filing.region, against: filing.against, accused: accused,
            filedAsReport: filing.kind == .report, isNamed: filing.requester != nil, regime: regime, receivedAt: filing.receivedAt,
            changedAt: now)
        let recorder = filing.registeredBy.map { CaseEvent.Author.staff($0, .operator) } ?? .requester
        if filing.answer != nil, filing.kind != .consultation { throw .onlyConsultations }
        var draft = Draft(file, by: filing.answer == nil ? .system : recorder, at: now, under: jurisdiction)
        var facts = ["channel": filing.channel.rawValue]
        facts["regime"] = regime?.name
        facts["matter"] = regime?.matter
        draft.events.append(CaseEvent(.received, at: now, by: recorder, facts: facts))
        if let splitter { draft.events.append(CaseEvent(.split, at: now, by: splitter)) }
        try draft.next.start(.dispatch, at: filing.receivedAt, against: nil, under: jurisdiction)
        if let answer = filing.answer {
            draft.answerDirectly(answer)
        } else {
            if case .department(let lead, let supporting) = routing.outcome {
                try draft.send(to: lead, supporting: supporting, text: nil)
            }
            draft.next.startStatuteClocks(at: now, under: jurisdiction)
        }
        draft.next.version = 1
        return Decision(next: draft.next, events: draft.events, routing: .byMap(routing))
    }
}
