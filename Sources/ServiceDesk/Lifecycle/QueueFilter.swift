import Casework
import CaseworkSQL
import Database
import WorkingTime

/// What a queue is narrowed to.
public struct QueueFilter: Sendable {
    /// What the reader's department has to do with the cases.
    public enum Part: String, CaseIterable, Sendable {
        case lead, supporting
    }

    public enum Handler: String, CaseIterable, Sendable {
        /// Those the reader took.
        case me
        /// Those that can be taken.
        case none
    }

    public var part = Part.lead
    public var handler: Handler?
    public var state: CaseState?
    public var kind: Kind?
    /// With the regions inside it.
    public var region: RegionCode?
    public var dueBefore: Instant?

    public init() {}

    func conditions(for staff: Staff, in map: ResponsibilityMap, at now: Instant) -> [SQL] {
        var conditions: [SQL] = []
        switch handler {
        case .me: conditions.append("c.handler = \(staff.id)")
        case .some(.none): conditions.append(Self.isFree(at: now))
        case nil: break
        }
        if let state { conditions.append("c.state = \(state)") }
        if let kind { conditions.append("c.kind = \(kind)") }
        if let region { conditions.append("c.region = any(\(map.subtree(of: region)))") }
        if let dueBefore { conditions.append("c.next_due_at < \(dueBefore)") }
        return conditions
    }

    /// Nobody took the case, or only somebody who can no longer sign in.
    static func isFree(at now: Instant) -> SQL {
        """
        (c.handler is null or not exists (
            select from account_tokens t where t.account = c.handler and t.revoked_at is null and t.expires_at > \(now)))
        """
    }
}
