import Casework
import IdentityVault
import WorkingTime

/// A submission opened in memory, ready to be written.
struct IntakeEntry: Sendable {
    let filing: Filing
    let file: Case
    let events: [CaseEvent]
    let routing: RoutingDecision
    let registeredAt: Instant
    let queryCode: [UInt8]
    let identity: IdentityVault.Sealed?
    let key: IdempotencyKey?
    /// What is kept for the key; nil also for a report, whose complaint's answer tells of both.
    let sealedAnswer: [UInt8]?
    let answer: [UInt8]
    /// Of a report that was split: the complaint's case.
    var origin: CaseID?
    /// The report that the same filing holds, if it holds one. Both are written, or neither.
    var report: [IntakeEntry] = []
}
