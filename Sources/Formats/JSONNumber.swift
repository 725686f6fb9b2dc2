/// A number as it was written, so that nothing is lost before somebody says what it should be.
public struct JSONNumber: Hashable, Sendable {
    /// By the grammar of RFC 8259: `-12`, `0.10`, `1e400`.
    public let text: String

    init(unchecked text: String) {
        self.text = text
    }

    public init(_ value: Int) {
        text = String(value)
    }

    /// Nil for infinities and NaN, which JSON cannot say.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// The value, if it is written as an integer (`1.0` and `1e2` are not) and fits.
    public var int: Int? { Int(text) }

    /// The nearest double; nil when the number is beyond the range of doubles.
    public var double: Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
