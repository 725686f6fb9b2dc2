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
    let sealedAnswer: [UInt8]?
    let answer: [UInt8]
}
