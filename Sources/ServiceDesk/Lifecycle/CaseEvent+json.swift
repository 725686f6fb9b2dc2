import Casework
import Formats

extension CaseEvent {
    var factsJSON: String { Self.json(of: facts) }

    /// Facts as one JSON object, in the order of their names.
    static func json(of facts: [String: String]) -> String {
        if facts.isEmpty { return "{}" }
        var writer = JSONWriter()
        writer.object { object in
            for (name, value) in facts.sorted(by: { $0.key < $1.key }) { object.member(name, value) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
