extension ResponsibilityMap {
    /// Who gets this request. The same question to the same map has the same answer.
    public func resolve(_ question: RoutingQuestion) -> RoutingDecision {
        Routing(question, in: self).decision
    }
}

/// One resolution: the place, then the category, then the entry, then whom the report accuses.
private struct Routing {
    private let map: ResponsibilityMap
    private let question: RoutingQuestion
    private let texts: RoutingTexts
    private let place: RoutingPlace
    private let search: ResponsibilitySearch
    /// Whom the report says it accuses, and from whom it is kept besides.
    private let accusation: Accusation?
    /// Whom it accuses is said, and is no department of the list.
    private let accusesUnknown: Bool
    /// Whom its text names, and so perhaps accuses.
    private let mention: Accusation?

    init(_ question: RoutingQuestion, in map: ResponsibilityMap) {
        self.map = map
        self.question = question
        let texts = RoutingTexts(question)
        self.texts = texts
        place = RoutingPlace(of: question, texts: texts, in: map)
        search = ResponsibilitySearch(map: map, place: place.region, kind: question.kind, day: question.on)
        // Only reports are kept from the accused; a complaint is answered by the department it concerns.
        let isReport = question.kind == .report
        let accused = question.against.map { map.departments(accusedBy: $0) }
        accusesUnknown = isReport && accused?.isEmpty ?? false
        accusation =
            isReport && (accused != nil || !question.keptFrom.isEmpty)
            ? Accusation(of: Set((accused ?? []) + question.keptFrom).sorted(), in: map) : nil
        mention = isReport ? Accusation(of: map.departments(namedIn: question.title, question.body), in: map) : nil
    }

    var decision: RoutingDecision {
        if let category = question.category, map.category(category) != nil {
            return deliver(search.answer(for: category), category: category, basis: [.categoryGiven], proposals: [])
        }
        let ranking = map.classifier.rank(title: texts.title, body: texts.body)
        guard let best = ranking.scores.first else { return toDispatcher(.categoryUnknown, proposals: []) }
        let proposals = ranking.scores.prefix(3).map { score in
            CategoryProposal(
                category: score.category, score: score.score, evidence: map.classifier.evidence(for: score, in: ranking),
                department: receiver(for: score.category))
        }
        let shown = proposals.map(withoutMentioned)
        guard isClear(proposals, among: ranking.scores) else { return toDispatcher(.categoryUnclear, proposals: shown) }
        return deliver(
            search.answer(for: best.category), category: best.category, basis: [.categoryByKeywords(proposals[0].evidence)],
            proposals: shown)
    }

    /// A rival is the best other category that leads elsewhere; where one of the two leads nowhere yet, one of another branch.
    /// A category above the best one is no rival: what speaks for it does not speak against what it contains.
    private func isClear(_ proposals: [CategoryProposal], among scores: [KeywordClassifier.Score]) -> Bool {
        let best = proposals[0]
        guard best.score >= map.settings.clearScore else { return false }
        for (position, other) in scores.enumerated().dropFirst() {
            if best.score >= map.settings.clearRatio * other.score { return true }
            if best.category.isWithin(other.category) { continue }
            if let target = best.department,
                let otherTarget = position < proposals.count ? proposals[position].department : receiver(for: other.category)
            {
                if target != otherTarget { return false }
            } else if !other.category.isWithin(best.category) {
                return false
            }
        }
        return true
    }

    private func receiver(for category: CategoryCode) -> DepartmentCode? {
        guard case .found(let winner) = search.answer(for: category).outcome else { return nil }
        return redirect(winner)?.lead
    }

    /// The departments that receive, with the accused replaced by those above them; nil if nobody may.
    private func redirect(
        _ winner: Contest.Winner
    ) -> (lead: DepartmentCode, supporting: [DepartmentCode], excluded: [DepartmentCode])? {
        guard let accusation else { return (winner.lead, winner.supporting, []) }
        guard let lead = accusation.receiver(for: winner.lead) else { return nil }
        var supporting: [DepartmentCode] = []
        for department in winner.supporting {
            guard let receiver = accusation.receiver(for: department), receiver != lead, !supporting.contains(receiver) else { continue }
            supporting.append(receiver)
        }
        return (lead, supporting, ([winner.lead] + winner.supporting).filter(accusation.barred.contains).sorted())
    }

    /// Nobody is proposed whom the report may accuse.
    private func withoutMentioned(_ proposal: CategoryProposal) -> CategoryProposal {
        guard let department = proposal.department, isMentioned(department) else { return proposal }
        return CategoryProposal(category: proposal.category, score: proposal.score, evidence: proposal.evidence, department: nil)
    }

    private func isMentioned(_ department: DepartmentCode) -> Bool { mention?.barred.contains(department) ?? false }

    private func deliver(
        _ answer: ResponsibilitySearch.Answer, category: CategoryCode, basis: [RoutingBasis], proposals: [CategoryProposal]
    ) -> RoutingDecision {
        let outcome: RoutingDecision.Outcome
        var unknown = openQuestions
        var basis = basis + place.basis
        var excluded: [DepartmentCode] = []
        var responsibility: Int?
        var insteadOf: DepartmentCode?
        switch answer.outcome {
        case .dispatcher(let reason):
            if reason == .regionUnknown, case .ambiguous(let regions, _) = place.finding {
                outcome = .dispatcher(reason: .regionAmbiguous(regions))
            } else {
                outcome = .dispatcher(reason: reason)
            }
        case .found(let winner):
            responsibility = winner.entry
            unknown += winner.unknown
            if place.region == nil { basis.append(.regionNotNeeded) }
            if answer.isByBranch { basis.append(.categoryByBranch) }
            if let way = redirect(winner) {
                let mentioned = ([way.lead] + way.supporting).filter(isMentioned)
                excluded = Set(way.excluded + mentioned).sorted()
                if mentioned.isEmpty, !accusesUnknown {
                    if way.lead != winner.lead { insteadOf = winner.lead }
                    outcome = .department(lead: way.lead, supporting: way.supporting)
                } else {
                    outcome = .dispatcher(reason: .accusedUnclear)
                }
            } else {
                outcome = .dispatcher(reason: .nobodyAboveTheAccused)
                excluded = [winner.lead]
            }
        }
        return RoutingDecision(
            outcome: outcome, basis: basis, category: category, region: place.region, responsibility: responsibility,
            insteadOf: insteadOf, proposals: proposals, tried: answer.tried, conflict: conflict(excluding: excluded),
            mapVersion: map.version,
            unknown: unknown)
    }

    private func toDispatcher(_ reason: DispatcherReason, proposals: [CategoryProposal]) -> RoutingDecision {
        RoutingDecision(
            outcome: .dispatcher(reason: reason), basis: place.basis, category: nil, region: place.region, responsibility: nil,
            proposals: proposals, tried: [], conflict: conflict(excluding: []), mapVersion: map.version,
            unknown: ["the category"] + openQuestions)
    }

    private func conflict(excluding departments: [DepartmentCode]) -> RoutingDecision.Conflict? {
        let accused = Set((accusation?.accused ?? []) + (mention?.accused ?? []))
        return accused.isEmpty ? nil : RoutingDecision.Conflict(accused: accused.sorted(), excluded: departments)
    }

    private var openQuestions: [String] {
        var open = place.unknown
        if let category = question.category, map.category(category) == nil { open.append("category \(category) is not in the list") }
        // The accused's name stays out of the record: it may be a person's.
        if accusesUnknown { open.append("whether the accused belongs to a department of the list") }
        return open
    }
}
