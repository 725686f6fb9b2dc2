/// Writes days and instants as ASCII into a buffer of at least `capacity` bytes.
struct DigitWriter {
    /// The longest text is an instant: a year of up to 20 digits with its sign, and 28 bytes more.
    static let capacity = 56

    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        self.buffer = buffer
    }

    mutating func day(_ day: Day) {
        let civil = day.civil
        if civil.year < 0 { byte("-") }
        number(civil.year.magnitude, digits: 4)
        byte("-")
        number(civil.month.magnitude, digits: 2)
        byte("-")
        number(civil.day.magnitude, digits: 2)
    }

    /// `2026-09-30T16:00:00+08:00`; a fraction only when it is not zero, without trailing zeros.
    mutating func instant(_ instant: Instant) {
        day(instant.day)
        byte("T")
        let second = instant.secondOfDay
        number(UInt(second / 3600), digits: 2)
        byte(":")
        number(UInt(second / 60 % 60), digits: 2)
        byte(":")
        number(UInt(second % 60), digits: 2)
        var fraction = UInt(instant.microsecondOfDay % Instant.microsecondsPerSecond)
        if fraction != 0 {
            var digits = 6
            while fraction % 10 == 0 {
                fraction /= 10
                digits -= 1
            }
            byte(".")
            number(fraction, digits: digits)
        }
        byte("+")
        number(8, digits: 2)
        byte(":")
        number(0, digits: 2)
    }

    private mutating func byte(_ character: Unicode.Scalar) {
        buffer[count] = UInt8(ascii: character)
        count += 1
    }

    /// Padded with zeros to the width; wider numbers take the room they need.
    private mutating func number(_ value: UInt, digits: Int) {
        var width = digits
        var bound: UInt = 10
        for _ in 1..<digits { bound *= 10 }
        while value >= bound {
            width += 1
            bound *= 10
        }
        var rest = value
        for index in stride(from: count + width - 1, through: count, by: -1) {
            buffer[index] = 0x30 + UInt8(rest % 10)
            rest /= 10
        }
        count += width
    }
}
