import WorkingTime

extension ResponsibilityMap {
    /// Everything that keeps the change from being made; empty if it can be made.
    public func faults(of change: ResponsibilityChange, today: Day) -> [ResponsibilityChangeFault] {
        var faults = endingFaults(of: change, today: today)
        if let draft = change.begun {
            faults += draftFaults(of: draft, today: today)
            if faults.isEmpty {
                let rivals = overlapping(draft, besides: change.ended)
                if !rivals.isEmpty { faults.append(.init("entry", .overlaps(rivals))) }
            }
        }
        return faults
    }

    /// The map as the change leaves it. The entry that begins has the next free id.
    /// - Throws: where the change has faults.
    public func after(_ change: ResponsibilityChange) throws(ResponsibilityMapError) -> ResponsibilityMap {
        var entries = responsibilities
        if let id = change.ended, let position = entries.firstIndex(where: { $0.id == id }) {
            entries[position] = entries[position].ending(on: change.lastDay)
        }
        if let draft = change.begun { entries.append(draft.numbered((responsibilities.last?.id ?? 0) + 1)) }
        return try ResponsibilityMap(self, with: entries)
    }

    private func endingFaults(of change: ResponsibilityChange, today: Day) -> [ResponsibilityChangeFault] {
        guard let id = change.ended else { return [] }
        guard let entry = responsibility(id) else { return [.init("responsibility", .unknownResponsibility)] }
        let last = change.lastDay ?? today
        let member = change.sort == .ending ? "valid_to" : "entry/valid_from"
        if change.sort == .ending, last < today { return [.init(member, .inThePast(today: today))] }
        if last < entry.validFrom { return [.init(member, .notYetBegun(entry.validFrom))] }
        if let end = entry.validTo, end <= last { return [.init(member, .endsAlready(end))] }
        return []
    }

    private func draftFaults(of draft: ResponsibilityDraft, today: Day) -> [ResponsibilityChangeFault] {
        var faults: [ResponsibilityChangeFault] = []
        if category(draft.category) == nil { faults.append(.init("entry/category", .unknownCategory)) }
        if region(draft.region) == nil { faults.append(.init("entry/region", .unknownRegion)) }
        let assignees = [("entry/assignee", draft.assignee)] + draft.supporting.enumerated().map { ("entry/supporting/\($0)", $1) }
        for (member, assignee) in assignees {
            switch assignee {
            case .department(let code): if department(code) == nil { faults.append(.init(member, .unknownDepartment)) }
            case .authority(let code, _): if !registry.has(code) { faults.append(.init(member, .unknownAuthority)) }
            }
        }
        if draft.validFrom < today { faults.append(.init("entry/valid_from", .inThePast(today: today))) }
        if let end = draft.validTo, end < draft.validFrom { faults.append(.init("entry/valid_to", .endsBeforeItBegins)) }
        return faults
    }

    /// The entries of equal rank that share kinds and days with the draft, by id.
    private func overlapping(_ draft: ResponsibilityDraft, besides ended: Int?) -> [Int] {
        entriesCovering(draft.category).map { responsibilities[$0] }.filter { entry in
            entry.id != ended && entry.category == draft.category && entry.region == draft.region
                && entry.kinds.isEmpty == draft.kinds.isEmpty
                && (draft.kinds.isEmpty || !draft.kinds.isDisjoint(with: entry.kinds))
                && entry.validFrom <= draft.validTo ?? entry.validFrom && draft.validFrom <= entry.validTo ?? draft.validFrom
        }.map(\.id).sorted()
    }
}

extension Responsibility {
    fileprivate func ending(on day: Day?) -> Responsibility {
        Responsibility(
            id: id, category: category, kinds: kinds, region: region, assignee: assignee, supporting: supporting, power: power,
            legalBasis: legalBasis, validFrom: validFrom, validTo: day)
    }
}
