import Formats

/// Reads the members of a body and gathers everything that is wrong, so that a client can correct
/// all of it at once.
final class MemberReader {
    private(set) var faults: [Problem.Fault] = []

    /// Nobody reads more than this many, and an answer must not outgrow the question.
    private static let mostFaults = 50

    func fault(_ pointer: String, _ rule: String, _ detail: Words) {
        guard faults.count < Self.mostFaults else { return }
        faults.append(Problem.Fault(place: .pointer(pointer), rule: rule, detail: detail))
    }

    /// Reads an object: what `build` asks for, and nothing else may stand in it.
    func object<Value>(_ json: JSON, at pointer: String, _ build: (Object) -> Value?) -> Value? {
        guard case .object(let members) = json else {
            fault(pointer, "wrong_type", Words("须为对象。", "It must be an object."))
            return nil
        }
        let object = Object(members, at: pointer, reader: self)
        let value = build(object)
        for member in members where faults.count < Self.mostFaults && !object.asked.contains(member.key) {
            fault(
                "\(pointer)/\(Self.escaped(member.key))", "unknown_member",
                Words("没有此成员；可用：\(object.known)。", "No such member; known are: \(object.known)."))
        }
        return value
    }

    /// One object being read.
    final class Object {
        private let members: JSONObject
        private let pointer: String
        private let reader: MemberReader
        fileprivate private(set) var asked: [String] = []

        fileprivate init(_ members: JSONObject, at pointer: String, reader: MemberReader) {
            self.members = members
            self.pointer = pointer
            self.reader = reader
        }

        fileprivate var known: String { asked.joined(separator: ", ") }

        func required<Value>(_ name: String, _ member: Member<Value>) -> Value? {
            asked.append(name)
            guard let json = members[name] else {
                fault(name, "missing", Words("缺少此成员。", "It is missing."))
                return nil
            }
            return member.read(json, reader, "\(pointer)/\(name)")
        }

        /// A member that may be left out; null is the same as leaving it out.
        func optional<Value>(_ name: String, _ member: Member<Value>) -> Value? {
            asked.append(name)
            guard let json = members[name] else { return nil }
            if case .null = json { return nil }
            return member.read(json, reader, "\(pointer)/\(name)")
        }

        /// Whether the member is there with a value, good or bad.
        func holds(_ name: String) -> Bool { members[name].map { !$0.isNull } ?? false }

        func fault(_ name: String, _ rule: String, _ detail: Words) {
            reader.fault(name.isEmpty ? pointer : "\(pointer)/\(name)", rule, detail)
        }
    }

    /// A name as RFC 6901 writes it.
    private static func escaped(_ name: String) -> String {
        var text = ""
        for character in name.unicodeScalars {
            switch character {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }
}
