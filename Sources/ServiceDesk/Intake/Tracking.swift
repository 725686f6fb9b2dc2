import Casework
import CaseworkSQL
import Database
import Formats
import WorkingTime

/// A case as its requester may see it.
public struct Progress: Sendable {
    public let number: CaseNumber
    public let kind: Kind
    public let title: String
    public let state: CaseState
    public let department: DepartmentCode?
    public let receivedAt: Instant
    public let outcome: Outcome?
    public let clocks: [Clock]
    public let history: [HistoryLine]
    public let allowedActions: [RequesterAction]
    /// The numbers of the report that was split from it, or of the complaint from which it was split: the same requester's.
    public let linked: [String]
}

extension ServiceDesk {
    /// How a case is going, for whoever holds its number and code.
    /// - Throws: `notFound` for a wrong code as for an unknown number; neither takes longer.
    public func track(_ number: CaseNumber, code: String, at now: Instant) async throws(DeskError) -> Progress {
        try await desk {
            try await self.database.transaction { transaction in
                let id = try await self.opened(number, code: code, in: transaction)
                return try await self.progress(of: id, at: now, in: transaction)
            }
        }
    }

    /// The case that number and code open. A report that was split from a complaint opens with the complaint's code.
    func opened(_ number: CaseNumber, code: String, in transaction: Transaction) async throws -> CaseID {
        let row = try await transaction.query(
            """
            select c.id, c.query_code, o.number as origin, o.query_code as origin_code
            from cases c left join case_links l on l.case_id = c.id left join cases o on o.id = l.origin
            where c.number = \(number.description)
            """
        ).first
        let opensItself = queryCodes.matches(code, of: number, stored: try row?.get("query_code", as: [UInt8].self))
        let origin = try row?.get("origin", as: String?.self).flatMap { CaseNumber($0) }
        let opensOrigin = queryCodes.matches(code, of: origin ?? number, stored: try row?.get("origin_code", as: [UInt8]?.self))
        guard opensItself || opensOrigin, let id = try row?.get("id", as: CaseID.self) else { throw DeskError.notFound }
        return id
    }

    func progress(of id: CaseID, at now: Instant, in transaction: Transaction) async throws -> Progress {
        let file = try await CaseStore.find(id, within: .everything, in: transaction)
        var clocks = file.clocks.filter(\.concernsRequester)
        // A repeat is answered with its parent, whose clock is the one that runs.
        if let parent = file.parent?.rawValue {
            let running = try await ClockStore.clocks(of: [parent], in: transaction)[parent] ?? []
            clocks = Case.shared(running, withRepeatOf: file.receivedAt)
        }
        return Progress(
            number: file.number, kind: file.kind, title: try await CaseReader.title(of: id, in: transaction), state: file.state,
            department: file.lead, receivedAt: file.receivedAt, outcome: file.outcome, clocks: clocks,
            history: try await CaseReader.history(of: id, in: transaction).compactMap(\.forTheRequester),
            allowedActions: file.requesterActions(at: now, under: jurisdiction),
            linked: try await CaseReader.linked(with: id, in: transaction))
    }
}

extension HistoryLine {
    /// The line as it concerns the requester, or nil: not the notes, urges and orders inside the line,
    /// and of contacts, returns and reviews only that they happened. What was left under the query code is for the requester.
    var forTheRequester: HistoryLine? {
        guard let kind = CaseEvent.Kind(rawValue: type) else { return nil }
        switch kind {
        // Whose help the department had asked for stays inside the line.
        case .replied:
            return HistoryLine(
                ordinal: ordinal, at: at, type: type, actor: nil, role: role, text: text,
                factsJSON: facts(named: ["outcome", "finished_at", "promised_on"]))
        // What is said to them, and what they said.
        case .closed, .answeredDirectly, .refused, .parentReplied, .parentClosed, .parentTimeGranted, .correctionRequested, .supplemented,
            .withdrawn, .withdrawalNoted, .rated, .calledBack, .timeGranted:
            return anonymous
        case .contacted where isLeftForTheRequester:
            return anonymous
        case .dispatched:
            return HistoryLine(
                ordinal: ordinal, at: at, type: type, actor: nil, role: role, text: nil, factsJSON: facts(named: ["department"]))
        case .dueMoved:
            let moved = facts["moved"]?.split(separator: ";").filter { entry in
                ![Stage.reply, .support].contains { entry.hasPrefix("\($0.rawValue):") }
            }
            guard let moved, !moved.isEmpty else { return nil }
            return HistoryLine(
                ordinal: ordinal, at: at, type: type, actor: nil, role: role, text: nil,
                factsJSON: CaseEvent.json(of: ["moved": moved.joined(separator: ";")]))
        case .contacted, .received, .signed, .accepted, .sentBack, .approved, .returnUpheld, .consulted, .resumed,
            .unparked, .reworkOrdered, .reopened, .silence, .parentMoved:
            return HistoryLine(ordinal: ordinal, at: at, type: type, actor: nil, role: role, text: nil, factsJSON: factsJSON)
        // None of them sees another: the number of the parent is not theirs to know.
        case .merged:
            return HistoryLine(ordinal: ordinal, at: at, type: type, actor: nil, role: role, text: nil, factsJSON: "{}")
        case .classified, .claimed, .released, .returnRequested, .returnRejected, .noted, .urged, .orderIssued, .orderAcknowledged,
            .orderReplied, .orderAccepted, .orderRejected, .orderMoved, .orderLeft, .joined, .split, .timeRequested, .timeRefused,
            .supportRequested, .supportAnswered, .supportReleased, .orderUnmet, .overdue, .dueConfirmed:
            return nil
        }
    }

    private var anonymous: HistoryLine {
        HistoryLine(ordinal: ordinal, at: at, type: type, actor: nil, role: role, text: text, factsJSON: factsJSON)
    }

    private var isLeftForTheRequester: Bool { facts["means"] == Contact.Means.tracking.rawValue }

    private func facts(named names: Set<String>) -> String { CaseEvent.json(of: facts.filter { names.contains($0.key) }) }
}
