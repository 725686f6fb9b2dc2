/// A calendar day of the proleptic Gregorian calendar, as it is lived at +08:00.
///
/// Held as a count, so that comparing and adding are integer work. The text form is `2026-09-30`,
/// in JSON as well.
public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before.
    public let daysSince1970: Int

    public init(daysSince1970: Int) {
        self.daysSince1970 = daysSince1970
    }

    /// Nil unless the three name a real day of the years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, day >= 1, day <= Day.length(ofMonth: month, year: year) else { return nil }
        daysSince1970 = CivilDate(year: year, month: month, day: day).daysSince1970
    }

    /// Reads `2026-09-30`: four, two and two ASCII digits, nothing before or after.
    public init?(_ text: String) {
        var text = text
        let day = text.withUTF8 { bytes -> Day? in
            var reader = DigitReader(bytes)
            guard let day = reader.day(), reader.isAtEnd else { return nil }
            return day
        }
        guard let day else { return nil }
        self = day
    }

    public var year: Int { civil.year }
    public var month: Int { civil.month }
    public var day: Int { civil.day }

    /// Year, month and day together: one computation instead of three.
    var civil: CivilDate { CivilDate(daysSince1970: daysSince1970) }

    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let sinceMonday = (daysSince1970 + 3) % 7
        return Weekday(sinceMonday: sinceMonday < 0 ? sinceMonday + 7 : sinceMonday)
    }

    /// 00:00:00+08:00 of this day.
    public var start: Instant {
        Instant(microseconds: Int64(daysSince1970) * Instant.microsecondsPerDay - Instant.zoneOffset)
    }

    /// 23:59:59+08:00 of this day, to the whole second.
    ///
    /// What is due "at the end of a day" is due at this instant. The second stays whole so that the
    /// instant reads as people write it and survives stores that keep seconds only.
    public var end: Instant {
        Instant(microseconds: Int64(daysSince1970 + 1) * Instant.microsecondsPerDay - Instant.zoneOffset - Instant.microsecondsPerSecond)
    }

    public static func < (left: Day, right: Day) -> Bool { left.daysSince1970 < right.daysSince1970 }

    static func first(ofYear year: Int) -> Day {
        Day(daysSince1970: CivilDate(year: year, month: 1, day: 1).daysSince1970)
    }

    static func last(ofYear year: Int) -> Day {
        first(ofYear: year + 1).advanced(by: -1)
    }

    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: Strideable {
    public func distance(to other: Day) -> Int { other.daysSince1970 - daysSince1970 }
    public func advanced(by days: Int) -> Day { Day(daysSince1970: daysSince1970 + days) }
    public static func == (left: Day, right: Day) -> Bool { left.daysSince1970 == right.daysSince1970 }
}

extension Day: CustomStringConvertible {
    public var description: String {
        String(unsafeUninitializedCapacity: DigitWriter.capacity) { buffer in
            var writer = DigitWriter(buffer)
            writer.day(self)
            return writer.count
        }
    }
}
