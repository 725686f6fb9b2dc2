import Casework
import WorkingTime

/// What a cell of a list may hold.
enum CellForm: Sendable {
    case text
    /// ASCII letters, digits, `-`, `_` and `.`: what stands in URLs and in `auth:police@county` unescaped.
    case code
    case categoryCode
    case day
    /// `08:30`.
    case minute
    case integer(ClosedRange<Int>)
    case oneOf([String])
    /// Yes and no in the words of the file.
    case either(yes: String, no: String)
    /// Parts separated by `;`, each once; of these words only, if there are any.
    case several([String])

    /// What is wrong with the cell, as the end of a sentence; nil if nothing is. Never called with an empty cell.
    func fault(in cell: String) -> String? {
        if cell.unicodeScalars.contains(where: { $0.value < 0x20 || 0x7F...0x9F ~= $0.value }) { return "holds a control character" }
        if cell.first?.isWhitespace ?? false || cell.last?.isWhitespace ?? false { return "begins or ends with a blank" }
        switch self {
        case .text:
            return nil
        case .code:
            return cell.utf8.allSatisfy(Self.isOfCode) ? nil : "\(cell) is not a code of letters, digits, - _ ."
        case .categoryCode:
            return CategoryCode(cell).isWellFormed ? nil : "\(cell) is not a code of two, four or six digits"
        case .day:
            return Day(cell) == nil ? "\(cell) is not a day such as 2026-09-30" : nil
        case .minute:
            // The end of the day, 24:00, closes no office.
            return (OfficeHours.minute(of: cell) ?? 1440) < 1440 ? nil : "\(cell) is not a time from 00:00 to 23:59"
        case .integer(let range):
            return Self.integer(cell).map(range.contains) ?? false
                ? nil : "\(cell) is not a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .oneOf(let words):
            return words.contains(cell) ? nil : "\(cell) is not one of \(words.joined(separator: ", "))"
        case .either(let yes, let no):
            return cell == yes || cell == no ? nil : "\(cell) is not one of \(yes), \(no)"
        case .several(let words):
            return fault(inParts: Self.parts(of: cell), words)
        }
    }

    /// One spelling for each meaning, so that equal cells compare equal: words of a set in the set's order.
    func canonical(_ cell: String) -> String {
        guard case .several(let words) = self, !words.isEmpty else { return cell }
        let parts = Self.parts(of: cell)
        return words.filter(parts.contains).joined(separator: ";")
    }

    static func parts(of cell: String?) -> [String] {
        guard let cell, !cell.isEmpty else { return [] }
        return cell.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    }

    private func fault(inParts parts: [String], _ words: [String]) -> String? {
        var seen: Set<String> = []
        for part in parts {
            if part.isEmpty { return "has an empty part" }
            if part.first?.isWhitespace ?? false || part.last?.isWhitespace ?? false { return "has a blank beside a semicolon" }
            if !seen.insert(part).inserted { return "names \(part) twice" }
            if !words.isEmpty, !words.contains(part) { return "\(part) is not one of \(words.joined(separator: ", "))" }
        }
        return nil
    }

    private static func isOfCode(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// One spelling only: no sign, no leading zero.
    private static func integer(_ cell: String) -> Int? {
        guard let number = Int(cell), String(number) == cell else { return nil }
        return number
    }
}
