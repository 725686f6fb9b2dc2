import Casework
import Formats

extension RoutingDecision {
    /// The decision with its whole explanation, as it is kept with the case.
    public var json: String {
        var writer = JSONWriter()
        writer.object { write(into: &$0, explained: true) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Writes the decision's members. `explained` adds the entries tried and what is still unknown.
    public func write(into object: inout JSONObjectWriter, explained: Bool) {
        switch outcome {
        case .department(let lead, let supporting):
            object.member("outcome", "department")
            object.member("department", lead.rawValue)
            object.member("supporting", supporting.map(\.rawValue))
        case .dispatcher(let reason):
            object.member("outcome", "dispatcher")
            object.member("reason", reason.code)
            object.object("explanation") { Self.write(reason.chineseDescription, reason.description, into: &$0) }
        }
        object.member("automatic", isAutomatic)
        if let category { object.member("category", category.rawValue) }
        if let region { object.member("region", region.rawValue) }
        if let responsibility { object.member("responsibility", responsibility) }
        if explained, let insteadOf { object.member("instead_of", insteadOf.rawValue) }
        object.member("map_version", mapVersion)
        object.objects("basis", basis) { Self.write($1, into: &$0) }
        object.objects("proposals", proposals) { Self.write($1, into: &$0) }
        guard explained else { return }
        if let conflict {
            object.object("conflict") { item in
                item.member("accused", conflict.accused.map(\.rawValue))
                item.member("excluded", conflict.excluded.map(\.rawValue))
            }
        }
        object.objects("tried", tried) { Self.write($1, into: &$0) }
        object.member("unknown", unknown)
    }

    private static func write(_ basis: RoutingBasis, into item: inout JSONObjectWriter) {
        item.member("code", basis.code)
        item.object("explanation") { write(basis.chineseDescription, basis.description, into: &$0) }
    }

    private static func write(_ proposal: CategoryProposal, into item: inout JSONObjectWriter) {
        item.member("category", proposal.category.rawValue)
        item.member("score", proposal.score)
        item.member("evidence", proposal.evidence)
        if let department = proposal.department { item.member("department", department.rawValue) }
    }

    private static func write(_ entry: TriedEntry, into item: inout JSONObjectWriter) {
        item.member("responsibility", entry.id)
        item.member("verdict", entry.verdict.rawValue)
        item.member("why", entry.why.code)
        item.object("explanation") { write(entry.why.chineseDescription, entry.why.description, into: &$0) }
    }

    private static func write(_ chinese: String, _ english: String, into item: inout JSONObjectWriter) {
        item.member("zh", chinese)
        item.member("en", english)
    }
}
