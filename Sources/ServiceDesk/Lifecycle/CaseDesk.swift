import Casework
import CaseworkSQL
import Database
import WorkingTime

/// A change that somebody asks of a case, with the care they take not to overwrite another's.
public struct CaseChange: Sendable {
    public let number: CaseNumber
    public let staff: Staff
    /// The version the caller saw; nil if they did not say.
    public let expected: Int?
    public let key: IdempotencyKey?
    public let now: Instant

    public init(number: CaseNumber, staff: Staff, expected: Int?, key: IdempotencyKey? = nil, now: Instant) {
        self.number = number
        self.staff = staff
        self.expected = expected
        self.key = key
        self.now = now
    }
}

extension ServiceDesk {
    /// Carries out a command on a case: lock, decide, save, answer, all in one transaction.
    /// - Returns: what `answer` makes of the case as it then stands, or of the first time for a repeated key.
    public func change(
        _ change: CaseChange, _ command: CaseCommand, answer: @escaping @Sendable (CaseFile) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            let jurisdiction = self.jurisdiction
            let scope = CaseScope(of: change.staff, in: jurisdiction.map)
            return try await self.database.transaction { transaction in
                // Before the key: an answer is not repeated to somebody who may no longer know of the case.
                let file = try await CaseStore.lock(change.number, within: scope, in: transaction)
                return try await self.answers.once(change.key, at: change.now, in: transaction) {
                    try Self.check(change.expected, against: file.version)
                    try await self.carryOut(command, on: file, by: change.staff, at: change.now, under: jurisdiction, in: transaction)
                    return answer(try await self.view(change.number, for: change.staff, at: change.now, in: transaction))
                }
            }
        }
    }

    /// Rules on the return request with this id, whichever case it belongs to.
    public func rule(
        on request: Int, _ ruling: Ruling, by staff: Staff, expecting version: Int?, at now: Instant,
        answer: @escaping @Sendable (CaseFile) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            let jurisdiction = self.jurisdiction
            let scope = CaseScope(of: staff, in: jurisdiction.map)
            return try await self.database.transaction { transaction in
                let rows = try await transaction.query("select case_id from return_requests where id = \(request)")
                guard let id = try rows.first?.decode(CaseID.self) else { throw DeskError.notFound }
                let file = try await CaseStore.lock(id, within: scope, in: transaction)
                try Self.check(version, against: file.version)
                // Read under the lock: two rulings at once must not both find it open.
                let open = try await transaction.query(
                    "select 1 from return_requests where id = \(request) and ruled_at is null and lapsed_at is null")
                guard !open.isEmpty else { throw Refusal.stateForbids(.ruleOnReturn, file.state) }
                try await self.carryOut(.ruleOnReturn(ruling), on: file, by: staff, at: now, under: jurisdiction, in: transaction)
                return answer(try await self.view(file.number, for: staff, at: now, in: transaction))
            }
        }
    }

    /// Decides the request for time with this id, whichever case it belongs to.
    public func decide(
        on request: Int, _ decision: TimeDecision, by staff: Staff, expecting version: Int?, at now: Instant,
        answer: @escaping @Sendable (CaseFile) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            let jurisdiction = self.jurisdiction
            let scope = CaseScope(of: staff, in: jurisdiction.map)
            return try await self.database.transaction { transaction in
                let rows = try await transaction.query(
                    "select case_id from time_requests where id = \(request) and kind = \(decision.kind)")
                guard let id = try rows.first?.decode(CaseID.self) else { throw DeskError.notFound }
                let file = try await CaseStore.lock(id, within: scope, in: transaction)
                try Self.check(version, against: file.version)
                // Read under the lock: two decisions at once must not both find it open.
                let open = try await transaction.query(
                    "select 1 from time_requests where id = \(request) and decided_at is null and ended_at is null")
                guard !open.isEmpty else { throw Refusal.nothingRequested(decision.kind) }
                try await self.carryOut(.decideTime(decision), on: file, by: staff, at: now, under: jurisdiction, in: transaction)
                return answer(try await self.view(file.number, for: staff, at: now, in: transaction))
            }
        }
    }

    /// Lets a repeat join the case that is under way.
    public func merge(
        _ change: CaseChange, into parent: CaseNumber, answer: @escaping @Sendable (CaseFile) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            let jurisdiction = self.jurisdiction
            let scope = CaseScope(of: change.staff, in: jurisdiction.map)
            return try await self.database.transaction { transaction in
                // In one order everywhere, so that two merges cannot wait for each other.
                var files: [CaseNumber: Case] = [:]
                for number in Set([change.number, parent]).sorted(by: { $0.serial < $1.serial }) {
                    do {
                        files[number] = try await CaseStore.lock(number, within: scope, in: transaction)
                    } catch DeskError.notFound where number == parent {
                        throw Refusal.unknownParent
                    }
                }
                guard let child = files[change.number], let target = files[parent] else { throw DeskError.notFound }
                try Self.check(change.expected, against: child.version)
                let command = CaseCommand.merge(into: target)
                try await self.carryOut(command, on: child, by: change.staff, at: change.now, under: jurisdiction, in: transaction)
                let joined = target.joined(
                    by: child.number, author: .staff(change.staff.id, .dispatcher), at: change.now, under: jurisdiction)
                try await CaseStore.save(joined, over: target, in: transaction)
                if [.replied, .callback].contains(target.state), let answer = try await CaseReader.answer(to: target.id, in: transaction) {
                    let repeated = try await CaseStore.lock(child.id, within: .everything, in: transaction)
                    let told = repeated.told(answer.text, facts: answer.facts, at: change.now, under: jurisdiction)
                    try await CaseStore.save(told, over: repeated, in: transaction)
                }
                return answer(try await self.view(change.number, for: change.staff, at: change.now, in: transaction))
            }
        }
    }

    /// Carries out what the line does by rule, if it is still to be done.
    /// - Returns: false where another process was first, or the time has not come.
    public func carryOut(_ command: SystemCommand, on id: CaseID, at now: Instant) async throws(DeskError) -> Bool {
        try await desk {
            let jurisdiction = self.jurisdiction
            return try await self.database.transaction { transaction in
                let file = try await CaseStore.lock(id, within: .everything, in: transaction)
                var (others, marked): (Bool, Set<Int>) = (false, [])
                if case .endSuspension = command { others = try await CaseReader.hasRepeats(id, in: transaction) }
                if case .recount = command { marked = try await ClockStore.marked(of: id, in: transaction) }
                let decision: Decision
                do throws(Refusal) {
                    decision = try file.decide(command, heldByOthers: others, marked: marked, at: now, under: jurisdiction)
                } catch {
                    return false
                }
                try await self.settle(decision, over: file, under: jurisdiction, in: transaction)
                if case .recount = command { try await DueMoves.add(decision.next, over: file, in: transaction) }
                return true
            }
        }
    }

    static func check(_ expected: Int?, against version: Int) throws(DeskError) {
        if let expected, expected != version { throw .stale(current: version) }
    }

    func carryOut(
        _ command: CaseCommand, on file: Case, by staff: Staff, at now: Instant, under jurisdiction: Jurisdiction,
        in transaction: Transaction
    ) async throws {
        var map: RoutingDecision?
        if case .dispatch = command {
            // Who may not dispatch learns nothing of the map's opinion; the rule says no first.
            _ = try file.permit(.dispatch, to: staff, at: now, under: jurisdiction)
            map = jurisdiction.map.resolve(try await CaseReader.question(of: file, on: now.day, in: transaction))
        }
        var named: [DepartmentCode] = []
        if case .classify(let classification) = command, classification.kind == .report, file.kind != .report {
            let question = try await CaseReader.question(of: file, on: now.day, in: transaction)
            named = jurisdiction.map.departments(namedIn: question.title, question.body)
        }
        var apart: [DepartmentCode] = []
        switch command {
        // Who asks to help with a complaint is not told by a refusal that there is a report; and who helps does not see who asks.
        case .requestSupport where !file.filedAsReport && !staff.holds(anyOf: [.dispatcher]): break
        case .dispatch, .classify, .ruleOnReturn, .requestSupport, .merge:
            apart = try await CaseReader.departmentsApart(from: file.id, in: transaction)
        default: break
        }
        let decision = try file.decide(command, by: staff, at: now, under: jurisdiction, map: map, named: named, apart: apart)
        try await settle(decision, over: file, under: jurisdiction, in: transaction)
    }

    /// Writes a decision and what follows from it elsewhere: orders that go along with their case, repeats that are answered
    /// with their parent.
    func settle(_ decision: Decision, over file: Case, under jurisdiction: Jurisdiction, in transaction: Transaction) async throws {
        var decision = decision
        if decision.concernsOrders(from: file), file.clocks.contains(where: { $0.order != nil }) {
            let orders = try await OrderStore.lockAll(ofCase: file.id, in: transaction)
            let (changed, left) = try decision.handOver(orders, from: file, under: jurisdiction)
            for order in changed {
                try await OrderStore.save(order, in: transaction)
                guard order.isOpen else { continue }
                try await Notices.add(
                    .orderIssued, [.department(order.department): [Notice.Subject(file.id)]], order: order.id, at: decision.next.changedAt,
                    in: transaction)
            }
            try await OrderStore.take(file.id, from: left, at: decision.next.changedAt, in: transaction)
        }
        try await CaseStore.save(decision, over: file, in: transaction)
        let moved = zip(decision.next.clocks, file.clocks).filter { $0.dueAt != $1.dueAt }.compactMap(\.0.order)
        try await OrderStore.followClocks(of: moved, in: transaction)
        for (kind, receiver) in decision.notices(after: file, under: jurisdiction) {
            try await Notices.add(kind, [receiver: [Notice.Subject(file.id)]], at: decision.next.changedAt, in: transaction)
        }
        guard decision.concernsRepeats(from: file) else { return }
        for child in try await CaseStore.children(of: file.id, in: transaction) {
            let repeated = try await CaseStore.lock(child, within: .everything, in: transaction)
            // It may have left while its lock was waited for.
            guard repeated.parent == file.id else { continue }
            let apart = try await CaseReader.departmentsApart(from: child, in: transaction)
            guard let followed = repeated.following(decision, apart: apart, under: jurisdiction) else { continue }
            try await CaseStore.save(followed, over: repeated, in: transaction)
        }
    }
}
