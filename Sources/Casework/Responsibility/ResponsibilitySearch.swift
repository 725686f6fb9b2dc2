import WorkingTime

/// Finds the entry that answers for a category at a place, which may be unknown or too coarse to tell.
struct ResponsibilitySearch {
    enum Outcome {
        case found(Contest.Winner)
        case dispatcher(DispatcherReason)
    }

    struct Answer {
        let outcome: Outcome
        /// Where the explanation comes from; nil when no single contest explains it.
        let contest: Contest?
        var isByBranch = false

        /// Made on demand: proposals need none.
        var tried: [TriedEntry] {
            switch outcome {
            case .found(let winner): contest?.explanation(winner: winner.entry, why: winner.why) ?? []
            case .dispatcher: contest?.explanation(winner: nil, why: .mostSpecific) ?? []
            }
        }
    }

    let map: ResponsibilityMap
    let place: RegionCode?
    let kind: Kind
    let day: Day

    func answer(for category: CategoryCode) -> Answer {
        let own = answer(naming: category)
        guard case .dispatcher(.noEntryFits) = own.outcome else { return own }
        let parts = map.branch(of: category).filter { $0 != category && map.branch(of: $0).count == 1 }
        return parts.isEmpty ? own : answer(forAllOf: parts) ?? own
    }

    /// By the entries of the category and those above it.
    private func answer(naming category: CategoryCode) -> Answer {
        let contest = Contest(map, category: category, region: place ?? onlyRoot, kind: kind, on: day)
        // With no place at all, an entry for a part of the jurisdiction might be the one that answers.
        if place == nil, contest.hasEntries(outside: onlyRoot) {
            return answerEverywhere(map.territory.leaves, category: category, known: contest)
        }
        switch contest.result {
        case .won(let winner):
            return Answer(outcome: .found(winner), contest: contest)
        case .placeNeeded:
            let leaves = (place ?? onlyRoot).map(map.territory.leaves(in:)) ?? []
            return answerEverywhere(leaves, category: category, known: contest)
        case .disagreement(let ids):
            return lost(.entriesDisagree(ids), contest)
        case .nobody:
            return lost(.noEntryFits, contest)
        }
    }

    private var onlyRoot: RegionCode? { map.territory.roots.count == 1 ? map.territory.roots[0] : nil }

    /// The department that answers in each of the regions, if it is the same in all.
    private func answerEverywhere(_ regions: [RegionCode], category: CategoryCode, known: Contest) -> Answer {
        var first: (winner: Contest.Winner, contest: Contest)?
        var someAnswerNobody = false
        var supporting: [DepartmentCode] = []
        for region in regions {
            let contest = Contest(map, category: category, region: region, kind: kind, on: day)
            switch contest.result {
            case .won(let winner):
                if first == nil {
                    first = (winner, contest)
                    supporting = winner.supporting
                }
                guard winner.lead == first?.winner.lead, !someAnswerNobody else { return lost(.regionUnknown, known) }
                supporting.removeAll { !winner.supporting.contains($0) }
            case .nobody:
                guard first == nil else { return lost(.regionUnknown, known) }
                someAnswerNobody = true
            case .placeNeeded, .disagreement:
                return lost(.regionUnknown, known)
            }
        }
        guard let (winner, contest) = first else { return lost(.noEntryFits, known) }
        var unknown = winner.unknown
        if supporting.count < winner.supporting.count { unknown.append("which departments support, since that depends on the place") }
        let common = Contest.Winner(
            entry: winner.entry, lead: winner.lead, supporting: supporting, why: .sameEverywhere, unknown: unknown)
        return Answer(outcome: .found(common), contest: contest)
    }

    /// One answer for all the categories; nil if none of them has an entry.
    private func answer(forAllOf categories: [CategoryCode]) -> Answer? {
        let answers = categories.map { answer(naming: $0) }
        var lead: DepartmentCode?
        var reasons: Set<DispatcherReason> = []
        var isOne = true
        for answer in answers {
            switch answer.outcome {
            case .found(let winner):
                if let lead, lead != winner.lead { isOne = false }
                lead = lead ?? winner.lead
            case .dispatcher(let reason): reasons.insert(reason)
            }
        }
        if reasons == [.noEntryFits], lead == nil { return nil }
        if lead == nil, reasons.count == 1, let reason = reasons.first {
            return Answer(outcome: .dispatcher(reason), contest: answers[0].contest)
        }
        guard isOne, reasons.isEmpty, case .found(let winner) = answers[0].outcome else {
            return Answer(outcome: .dispatcher(.categoryTooBroad), contest: nil)
        }
        let common = Contest.Winner(
            entry: winner.entry, lead: winner.lead, supporting: winner.supporting, why: .sameInBranch, unknown: winner.unknown)
        return Answer(outcome: .found(common), contest: answers[0].contest, isByBranch: true)
    }

    private func lost(_ reason: DispatcherReason, _ contest: Contest) -> Answer {
        Answer(outcome: .dispatcher(reason), contest: contest)
    }
}
