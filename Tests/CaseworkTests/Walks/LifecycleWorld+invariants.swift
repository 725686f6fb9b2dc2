import Casework
import WorkingTime

extension LifecycleWorld {
    /// What must hold of any case at any time, and is broken now.
    var broken: [String] {
        var broken = replayFailure.map { ["the history cannot be replayed: \($0)"] } ?? []
        for index in files.indices {
            // What a step left as it was holds as before; only time has passed.
            let isSame = files[index] == previous[index] && !isFresh
            broken +=
                isSame
                ? brokenLateness(of: index)
                : brokenStates(of: index) + brokenClocks(of: index)
                    + brokenRequests(of: index) + brokenSteps(of: index) + brokenLateness(of: index)
        }
        return broken + brokenOrders
    }

    /// An order that waits for its department has an open clock in each of its cases, and one that has ended in none.
    private var brokenOrders: [String] {
        var broken: [String] = []
        for (index, file) in files.enumerated() {
            let open = file.clocks.filter { $0.isOpen && $0.order != nil }
            let waiting = orders.filter {
                [.issued, .acknowledged].contains($0.state) && casesOfOrders[$0.id, default: []].contains(index)
            }
            let agree =
                open.count == waiting.count
                && waiting.allSatisfy { order in open.contains { $0.order == order.id && $0.department == order.department } }
            if !agree { broken.append("case \(index): the clocks of its orders are theirs") }
        }
        return broken
    }

    private func named(_ claims: [(Bool, String)], _ index: Int) -> [String] {
        claims.filter { !$0.0 }.map { "case \(index): \($0.1)" }
    }

    private func brokenStates(of index: Int) -> [String] {
        let file = files[index]
        let accused = { (department: DepartmentCode) in file.kind == .report && jurisdiction.map.isBarred(department, when: file.accused) }
        let parent = file.parent.map { files[$0.rawValue - 1] }
        // But for whom it accuses, or its parent does.
        let whereParentIs = parent?.lead.flatMap { lead in
            accused(lead) || parent?.isKept(from: lead, under: jurisdiction) ?? false ? nil : lead
        }
        let difference = difference(index)
        let outcomes: Set<Outcome?> =
            switch file.state {
            case .received, .dispatched, .returning, .handling, .suspended: [nil]
            case .replied, .callback, .closed: [.solved, .explained, .interim]
            case .answeredDirectly: [.explained]
            case .refused: [.refused]
            case .merged: [.merged]
            case .withdrawn: [.withdrawn]
            }
        let hasLead: Bool? =
            switch file.state {
            case .received, .answeredDirectly: false
            case .dispatched, .returning, .handling, .suspended, .replied, .callback, .closed: true
            case .refused, .withdrawn: file.dispatches > 0
            case .merged: nil
            }
        return named(
            [
                (hasLead == nil || hasLead == (file.lead != nil), "one lead from dispatch on"),
                (hasLead == nil || hasLead == (file.dispatches > 0), "dispatches are counted"),
                (file.state != .merged || file.dispatches == 0, "only what waits joins another"),
                (parent == nil || file.lead == whereParentIs, "a repeat is where its parent is"),
                (parent == nil || parent?.parent == nil, "no repeat of a repeat"),
                (file.lead.map { !file.supporting.contains($0) } ?? file.supporting.isEmpty, "nobody leads and helps"),
                (Set(file.supporting).count == file.supporting.count, "each helps once"),
                (file.state == .returning || file.lead.map { !accused($0) } ?? true, "a report is kept from the accused"),
                (!file.supporting.contains(where: accused), "the accused do not help"),
                (outcomes.contains(file.outcome), "the outcome is one of its state"),
                ((file.endedAt != nil) == file.state.isEnded, "ended at an instant"),
                ((file.parent != nil) == (file.state == .merged), "merged has a parent"),
                ((file.rejection != nil) == (file.state == .refused), "refused has a ground"),
                ((file.suspension != nil) == (file.state == .suspended), "suspended for a reason"),
                (
                    file.parkedUntil == nil || (file.dispatches > 0 && !file.state.isEnded),
                    "parked while it is under way"
                ),
                (file.dispatches <= 3 + taken[index], "the third dispatch designates"),
                (!file.state.isEnded || file.handler == nil, "what ended is free"),
                (!Self.mustAct.contains(file.state) || file.nextDueAt != nil, "somebody must act"),
                (file.reworks == file.clocks.count { $0.stage == .rework && $0.continues == nil }, "each rework has its clock"),
                (difference.isEmpty, difference.isEmpty ? "" : "the history tells the case: \(difference)"),
            ], index)
    }

