import Casework
import Formats
import Hummingbird
import ServiceDesk
import Statistics
import WorkingTime

/// What a change of the map would have done to the cases that came last.
enum DryRunRoutes {
    private enum Subject {
        case change(ResponsibilityChange)
        case proposal(Int)
    }

    private struct Wish {
        let subject: Subject
        let cases: Int
        let cursor: DryRunCursor?
        let limit: Int
    }

    @Sendable static func run(_ call: StaffCall) async throws -> Response {
        let wish = try await call.members(wish)
        let map = call.desk.jurisdiction.map
        let change = try await change(wish.subject, call)
        let faults = map.faults(of: change, today: call.now.day)
        guard faults.isEmpty else {
            if case .proposal = wish.subject { throw Problem(changed: faults, at: { _ in "/proposal" }) }
            throw Problem(changed: faults, at: { "/change/\($0)" })
        }
        let query = DryRunQuery(change: change, cases: wish.cases, after: wish.cursor, limit: wish.limit)
        let run = try await call.house.statistics.dryRun(query, of: map)
        let head = { (object: inout JSONObjectWriter) in
            object.member("on", run.on.description)
            object.member("cases", run.cases)
            object.object("effects") { effects in
                for effect in RoutingComparison.Effect.allCases { effects.member(effect.rawValue, run.effects[effect] ?? 0) }
            }
        }
        let next = run.next.map { "\($0.newest)-\($0.last)" }
        return .json(
            Response.pageBytes(run.moved, next: next, total: nil, head: head) { moved, object in
                object.member("number", moved.number)
                object.named("from", moved.comparison.from, map.department(_:)) { $0.name }
                object.named("to", moved.comparison.to, map.department(_:)) { $0.name }
            })
    }

    private static func wish(_ members: MemberReader.Object) -> Wish? {
        let change = members.optional("change", .object(ChangeReader.change))
        let proposal = members.optional("proposal", .rowID)
        let cases = members.optional("cases", .int(1...DryRunQuery.mostCases)) ?? 1_000
        let limit = members.optional("limit", .int(1...500)) ?? 100
        let cursor = members.optional("cursor", .dryRunCursor)
        if members.holds("change") == members.holds("proposal") {
            members.fault("", "change_or_proposal", Words("须给出 change 或 proposal 之一。", "Give either change or proposal."))
            return nil
        }
        guard let subject = change.map(Subject.change) ?? proposal.map(Subject.proposal) else { return nil }
        return Wish(subject: subject, cases: cases, cursor: cursor, limit: limit)
    }

    private static func change(_ subject: Subject, _ call: StaffCall) async throws -> ResponsibilityChange {
        switch subject {
        case .change(let change): return change
        case .proposal(let id):
            do {
                return try await call.desk.proposal(id).proposed.change
            } catch DeskError.notFound {
                throw Problem(member: "/proposal", "unknown_proposal", Words("没有此建议。", "No such proposal."))
            }
        }
    }
}

extension Member where Value == DryRunCursor {
    fileprivate static var dryRunCursor: Member {
        Member("malformed_cursor", Words("请使用上一页返回的 next。", "Use the next of the page before.")) { json in
            let parts = (json.string ?? "").split(separator: "-", omittingEmptySubsequences: false)
            let numbers = parts.filter { $0.utf8.count <= 16 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }.compactMap { Int($0) }
            return parts.count == 2 && numbers.count == 2 ? DryRunCursor(newest: numbers[0], last: numbers[1]) : nil
        }
    }
}
