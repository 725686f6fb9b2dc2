/// A point in time to the microsecond. Hotline lives in one zone, +08:00 without daylight saving,
/// so the zone is a constant here and not a database.
///
/// The text form is RFC 3339 at +08:00, `2026-09-30T16:00:00+08:00`, in JSON as well.
public struct Instant: Hashable, Comparable, Sendable {
    /// Since 1970-01-01T00:00:00Z; negative before.
    public let microseconds: Int64

    public static let microsecondsPerSecond: Int64 = 1_000_000
    public static let microsecondsPerHour: Int64 = 3600 * microsecondsPerSecond
    public static let microsecondsPerDay: Int64 = 24 * microsecondsPerHour
    /// How far the clocks on the wall are ahead of UTC.
    static let zoneOffset: Int64 = 8 * microsecondsPerHour

    /// `microseconds` since 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Reads RFC 3339: `2026-09-30T16:00:00.25+08:00`, with `Z` or any offset.
    ///
    /// Stricter than the RFC: `T` and `Z` are capitals, a leap second is refused, and the instant must
    /// lie in the years 1 to 9999 at +08:00, so that it can be written again. Looser in one thing:
    /// the seconds may be left out. A fraction has up to nine digits and is cut to microseconds.
    public init?(rfc3339 text: String) {
        var text = text
        let instant = text.withUTF8 { Instant(rfc3339: $0) }
        guard let instant else { return nil }
        self = instant
    }

    /// The same from ASCII bytes.
    public init?(rfc3339 bytes: UnsafeBufferPointer<UInt8>) {
        var reader = DigitReader(bytes)
        guard let day = reader.day(), reader.skip("T"), let hour = reader.number(digits: 2), hour < 24, reader.skip(":"),
            let minute = reader.number(digits: 2), minute < 60
        else { return nil }
        var time = Int64(hour * 3600 + minute * 60) * Instant.microsecondsPerSecond
        if reader.skip(":") {
            guard let second = reader.number(digits: 2), second < 60 else { return nil }
            time += Int64(second) * Instant.microsecondsPerSecond
            if reader.skip(".") {
                guard let fraction = reader.fraction() else { return nil }
                time += fraction
            }
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        microseconds = Int64(day.daysSince1970) * Instant.microsecondsPerDay + time - offset
        guard Instant.writable.contains(self) else { return nil }
    }

    /// The day on the wall at +08:00.
    public var day: Day { Day(daysSince1970: Int(wall.quotient)) }

    /// Since 00:00 at +08:00; 0 to 1439.
    public var minuteOfDay: Int { secondOfDay / 60 }

    /// Since 00:00:00 at +08:00; 0 to 86,399.
    public var secondOfDay: Int { Int(microsecondOfDay / Instant.microsecondsPerSecond) }

    /// Since 00:00:00 at +08:00; less than `microsecondsPerDay`.
    public var microsecondOfDay: Int64 { wall.remainder }

    public func adding(seconds: Int64) -> Instant {
        adding(microseconds: seconds * Instant.microsecondsPerSecond)
    }

    public func adding(microseconds: Int64) -> Instant {
        Instant(microseconds: self.microseconds + microseconds)
    }

    /// Negative when `earlier` is later than this.
    public func microseconds(since earlier: Instant) -> Int64 {
        microseconds - earlier.microseconds
    }

    /// Whole seconds, cut towards zero; negative when `earlier` is later than this.
    public func seconds(since earlier: Instant) -> Int64 {
        microseconds(since: earlier) / Instant.microsecondsPerSecond
    }

    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// Years 1 to 9999 at +08:00.
    private static let writable = Day.first(ofYear: 1).start..<Day.first(ofYear: 10_000).start

    /// Days and the rest of a day since 1970-01-01T00:00:00+08:00, rounded down.
    private var wall: (quotient: Int64, remainder: Int64) {
        // Overflow can only be met within eight hours of the end of Int64, 292,000 years away.
        let parts = (microseconds &+ Instant.zoneOffset).quotientAndRemainder(dividingBy: Instant.microsecondsPerDay)
        return parts.remainder < 0 ? (parts.quotient - 1, parts.remainder + Instant.microsecondsPerDay) : parts
    }
}

extension DigitReader {
    /// `Z`, or `+08:00` in microseconds ahead of UTC.
    fileprivate mutating func offset() -> Int64? {
        if skip("Z") { return 0 }
        let ahead = skip("+")
        guard ahead || skip("-"), let hours = number(digits: 2), hours < 24, skip(":"), let minutes = number(digits: 2), minutes < 60
        else { return nil }
        let offset = Int64(hours * 3600 + minutes * 60) * Instant.microsecondsPerSecond
        return ahead ? offset : -offset
    }
}

extension Instant: CustomStringConvertible {
    public var description: String {
        String(unsafeUninitializedCapacity: DigitWriter.capacity) { buffer in
            var writer = DigitWriter(buffer)
            writer.instant(self)
            return writer.count
        }
    }
}
