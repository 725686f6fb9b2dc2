import WorkingTime

extension WorkCalendar {
    /// The seconds of office time between two instants in which no pause lasted, the last one cut.
    /// Pauses may overlap, and reach beyond either end.
    public func handlingSeconds(from start: Instant, to end: Instant, pauses: [Pause]) -> Int {
        var time: Int64 = 0
        var now = start
        for pause in pauses.sorted(by: { $0.from < $1.from }) {
            if pause.from > now { time += elapsed(from: now, to: min(pause.from, end), unit: .workingHour) }
            now = max(now, pause.to ?? end)
        }
        time += elapsed(from: now, to: end, unit: .workingHour)
        return Int(time / Instant.microsecondsPerSecond)
    }
}
