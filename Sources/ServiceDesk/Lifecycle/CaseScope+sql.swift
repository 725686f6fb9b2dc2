import Casework
import CaseworkSQL
import Database

extension CaseScope {
    /// The rows of `cases c` that the scope includes, as a condition.
    var condition: SQL {
        switch self {
        case .everything:
            "true"
        case .departments(let departments, let accused):
            """
            (c.department = any(\(departments)) or exists (
                select from case_supports s where s.case_id = c.id and s.department = any(\(departments))))
            and not (c.kind = 'report' and c.accused && \(accused))
            """
        case .registeredBy(let account):
            "c.registered_by = \(account)"
        case .nothing:
            "false"
        }
    }
}
