import Casework
import WorkingTime

/// A filing routed and opened in memory.
struct Opening {
    let filing: Filing
    let file: Case
    let events: [CaseEvent]
    let routing: RoutingDecision
    private let origin: CaseID?

    /// - Parameters:
    ///   - complaint: of a report, the case it is split from. Who has it or had it must not learn of the report: it is kept
    ///     from them as from whom it accuses.
    ///   - author: who splits it; the line itself where the filing says so.
    init(
        _ filing: Filing, serial: Int, splitFrom complaint: Case? = nil, by author: CaseEvent.Author = .system, at now: Instant,
        under jurisdiction: Jurisdiction
    ) throws(Refusal) {
        routing = jurisdiction.map.resolve(filing.question(on: now.day, keptFrom: complaint?.readers ?? []))
        let opened = try Case.open(
            filing, id: CaseID(rawValue: serial), number: CaseNumber(day: now.day, serial: serial), routing: routing,
            splitBy: complaint == nil ? nil : author, at: now, under: jurisdiction)
        self.filing = filing
        file = opened.next
        events = opened.events
        origin = complaint?.id
    }

    func receipt(_ queryCode: String, with report: [Receipt] = []) -> Receipt {
        Receipt(number: file.number, queryCode: queryCode, file: file, routing: routing, report: report)
    }

    /// What is written of a report: nobody asks, and its complaint's answer tells of it.
    func entry(queryCode: [UInt8], key: IdempotencyKey?, at now: Instant) -> IntakeEntry {
        IntakeEntry(
            filing: filing, file: file, events: events, routing: routing, registeredAt: now, queryCode: queryCode, identity: nil, key: key,
            sealedAnswer: nil, answer: [], origin: origin)
    }
}
