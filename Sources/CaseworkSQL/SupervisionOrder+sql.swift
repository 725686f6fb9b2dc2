import Casework
import Database

extension SupervisionOrder {
    /// Whether `supervision_orders o` is kept from a reader because it is or was about a report, which is kept from whom it
    /// accuses; but from the department that is to answer the order only while the report stays in it.
    /// - Parameter accused: the reader's own department and those above it, as `CaseScope` has them.
    public static func kept(from accused: [DepartmentCode]) -> SQL {
        """
        exists (
            select from supervision_order_cases kc join cases ka on ka.id = kc.case_id
            where kc.order_id = o.id and \(Case.kept("ka", from: accused))
                and (kc.left_at is null or o.department is distinct from \(accused.first)))
        """
    }
}
