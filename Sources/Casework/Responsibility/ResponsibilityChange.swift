import WorkingTime

/// A change of the map: what somebody proposes, and what an administrator's yes writes.
public enum ResponsibilityChange: Hashable, Sendable {
    case addition(ResponsibilityDraft)
    /// The entry with this id answers until this day, and no longer.
    case ending(Int, on: Day)
    /// From its first day on the draft stands in the place of the entry with this id, which ends on the day before.
    case replacement(Int, by: ResponsibilityDraft)

    public enum Sort: String, CaseIterable, Sendable { case addition, ending, replacement }

    public var sort: Sort {
        switch self {
        case .addition: .addition
        case .ending: .ending
        case .replacement: .replacement
        }
    }

    /// The id of the entry that ends.
    public var ended: Int? {
        switch self {
        case .addition: nil
        case .ending(let id, _), .replacement(let id, _): id
        }
    }

    /// The last valid day of the entry that ends.
    public var lastDay: Day? {
        switch self {
        case .addition: nil
        case .ending(_, let day): day
        case .replacement(_, let draft): draft.validFrom.advanced(by: -1)
        }
    }

    /// The entry that begins.
    public var begun: ResponsibilityDraft? {
        switch self {
        case .addition(let draft), .replacement(_, let draft): draft
        case .ending: nil
        }
    }

    /// The first day on which the map answers otherwise.
    public var firstDay: Day {
        switch self {
        case .addition(let draft), .replacement(_, let draft): draft.validFrom
        case .ending(_, let day): day.advanced(by: 1)
        }
    }
}

/// Why a change cannot be made of the map as it stands.
public struct ResponsibilityChangeFault: Hashable, Sendable {
    /// The part of the change at fault, as a path of its JSON form: `entry/category`.
    public let member: String
    public let rule: Rule

    public enum Rule: Hashable, Sendable {
        case unknownResponsibility
        case unknownCategory, unknownRegion, unknownDepartment, unknownAuthority
        /// What was cannot be changed afterwards: cases went by it.
        case inThePast(today: Day)
        case endsBeforeItBegins
        /// The entry that is to end begins only on this day.
        case notYetBegun(Day)
        /// The entry that is to end ends by itself on this day.
        case endsAlready(Day)
        /// These entries of equal rank answer for the same on a day that both share.
        case overlaps([Int])
    }

    public init(_ member: String, _ rule: Rule) {
        self.member = member
        self.rule = rule
    }
}
