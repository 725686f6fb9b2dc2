import Casework
import Formats
import Hummingbird
import HummingbirdCore
import WorkingTime

/// The query of a request, read name by name; a name that the route does not know is refused.
struct QueryReader: Sendable {
    private let values: [String: String]

    /// - Parameter known: the names that the route understands.
    init(_ uri: URI, known: [String]) throws {
        var values: [String: String] = [:]
        for (name, value) in uri.queryParameters {
            let name = String(name)
            guard known.contains(name) else {
                let all = known.joined(separator: ", ")
                throw Problem.invalidParameter(
                    name, "unknown_parameter",
                    known.isEmpty
                        ? Words("此处不接受参数。", "No parameters are taken here.")
                        : Words("没有此参数；可用：\(all)。", "No such parameter; known are: \(all)."))
            }
            guard values.updateValue(String(value), forKey: name) == nil else {
                throw Problem.invalidParameter(name, "repeated", Words("参数重复。", "It stands there twice."))
            }
        }
        self.values = values
    }

    func text(_ name: String) -> String? { values[name] }

    func oneOf<Value: RawRepresentable & CaseIterable>(_ name: String, _ type: Value.Type) throws -> Value? where Value.RawValue == String {
        try oneOf(name, among: Array(type.allCases))
    }

    func oneOf<Value: RawRepresentable>(_ name: String, among values: [Value]) throws -> Value? where Value.RawValue == String {
        let list = values.map(\.rawValue).joined(separator: ", ")
        return try read(name, "unknown_value", Words("须为下列之一：\(list)。", "It must be one of: \(list).")) { text in
            values.first { $0.rawValue == text }
        }
    }

    func code<Value: ListCode>(_ name: String, _ type: Value.Type, knownBy isKnown: (Value) -> Bool) throws -> Value? {
        try read(name, "unknown_code", Words("没有此代码。", "No such code.")) {
            let code = Value(rawValue: $0)
            return isKnown(code) ? code : nil
        }
    }

    func instant(_ name: String) throws -> Instant? {
        try read(
            name, "malformed_instant",
            Words(
                "须为 RFC 3339 时间，如 2026-09-30T16:00:00+08:00（+ 写作 %2B）。",
                "An RFC 3339 instant, as 2026-09-30T16:00:00+08:00 (write + as %2B).")
        ) { text in
            // In a query a plus sign stands for a blank.
            Instant(rfc3339: text.replacing(" ", with: "+")).flatMap { $0 >= .earliestAccepted ? $0 : nil }
        }
    }

    func day(_ name: String) throws -> Day? {
        try read(name, "malformed_day", Words("须为日期，如 2026-09-30。", "It must be a day, as 2026-09-30.")) { text in
            Day(text).flatMap { $0.start >= .earliestAccepted ? $0 : nil }
        }
    }

    func bool(_ name: String) throws -> Bool? {
        try read(name, "wrong_type", Words("须为 true 或 false。", "It must be true or false.")) { Bool($0) }
    }

    func int(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        try read(
            name, "out_of_range",
            Words(
                "须为 \(range.lowerBound) 至 \(range.upperBound) 的整数。",
                "It must be an integer from \(range.lowerBound) to \(range.upperBound).")
        ) { text in
            guard let value = Int(text), range.contains(value), text.utf8.first != UInt8(ascii: "+") else { return nil }
            return value
        }
    }

    /// How many items a page holds.
    func limit() throws -> Int { try int("limit", in: 1...500) ?? 100 }

    /// A cursor that this line gave out: numbers joined by hyphens. Sixteen digits hold every instant
    /// in microseconds until the year 2286; longer numbers would lead out of the database's ranges.
    func cursor(parts count: Int) throws -> [Int]? {
        try read("cursor", "malformed_cursor", Words("请使用上一页返回的 next。", "Use the next of the page before.")) { text in
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { part -> Int? in
                guard part.utf8.count <= 16, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
                return Int(part)
            }
            return parts.count == count && numbers.count == count ? numbers : nil
        }
    }

    private func read<Value>(_ name: String, _ rule: String, _ detail: Words, _ value: (String) -> Value?) throws -> Value? {
        guard let text = values[name] else { return nil }
        guard let value = value(text) else { throw Problem.invalidParameter(name, rule, detail) }
        return value
    }
}
