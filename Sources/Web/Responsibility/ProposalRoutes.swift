import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// Proposals to change the responsibility map.
enum ProposalRoutes {
    @Sendable static func propose(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let proposed = try call.members(of: body) { members -> ProposedChange? in
            let change = members.required("change", .object(ChangeReader.change))
            let reason = members.required("reason", .words)
            let ruling = members.optional("ruling", .rowID)
            guard let change, let reason else { return nil }
            return ProposedChange(change: change, reason: reason, ruling: ruling)
        }
        let answer = try await call.desk.propose(
            proposed, by: call.staff, key: try call.idempotencyKey(body: body), at: call.now, answer: answer(call, .created))
        return try Answer.response(answer)
    }

    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        let page = try await call.desk.proposals(
            state: try call.query.oneOf("state", ProposalState.self),
            entry: try call.query.int("responsibility", in: .rowIDs),
            before: try call.query.cursor(parts: 1)?[0], limit: try call.query.limit())
        return .page(page.items, next: page.next.map(String.init), total: nil) { write($0, for: call.staff, into: &$1) }
    }

    @Sendable static func read(_ call: StaffCall) async throws -> Response {
        try Answer.response(answer(call)(try await call.desk.proposal(try call.rowID())))
    }

    @Sendable static func accept(_ call: StaffCall) async throws -> Response {
        let text = try await call.members { members -> String?? in .some(members.optional("text", .words)) }
        return try await decide(.accept(text), call)
    }

    @Sendable static func dismiss(_ call: StaffCall) async throws -> Response {
        try await decide(.dismiss(try await call.members { $0.required("text", .words) }), call)
    }

    private static func decide(_ decision: ProposalDecision, _ call: StaffCall) async throws -> Response {
        try Answer.response(
            await call.desk.decide(
                try call.rowID(), decision, by: call.staff, expecting: try call.expectedVersion(), at: call.now, answer: answer(call)))
    }

    private static func answer(_ call: StaffCall, _ status: HTTPResponse.Status = .ok) -> @Sendable (Proposal) -> [UInt8] {
        { proposal in
            var writer = JSONWriter()
            writer.object { write(proposal, for: call.staff, into: &$0) }
            let location = status == .created ? "/v1/responsibility-proposals/\(proposal.id)" : nil
            return Answer(status, etag: proposal.version, location: location, body: writer.bytes).bytes
        }
    }

    private static func write(_ proposal: Proposal, for staff: Staff, into object: inout JSONObjectWriter) {
        object.member("id", proposal.id)
        object.member("version", proposal.version)
        object.member("state", proposal.state.rawValue)
        object.change("change", proposal.proposed.change)
        object.member("reason", proposal.proposed.reason)
        object.member("ruling", proposal.proposed.ruling)
        object.member("proposer", proposal.proposer)
        object.member("proposed_at", proposal.proposedAt.description)
        object.member("decider", proposal.decider)
        object.member("decided_at", proposal.decidedAt?.description)
        object.member("decision", proposal.decision)
        object.member("responsibility_made", proposal.made)
        object.allowedActions(proposal.allowedActions(for: staff).map { ActionCall($0, on: proposal.id) })
    }
}