    private func difference(_ index: Int) -> [CaseChanges.Assignment] {
        let (told, file) = (told[index].recorded, files[index].recorded)
        return told == file ? [] : CaseChanges(from: told, to: file).assignments
    }

    private static let isWithDepartment: Set<CaseState> = [.dispatched, .returning, .handling, .suspended]
    private static let mustAct: Set<CaseState> = [.received, .dispatched, .returning, .handling, .suspended]

    private func brokenClocks(of index: Int) -> [String] {
        let file = files[index]
        let open = file.clocks.filter { $0.isOpen && $0.order == nil }
        let stages = Set(open.map(\.stage))
        var (may, must) = Self.stages(of: file.state)
        // A requester who is not content again waits for a supervisor: no limit closes the case any more.
        if let said = file.callbacks.last(where: { $0.opinion.contacted }), said.opinion.isDissatisfied { must.remove(.callback) }
        let main = file.mainClock
        let measured: Set<Stage> = [.handle, .rework, .feedback]
        let handling = file.state == .handling || file.state == .suspended
        let replaced = file.clocks.filter { $0.ending == .replaced }.map(\.ordinal)
        let singles = open.filter { $0.stage != .support }.map(\.stage)
        return named(
            [
                (stages.isSubset(of: may), stages.isSubset(of: may) ? "" : "\(stages.subtracting(may)) open while \(file.state)"),
                (must.isSubset(of: stages), must.isSubset(of: stages) ? "" : "\(must.subtracting(stages)) not open while \(file.state)"),
                (singles.count == Set(singles).count, "one open clock a stage"),
                (!handling || stages.intersection(measured).count == 1, "the matter is measured once"),
                (
                    ![.dispatched, .returning].contains(file.state) || stages.contains(.accept)
                        || stages.intersection(measured).count == 1, "the matter is measured from dispatch on"
                ),
                (file.state != .dispatched || stages.contains(.sign) == !file.signed, "who has not signed is waited for"),
                (open.allSatisfy { !$0.isPaused || (file.state == .suspended && $0.ordinal == main?.ordinal) }, "only the suspended rest"),
                (
                    file.suspension.map { rest in main.map { $0.isPaused || $0.dueAt < rest.since } ?? true } ?? true,
                    "the suspended rest, unless they were late"
                ),
                (
                    !Self.isWithDepartment.contains(file.state)
                        || Set(open.filter { $0.stage == .support }.map(\.department))
                            == Set(file.supports.filter(\.isOpen).map { $0.department }),
                    "who is asked for support is measured"
                ),
                (
                    file.clocks.allSatisfy { !$0.isOpen || $0.department == file.lead || !Self.ofLead.contains($0.stage) },
                    "open clocks run against the lead"
                ),
                (file.clocks.allSatisfy { ($0.endedAt ?? $0.startedAt) >= $0.startedAt }, "clocks run forward"),
                (file.clocks.map(\.ordinal) == Array(1...file.clocks.count), "clocks are numbered"),
                (file.clocks.compactMap(\.continues).sorted() == replaced, "what is replaced goes on once"),
                (
                    file.clocks.allSatisfy { clock in
                        clock.continues.map { file.clocks[$0 - 1].stage == clock.stage && $0 < clock.ordinal } ?? true
                    }, "a clock goes on as the same stage"
                ),
                (file.clocks.allSatisfy { $0.halts.dropLast().allSatisfy { $0.to != nil } }, "only the last rest lasts"),
                (
                    file.clocks.allSatisfy { clock in clock.halts.allSatisfy { clock.startedAt <= $0.from && $0.from <= $0.to ?? $0.from }
                    },
                    "rests lie within the clock"
                ),
                (file.clocks.allSatisfy(isWithinItsExtension), "lengthened as the rule grants"),
            ], index)
    }

    private func brokenLateness(of index: Int) -> [String] {
        // The callback's limit is the requester's: that it ran out makes nobody late once the line has closed the case.
        let kept = files[index].clocks.allSatisfy {
            !late[index].contains($0.ordinal) || $0.isLate(at: latest) || $0.stage == .callback
        }
        return kept ? [] : ["case \(index): late stays late"]
    }

