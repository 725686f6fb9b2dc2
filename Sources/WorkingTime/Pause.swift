/// A time in which a clock stood still.
public struct Pause: Hashable, Sendable {
    public let from: Instant
    /// Nil while the clock still stands.
    public let to: Instant?

    public init(from: Instant, to: Instant?) {
        self.from = from
        self.to = to
    }

    /// The pauses as they bear on a clock that began at `start`: in order, apart from each other, none
    /// of them empty, none before the start. Those that touch or overlap have become one.
    static func normalised(_ pauses: [Pause], after start: Instant) -> [Pause] {
        var joined: [Pause] = []
        for pause in pauses.sorted(by: { $0.from < $1.from }) {
            let from = max(pause.from, start)
            if let to = pause.to, to <= from { continue }
            guard let last = joined.last else {
                joined.append(Pause(from: from, to: pause.to))
                continue
            }
            guard let lastTo = last.to else { break }
            if from > lastTo {
                joined.append(Pause(from: from, to: pause.to))
            } else {
                joined[joined.count - 1] = Pause(from: last.from, to: pause.to.map { max($0, lastTo) })
            }
        }
        return joined
    }
}
