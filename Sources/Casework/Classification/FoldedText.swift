/// A text as Unicode scalars, with Latin letters in lower case and full-width forms in half width, so that "ＫＴＶ" is "ktv".
struct FoldedText: Sendable {
    private(set) var scalars: ContiguousArray<UInt32> = []

    init(_ text: String) {
        scalars.reserveCapacity(text.utf8.count / 2)
        for scalar in text.unicodeScalars {
            scalars.append(Self.fold(scalar.value))
        }
    }

    var count: Int { scalars.count }

    /// Nil outside the text.
    func scalar(at index: Int) -> Unicode.Scalar? {
        scalars.indices.contains(index) ? Unicode.Scalar(scalars[index]) : nil
    }

    func string(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(scalars[range].lazy.compactMap { Unicode.Scalar($0) }))
    }

    /// The text without blanks at its ends and within.
    func withoutBlanks() -> FoldedText {
        var copy = self
        copy.scalars.removeAll { Unicode.Scalar($0)?.properties.isWhitespace ?? false }
        return copy
    }

    @inline(__always)
    private static func fold(_ value: UInt32) -> UInt32 {
        let narrow = (0xFF01...0xFF5E).contains(value) ? value - 0xFEE0 : value
        return (0x41...0x5A).contains(narrow) ? narrow + 0x20 : narrow
    }
}
