import Casework
import WorkingTime

/// What a requester takes away: the number, the code that opens it, and what happens next.
public struct Receipt: Sendable {
    public let number: CaseNumber
    public let queryCode: String
    public let file: Case
    public let routing: RoutingDecision
    /// Of the report that the same filing holds, if it holds one; the query code is the same.
    public let report: [Receipt]
}

/// A filing on its way through the door.
public struct Submission: Sendable {
    public let filing: Filing
    /// Who asks, in the form in which it will be sealed; nil for nobody.
    let requester: [UInt8]?
    let key: IdempotencyKey?
    let now: Instant
    /// Renders what the requester is told; it is repeated to the letter when asked again.
    let answer: @Sendable (Receipt) -> [UInt8]

    /// How many cases it becomes.
    var cases: Int { filing.report == nil ? 1 : 2 }
}
