import Casework
import CaseworkSQL
import Database

extension CaseScope {
    /// The rows of `cases c` that the scope includes, as a condition.
    var condition: SQL { condition(among: nil) }

    /// The same for lists: a department's own cases are looked up first, instead of asking each case
    /// of the line whether it is theirs.
    var listing: SQL {
        guard case .departments(let departments, _) = self else { return condition }
        return condition(
            among: """
                c.id in (
                    select id from cases where department = any(\(departments))
                    union all select case_id from case_supports where department = any(\(departments)))
                """)
    }

    private func condition(among own: SQL?) -> SQL {
        switch self {
        case .everything:
            "true"
        case .departments(let departments, let accused):
            """
            \(own ?? Case.held("c", by: departments)) and not \(Case.kept("c", from: accused))
            """
        case .registeredBy(let account):
            "c.registered_by = \(account)"
        case .nothing:
            "false"
        }
    }
}
