import Casework
import Database

extension Case {
    /// Whether a row of `cases` is kept from a reader: it is a report that accuses them, or joined one, whose answer it is told.
    /// - Parameters:
    ///   - file: the name of the row.
    ///   - accused: the reader's own department and those above it, as `CaseScope` has them.
    public static func kept(_ file: SQL, from accused: [DepartmentCode]) -> SQL {
        """
        (\(file).kind = 'report' and \(file).accused && \(accused) or \(file).parent is not null and exists (
            select from cases kp where kp.id = \(file).parent and kp.kind = 'report' and kp.accused && \(accused)))
        """
    }

    /// Whether one of the departments leads or supports a row of `cases`.
    public static func held(_ file: SQL, by departments: [DepartmentCode]) -> SQL {
        """
        (\(file).department = any(\(departments)) or exists (
            select from case_supports hs where hs.case_id = \(file).id and hs.department = any(\(departments))))
        """
    }
}
