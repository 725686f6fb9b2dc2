import WorkingTime

/// 黄牌红牌: given to a department for a limit that ended unmet.
public struct Card: Sendable {
    public enum Colour: String, CaseIterable, Sendable, Hashable {
        /// A limit has ended.
        case yellow
        /// It ended so long ago as the setting says, or a supervision order was not met.
        case red
    }

    public let id: Int
    public let colour: Colour
    public let department: DepartmentCode
    public let issuedAt: Instant
    public private(set) var withdrawnAt: Instant?
    public private(set) var withdrawnBy: AccountID?
    public private(set) var withdrawal: String?
    public private(set) var version: Int

    public init(
        id: Int, colour: Colour, department: DepartmentCode, issuedAt: Instant, withdrawnAt: Instant?, withdrawnBy: AccountID?,
        withdrawal: String?, version: Int
    ) {
        self.id = id
        self.colour = colour
        self.department = department
        self.issuedAt = issuedAt
        self.withdrawnAt = withdrawnAt
        self.withdrawnBy = withdrawnBy
        self.withdrawal = withdrawal
        self.version = version
    }

    /// A supervisor takes it back, once, and says why.
    public func withdrawn(by staff: Staff, saying reason: String, at now: Instant) throws(Refusal) -> Card {
        guard withdrawnAt == nil else { throw .cardIsWithdrawn }
        var next = self
        next.withdrawnAt = max(now, issuedAt)
        next.withdrawnBy = staff.id
        next.withdrawal = reason
        next.version += 1
        return next
    }
}
