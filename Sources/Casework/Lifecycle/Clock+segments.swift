import WorkingTime

extension Clock {
    /// One stretch of how a due instant came about: the limit itself, or the extension that follows it.
    public struct Segment: Sendable {
        public enum Reason: String, Sendable {
            case limit, `extension`
        }

        public let reason: Reason
        public let startedAt: Instant
        public let explanation: Explanation
    }

    /// How the due instant came about, stretch by stretch, so that an outside reader can count along: days counted and days
    /// skipped with their reasons, pauses included. The last stretch ends with the due instant, or with a pause that lasts.
    /// Empty if the list has the rule no more.
    public func segments(under jurisdiction: Jurisdiction) -> [Segment] {
        guard let limit = jurisdiction.limits[id: rule]?.limit else { return [] }
        let calendar = jurisdiction.calendar
        let pauses = rests.map { Pause(from: $0.from, to: $0.to) }
        let base = calendar.explain(from: startedAt, limit: limit, pauses: pauses)
        let first = Segment(reason: .limit, startedAt: startedAt, explanation: base)
        guard let extendedBy, let end = base.due?.dueAt else { return [first] }
        let added = calendar.explain(from: end, limit: extendedBy, pauses: pauses)
        return [first, Segment(reason: .extension, startedAt: end, explanation: added)]
    }
}
