import Casework
import Formats

extension CaseEvent {
    /// Its facts as one JSON object, in the order of their names.
    var factsJSON: String {
        if facts.isEmpty { return "{}" }
        var writer = JSONWriter()
        writer.object { object in
            for (name, value) in facts.sorted(by: { $0.key < $1.key }) { object.member(name, value) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
