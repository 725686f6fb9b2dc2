import Casework
import Formats
import WorkingTime

/// How one member of a body is read: the value, or what is wrong with it.
struct Member<Value> {
    let read: (JSON, MemberReader, String) -> Value?

    /// One rule on a value that needs no look inside.
    init(_ rule: String, _ detail: Words, _ value: @escaping (JSON) -> Value?) {
        read = { json, reader, pointer in
            if let value = value(json) { return value }
            reader.fault(pointer, rule, detail)
            return nil
        }
    }

    init(read: @escaping (JSON, MemberReader, String) -> Value?) {
        self.read = read
    }
}

extension Member where Value == String {
    /// Text of 1 to `max` Unicode scalars, not only blanks. Control characters are refused, but for
    /// line breaks and tabs where `lines` are allowed.
    static func text(max: Int, lines: Bool = false) -> Member {
        Member { json, reader, pointer in
            guard case .string(let text) = json else {
                reader.fault(pointer, "wrong_type", Words("须为字符串。", "It must be a string."))
                return nil
            }
            var count = 0
            var blank = true
            for scalar in text.unicodeScalars {
                count += 1
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    if lines, scalar == "\n" || scalar == "\r" || scalar == "\t" { continue }
                    reader.fault(pointer, "control_character", Words("含有控制字符，请删除。", "It contains a control character; remove it."))
                    return nil
                }
                if blank, !scalar.properties.isWhitespace, !scalar.properties.isDefaultIgnorableCodePoint { blank = false }
            }
            if blank {
                reader.fault(pointer, "blank", Words("不能为空白。", "It must not be blank."))
                return nil
            }
            if count > max {
                reader.fault(pointer, "too_long", Words("最多 \(max) 个字符，现有 \(count) 个。", "At most \(max) characters; it has \(count)."))
                return nil
            }
            return text
        }
    }
}

extension Member where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    static func oneOf(_ type: Value.Type) -> Member {
        let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return Member("unknown_value", Words("须为下列之一：\(known)。", "It must be one of: \(known).")) { json in
            json.string.flatMap(Value.init(rawValue:))
        }
    }
}

extension Member where Value: ListCode {
    static func code(_ type: Value.Type) -> Member {
        Member("malformed_code", Words("须为代码（字母、数字、-、_、. ，最多 64 个）。", "It must be a code: letters, digits, - _ . ; at most 64.")) { json in
            guard let text = json.string, (1...64).contains(text.utf8.count), text.utf8.allSatisfy(\.isCodeByte) else { return nil }
            return Value(rawValue: text)
        }
    }
}

extension Member where Value == Bool {
    static var bool: Member {
        Member("wrong_type", Words("须为 true 或 false。", "It must be true or false.")) { $0.bool }
    }
}

extension Member where Value == Int {
    static func int(_ range: ClosedRange<Int>) -> Member {
        let detail = Words(
            "须为 \(range.lowerBound) 至 \(range.upperBound) 的整数。", "It must be an integer from \(range.lowerBound) to \(range.upperBound).")
        return Member("out_of_range", detail) { json in
            // To JSON Schema 5.0 is an integer as well.
            guard case .number(let number) = json, let value = number.int ?? number.double.flatMap({ Int(exactly: $0) }),
                range.contains(value)
            else { return nil }
            return value
        }
    }
}

extension Member where Value == Double {
    static func degrees(_ most: Double) -> Member {
        Member("out_of_range", Words("须为 -\(Int(most)) 至 \(Int(most)) 之间的度数。", "Degrees from -\(Int(most)) to \(Int(most)).")) { json in
            guard case .number(let number) = json, let value = number.double, (-most...most).contains(value) else { return nil }
            return value
        }
    }
}

extension Member where Value == Instant {
    /// An RFC 3339 instant, not after `latest`.
    static func instant(notAfter latest: Instant) -> Member {
        Member { json, reader, pointer in
            guard let instant = json.string.flatMap(Instant.init(rfc3339:)) else {
                reader.fault(
                    pointer, "malformed_instant",
                    Words("须为 RFC 3339 时间，如 2026-09-30T16:00:00+08:00。", "It must be an RFC 3339 instant, as 2026-09-30T16:00:00+08:00."))
                return nil
            }
            guard instant <= latest else {
                reader.fault(pointer, "in_the_future", Words("不能晚于现在。", "It must not lie in the future."))
                return nil
            }
            guard instant >= Instant.earliestAccepted else {
                reader.fault(pointer, "too_old", Words("不能早于 1949 年。", "It must not be before 1949."))
                return nil
            }
            return instant
        }
    }
}

extension Member where Value == Day {
    static func day(notBefore earliest: Day) -> Member {
        Member("malformed_day", Words("须为 \(earliest) 起的日期，如 2026-09-30。", "A day from \(earliest) on, as 2026-09-30.")) { json in
            guard let day = json.string.flatMap({ Day($0) }), day >= earliest else { return nil }
            return day
        }
    }

    /// A day that may still come, today included.
    static func day(notPast today: Day) -> Member {
        Member { json, reader, pointer in
            guard let day = Member.day(notBefore: Instant.earliestAccepted.day).read(json, reader, pointer) else { return nil }
            guard day >= today else {
                reader.fault(pointer, "in_the_past", Words("不能早于今天 \(today)。", "It must not lie before today, \(today)."))
                return nil
            }
            return day
        }
    }
}

extension Member {
    static func array<Element>(of element: Member<Element>, _ range: ClosedRange<Int>) -> Member where Value == [Element] {
        Member { json, reader, pointer in
            guard case .array(let items) = json, range.contains(items.count) else {
                reader.fault(
                    pointer, "wrong_type",
                    Words(
                        "须为 \(range.lowerBound) 至 \(range.upperBound) 项的数组。",
                        "An array of \(range.lowerBound) to \(range.upperBound) items."))
                return nil
            }
            let values = items.enumerated().map { element.read($1, reader, "\(pointer)/\($0)") }
            return values.contains { $0 == nil } ? nil : values.compactMap { $0 }
        }
    }

    /// An object with members of its own.
    static func object(_ build: @escaping (MemberReader.Object) -> Value?) -> Member {
        Member { json, reader, pointer in reader.object(json, at: pointer, build) }
    }
}

extension UInt8 {
    /// Letters, digits, hyphen, underscore, full stop.
    var isCodeByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension Instant {
    /// Nothing that is reported to the line happened before the People's Republic; PostgreSQL's and
    /// the calendar's ranges are far wider.
    static let earliestAccepted = Day(year: 1949, month: 10, day: 1)?.start ?? Instant(microseconds: 0)
}
