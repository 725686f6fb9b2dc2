import WorkingTime

/// The number a requester writes down or says on the telephone: the day of registration, a
/// serial, and a check digit, as in `261123-004217-8`. Digits only, since letters are misheard.
///
/// The check digit is Damm's: it finds every single wrong digit and every swap of neighbours.
public struct CaseNumber: Hashable, Sendable, CustomStringConvertible {
    public let day: Day
    public let serial: Int

    public init(day: Day, serial: Int) {
        self.day = day
        self.serial = serial
    }

    /// Reads a number as people type it: hyphens and spaces are ignored.
    public init?(_ text: String) {
        var digits: [Int] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(Int(byte - UInt8(ascii: "0")))
            case UInt8(ascii: "-"), UInt8(ascii: " "): continue
            default: return nil
            }
        }
        guard (13...24).contains(digits.count), Self.damm(digits) == 0 else { return nil }
        let number = { (range: Range<Int>) in digits[range].reduce(0) { $0 * 10 + $1 } }
        guard let day = Day(year: 2000 + number(0..<2), month: number(2..<4), day: number(4..<6)) else { return nil }
        self.init(day: day, serial: number(6..<digits.count - 1))
        // One number has one spelling: no further leading zeros.
        guard digits.count == 13 || digits[6] != 0 else { return nil }
    }

    public var description: String {
        let serialText = Self.padded(serial, to: 6)
        let text = Self.padded(day.year % 100, to: 2) + Self.padded(day.month, to: 2) + Self.padded(day.day, to: 2)
        let check = Self.damm((text + serialText).utf8.map { Int($0 - UInt8(ascii: "0")) })
        return "\(text)-\(serialText)-\(check)"
    }

    private static func padded(_ value: Int, to width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    private static func damm(_ digits: [Int]) -> Int {
        digits.reduce(0) { quasigroup[$0][$1] }
    }

    /// H. Michael Damm, "Total anti-symmetrische Quasigruppen", 2004.
    private static let quasigroup: [[Int]] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2], [7, 0, 9, 2, 1, 5, 4, 8, 6, 3], [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6], [6, 1, 2, 3, 0, 4, 5, 9, 7, 8], [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4], [8, 9, 4, 5, 3, 6, 2, 0, 1, 7], [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ]
}