    /// The stages whose clocks may be open in a state, and those that must.
    private static func stages(of state: CaseState) -> (may: Set<Stage>, must: Set<Stage>) {
        switch state {
        case .received: ([.dispatch, .accept, .correctionNotice], [.dispatch])
        case .dispatched: ([.sign, .return, .handle, .firstContact, .feedback, .accept, .correctionNotice, .support], [])
        case .returning: ([.returnRuling, .handle, .firstContact, .feedback, .accept, .correctionNotice, .support], [.returnRuling])
        case .handling: ([.handle, .rework, .feedback, .return, .firstContact, .support, .correctionNotice], [])
        case .suspended:
            (
                [.handle, .rework, .feedback, .return, .firstContact, .support, .correctionNotice, .thirdParty, .coProducer], []
            )
        case .callback: ([.callback], [.callback])
        case .replied, .closed, .answeredDirectly, .refused, .merged, .withdrawn: ([], [])
        }
    }

    private static let ofLead: Set<Stage> = [.sign, .return, .handle, .rework, .firstContact, .feedback, .accept, .reply]

    private func isWithinItsExtension(_ clock: Clock) -> Bool {
        guard let extendedBy = clock.extendedBy else { return true }
        guard let grant = jurisdiction.limits[id: clock.rule]?.extension else { return false }
        return extendedBy.unit == grant.limit.unit && extendedBy.amount <= grant.limit.amount
    }

    private func brokenRequests(of index: Int) -> [String] {
        let file = files[index]
        let granted = { (kind: TimeRequest.Kind) in file.timeRequests.count { $0.kind == kind && $0.granted == true && $0.endedAt == nil } }
        let open = file.timeRequests.filter(\.isOpen)
        let lasting = file.returns.filter { $0.lapsedAt == nil }
        let asked = file.suspension.map { SuspensionGround.requestable.contains($0.ground) } ?? false
        return named(
            [
                (open.isEmpty || file.state == .handling || file.state == .suspended, "requests are open while they make sense"),
                (open.allSatisfy { $0.department == file.lead }, "the lead asks"),
                (Set(open.map(\.kind)).count == open.count, "one open request of a kind"),
                (granted(.parking) == (file.parkedUntil == nil ? 0 : 1), "parked as was granted"),
                (granted(.suspension) == (asked ? 1 : 0), "suspended as was granted"),
                (file.timeRequests.allSatisfy { $0.decidedBy != $0.requestedBy }, "another decides"),
                (file.timeRequests.map(\.ordinal) == Array(0..<file.timeRequests.count).map { $0 + 1 }, "requests are numbered"),
                (Self.extensions(of: file), "extended once for each count"),
                ((file.pendingReturn != nil) == (file.state == .returning), "a return is open while returning"),
                (
                    Set(lasting.map(\.department)).count == lasting.count,
                    "one return a department, but for those that lapsed"
                ),
            ], index)
    }

    /// A count that begins anew (a rework, a correction) may be lengthened again.
    private static func extensions(of file: Case) -> Bool {
        let counts = Set(file.clocks.filter { $0.stage == .handle || $0.stage == .rework }.map(\.startedAt)).count
        return file.timeRequests.count { $0.kind == .extension && $0.granted == true } <= counts
    }

    private func brokenSteps(of index: Int) -> [String] {
        let file = files[index]
        let before = previous[index]
        return named(
            [
                (file.changedAt >= before.changedAt, "time runs forward"),
                (file.version > before.version || file == before, "what is shown is of one version"),
                (zip(before.clocks, file.clocks).allSatisfy(isKept), "what ended stays as it was"),
                (file.clocks.count >= before.clocks.count, "clocks stay on record"),
                (!before.state.isEnded || file.state.isEnded || file.reopenings == before.reopenings + 1, "reopened on record"),
                (
                    before.state.transitions.contains(file.state) || file.state == before.state,
                    "\(before.state) does not become \(file.state)"
                ),
            ], index)
    }

    private func isKept(_ before: Clock, as after: Clock) -> Bool {
        guard before.isOpen else { return before == after }
        return before.startedAt == after.startedAt && before.rule == after.rule && before.stage == after.stage
            && before.department == after.department && before.continues == after.continues
            && (before.dueAt == after.dueAt || after.originalDueAt != nil)
    }
}
