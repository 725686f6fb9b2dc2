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
}

extension ServiceDesk {
    /// How a case is going, for whoever holds its number and code.
    /// - Throws: `notFound` for a wrong code as for an unknown number; neither takes longer.
    public func track(_ number: CaseNumber, code: String) async throws(DeskError) -> Progress {
        try await desk {
            let rows = try await self.database.query(
                """
                select id, kind, title, state, department, received_at, outcome, query_code from cases where number = \(number.description)
                """)
            let stored = try rows.first?.get("query_code", as: [UInt8].self)
            guard self.queryCodes.matches(code, of: number, stored: stored), let row = rows.first else { throw DeskError.notFound }
            let (id, kind, title, state, department, receivedAt, outcome, _) = try row.decode(
                (CaseID, Kind, String, CaseState, DepartmentCode?, Instant, Outcome?, [UInt8]).self)
            return Progress(
                number: number, kind: kind, title: title, state: state, department: department, receivedAt: receivedAt,
                outcome: outcome, clocks: try await CaseStore.clocks(of: [id.rawValue], in: self.database)[id.rawValue] ?? [],
                history: try await CaseReader.history(of: id, in: self.database).compactMap(\.forTheRequester))
        }
    }
}

extension HistoryLine {
    /// The line as it concerns the requester, or nil: not the notes, urges and orders inside the line,
    /// and of contacts, returns and reviews only that they happened. What was left under the query code is for the requester.
    var forTheRequester: HistoryLine? {
        guard let kind = CaseEvent.Kind(rawValue: type) else { return nil }
        switch kind {
        case .replied, .closed: return self
        case .contacted where isLeftForTheRequester: return self
        case .contacted, .received, .dispatched, .signed, .accepted, .sentBack, .approved, .returnUpheld:
            return HistoryLine(ordinal: ordinal, at: at, type: type, actor: nil, role: role, text: nil, factsJSON: factsJSON)
        case .classified, .claimed, .released, .returnRequested, .returnRejected, .noted, .urged, .orderIssued, .orderAcknowledged,
            .orderReplied, .orderAccepted, .orderRejected, .orderMoved, .orderLeft:
            return nil
        }
    }

    private var isLeftForTheRequester: Bool {
        let facts = try? JSONParser.parse(Array(factsJSON.utf8))
        return facts?.object?["means"]?.string == Contact.Means.tracking.rawValue
    }
}
