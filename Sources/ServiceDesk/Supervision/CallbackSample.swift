import Casework
import CaseworkSQL
import Database
import WorkingTime

/// Which closed cases are drawn from, and how many of them.
public struct CallbackDraw: Sendable {
    /// Closed on these days.
    public let days: ClosedRange<Day>
    /// With those below it; nil for all.
    public let department: DepartmentCode?
    /// Nil for the share that the settings name.
    public let shareMillionths: Int?
    /// Nil for one that nobody could foresee.
    public let seed: String?
    /// As of which instant; nil for now.
    public let asOf: Instant?

    public init(days: ClosedRange<Day>, department: DepartmentCode?, shareMillionths: Int?, seed: String?, asOf: Instant?) {
        self.days = days
        self.department = department
        self.shareMillionths = shareMillionths
        self.seed = seed
        self.asOf = asOf
    }
}

/// A sample as it was drawn.
public struct CallbackSample: Sendable {
    /// So many cases are drawn at once: all are read in one answer.
    public static let most = 5000

    public let id: Int
    public let days: ClosedRange<Day>
    public let department: DepartmentCode?
    public let shareMillionths: Int
    public let seed: String
    /// Whether whoever drew it brought the seed, and could have known whom it draws.
    public let seedGiven: Bool
    /// How many cases it was drawn from, how many were drawn, and how many of those have a result.
    public let population: Int
    public let drawn: Int
    public let checked: Int
    public let drawnAt: Instant
    /// What was closed at that instant it was drawn from.
    public let asOf: Instant
    public var cases: [CallbackSampleCase] = []

    init(_ row: Row) throws {
        id = try row.get("id")
        days = try row.get("closed_from", as: Day.self)...row.get("closed_to", as: Day.self)
        department = try row.get("department")
        shareMillionths = try row.get("share_millionths")
        seed = try row.get("seed")
        seedGiven = try row.get("seed_given")
        population = try row.get("population")
        drawn = try row.get("drawn")
        checked = try row.get("checked")
        drawnAt = try row.get("drawn_at")
        asOf = try row.get("as_of")
    }
}

/// A drawn case with what its requester says.
public struct CallbackSampleCase: Sendable {
    public let place: Int
    public let number: String
    public let department: DepartmentCode?
    /// As it was closed.
    public let outcome: Outcome?
    /// When the requester was called last, and how often.
    public let checkedAt: Instant?
    public let attempts: Int
    /// What was said the last time. Who was not reached says nothing.
    public let answer: Opinion?
}
