/// One span in which offices are open on working days, with the days on which it is valid.
public struct OfficeHours: Hashable, Sendable {
    public let validFrom: Day
    /// The last valid day; nil without end.
    public let validTo: Day?
    /// Minutes since midnight; `closes` is the first minute after the span.
    public let opens: Int
    public let closes: Int

    /// `opens` and `closes` in minutes since midnight.
    public init(validFrom: Day, validTo: Day?, opens: Int, closes: Int) {
        self.validFrom = validFrom
        self.validTo = validTo
        self.opens = opens
        self.closes = closes
    }

    /// Minutes since midnight from `08:30`; `24:00` is the end of the day. Nil for anything else.
    public static func minute(of text: String) -> Int? {
        var text = text
        return text.withUTF8 { bytes in
            var reader = DigitReader(bytes)
            guard let hour = reader.number(digits: 2), reader.skip(":"), let minute = reader.number(digits: 2), reader.isAtEnd,
                minute < 60, hour * 60 + minute <= 1440
            else { return nil }
            return hour * 60 + minute
        }
    }
}

extension OfficeHours: CustomStringConvertible {
    public var description: String {
        "\(OfficeHours.text(of: opens))–\(OfficeHours.text(of: closes)) from \(validFrom)\(validTo.map { " to \($0)" } ?? "")"
    }

    private static func text(of minute: Int) -> String {
        let (hours, minutes) = minute.quotientAndRemainder(dividingBy: 60)
        return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
    }
}
