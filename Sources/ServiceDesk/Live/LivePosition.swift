import WorkingTime

/// What an event's id says: how far somebody has seen, and of what. Who comes back and would see something else now, because
/// the lists, their account or what they ask for changed, reads the list anew: of cases that came into sight without a change of
/// their own no log tells.
public struct LiveMark: Sendable, Hashable {
    let position: LivePosition
    /// Of the question.
    let digest: UInt64

    init(_ position: LivePosition, _ digest: UInt64) {
        (self.position, self.digest) = (position, digest)
    }

    /// `xmin:xmax:xip@microseconds~digest`; nil for what no server of this line wrote.
    public init?(_ text: String) {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count <= 2, let position = LivePosition(parts[0]) else { return nil }
        // An older server's ids do not say to what question: it is not this one, and a reset tells so.
        guard let digest = parts.count == 2 ? DatabaseSnapshot.number(parts[1]) : 0 else { return nil }
        self.init(position, digest)
    }

    /// The same, for whoever has seen what was due no further than an instant.
    public func upTo(_ instant: Instant) -> LiveMark {
        LiveMark(LivePosition(position.snapshot, min(position.instant, instant)), digest)
    }

    public var id: String { "\(position.text)~\(digest)" }
}

/// The transactions that a snapshot of the database saw, and the due instants until an instant.
///
/// A snapshot, not a number: transactions become visible in another order than they began in.
struct LivePosition: Sendable, Hashable {
    let snapshot: DatabaseSnapshot
    let instant: Instant

    init(_ snapshot: DatabaseSnapshot, _ instant: Instant) {
        self.snapshot = snapshot
        self.instant = instant
    }

    /// The clocks of the line's servers go apart by no more than this many seconds: what came due by the clock of one may not
    /// have come due yet by another's.
    private static let skew: Int64 = 10

    static func earliest(at now: Instant) -> Instant { now.adding(seconds: -skew) }
    static func latest(at now: Instant) -> Instant { now.adding(seconds: skew) }

    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let snapshot = DatabaseSnapshot(parts[0]), parts[1].utf8.count <= 16,
            let microseconds = DatabaseSnapshot.number(parts[1])
        else { return nil }
        self.init(snapshot, Instant(microseconds: Int64(microseconds)))
    }

    var text: String { "\(snapshot.text)@\(instant.microseconds)" }
}

/// What `pg_current_snapshot()` answers: which transactions it saw the end of.
struct DatabaseSnapshot: Sendable, Hashable {
    /// All before it had ended.
    let first: UInt64
    /// None from it on had begun.
    let next: UInt64
    /// Those between that were under way.
    let running: Set<UInt64>
    let text: String

    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        // A snapshot lists no more than the server's connections.
        guard text.utf8.count <= 16_384, parts.count == 3, let first = Self.number(parts[0]), let next = Self.number(parts[1]),
            first <= next
        else { return nil }
        var running: Set<UInt64> = []
        if !parts[2].isEmpty {
            for part in parts[2].split(separator: ",", omittingEmptySubsequences: false) {
                guard let id = Self.number(part), (first..<next).contains(id) else { return nil }
                running.insert(id)
            }
        }
        (self.first, self.next, self.running, self.text) = (first, next, running, String(text))
    }

    func sees(_ transaction: UInt64) -> Bool {
        transaction < first || (transaction < next && !running.contains(transaction))
    }

    /// Digits alone: no sign, and nothing beyond the 63 bits that the database's numbers have too.
    static func number(_ text: some StringProtocol) -> UInt64? {
        guard (1...19).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(text),
            number <= UInt64(Int64.max)
        else { return nil }
        return number
    }
}
