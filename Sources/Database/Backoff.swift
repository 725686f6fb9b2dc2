/// Waiting times between attempts to connect: doubled each time from 100 ms to 5 s, a quarter more or less by chance,
/// so that many processes do not come back in step.
struct Backoff {
    private var failures = 0

    mutating func next() -> Duration {
        let milliseconds = min(5000, 100 * Double(1 << min(failures, 6)))
        failures += 1
        return .milliseconds(Int(min(5000, milliseconds * .random(in: 0.75...1.25))))
    }

    mutating func reset() {
        failures = 0
    }
}
