import Casework
import Formats
import ServiceDesk
import WorkingTime

extension JSONObjectWriter {
    /// The members of an entry of the map.
    mutating func responsibility(_ entry: Responsibility) {
        member("id", entry.id)
        terms(
            category: entry.category, kinds: entry.kinds, region: entry.region, assignee: entry.assignee, supporting: entry.supporting,
            power: entry.power, legalBasis: entry.legalBasis, validFrom: entry.validFrom, validTo: entry.validTo)
    }

    /// The entry with this id, or null.
    mutating func responsibility(_ name: String, _ id: Int?, in map: ResponsibilityMap) {
        guard let entry = id.flatMap(map.responsibility) else { return member(name, String?.none) }
        object(name) { $0.responsibility(entry) }
    }

    /// A change in the form in which it is proposed.
    mutating func change(_ name: String, _ change: ResponsibilityChange) {
        object(name) { item in
            item.member("sort", change.sort.rawValue)
            item.member("responsibility", unlessNil: change.ended)
            if case .ending(_, let day) = change { item.member("valid_to", day.description) }
            guard let draft = change.begun else { return }
            item.object("entry") {
                $0.terms(
                    category: draft.category, kinds: draft.kinds, region: draft.region, assignee: draft.assignee,
                    supporting: draft.supporting, power: draft.power, legalBasis: draft.legalBasis, validFrom: draft.validFrom,
                    validTo: draft.validTo)
            }
        }
    }

    private mutating func terms(
        category: CategoryCode, kinds: Set<Kind>, region: RegionCode, assignee: Assignee, supporting: [Assignee], power: String?,
        legalBasis: String?, validFrom: Day, validTo: Day?
    ) {
        member("category", category.rawValue)
        member("kinds", Kind.allCases.filter(kinds.contains).map(\.rawValue))
        member("region", region.rawValue)
        member("assignee", assignee.description)
        member("supporting", supporting.map(\.description))
        member("power", power)
        member("legal_basis", legalBasis)
        member("valid_from", validFrom.description)
        member("valid_to", validTo?.description)
    }
}
