import Casework
import Formats
import WorkingTime

/// Reads changes of the map.
enum ChangeReader {
    /// A change: its sort, and the parts of that sort alone.
    static func change(_ members: MemberReader.Object) -> ResponsibilityChange? {
        let sort = members.required("sort", .oneOf(ResponsibilityChange.Sort.self))
        let ended = part("responsibility", .rowID, of: sort, in: [.ending, .replacement], members)
        let lastDay = part("valid_to", .anyDay, of: sort, in: [.ending], members)
        let draft = part("entry", .object(draft), of: sort, in: [.addition, .replacement], members)
        switch sort {
        case .addition?: return draft.map(ResponsibilityChange.addition)
        case .ending?:
            guard let ended, let lastDay else { return nil }
            return .ending(ended, on: lastDay)
        case .replacement?:
            guard let ended, let draft else { return nil }
            return .replacement(ended, by: draft)
        case nil: return nil
        }
    }

    private static func part<Value>(
        _ name: String, _ member: Member<Value>, of sort: ResponsibilityChange.Sort?, in sorts: Set<ResponsibilityChange.Sort>,
        _ members: MemberReader.Object
    ) -> Value? {
        guard let sort, !sorts.contains(sort) else {
            return sort == nil ? members.optional(name, member) : members.required(name, member)
        }
        _ = members.optional(name, Member<Void> { _, _, _ in () })
        if members.holds(name) {
            members.fault(name, "not_with_sort", Words("sort 为 \(sort.rawValue) 时不得给出。", "It does not go with the sort \(sort.rawValue)."))
        }
        return nil
    }

    private static func draft(_ members: MemberReader.Object) -> ResponsibilityDraft? {
        let category = members.required("category", .code(CategoryCode.self))
        let kinds = members.optional("kinds", .array(of: .oneOf(Kind.self), 0...Kind.allCases.count)) ?? []
        let region = members.required("region", .code(RegionCode.self))
        let assignee = members.required("assignee", .assignee)
        let supporting = members.optional("supporting", .array(of: .assignee, 0...20)) ?? []
        let power = members.optional("power", .text(max: 200))
        let legalBasis = members.optional("legal_basis", .text(max: 500))
        let validFrom = members.required("valid_from", .anyDay)
        let validTo = members.optional("valid_to", .anyDay)
        guard let category, let region, let assignee, let validFrom else { return nil }
        return ResponsibilityDraft(
            category: category, kinds: Set(kinds), region: region, assignee: assignee, supporting: supporting, power: power,
            legalBasis: legalBasis, validFrom: validFrom, validTo: validTo)
    }
}

extension Member where Value == Day {
    fileprivate static var anyDay: Member { .day(notBefore: Instant.earliestAccepted.day) }
}

extension Member where Value == Assignee {
    static var assignee: Member {
        Member(
            "malformed_assignee",
            Words(
                "须为 code:单位代码 或 auth:职能@city、county、township。", "It must be code:DEPARTMENT, or auth:AUTHORITY@ city, county or township.")
        ) { json in
            guard let assignee = json.string.flatMap({ Assignee($0) }) else { return nil }
            let code =
                switch assignee {
                case .department(let code): code.rawValue
                case .authority(let code, _): code.rawValue
                }
            return code.utf8.count <= 64 && code.utf8.allSatisfy(\.isCodeByte) ? assignee : nil
        }
    }
}
