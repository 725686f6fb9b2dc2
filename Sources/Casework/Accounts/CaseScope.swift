/// The cases an account may know of. A case outside it does not exist for that account.
public enum CaseScope: Sendable, Hashable {
    /// Dispatchers and supervisors see the whole line.
    case everything
    /// A department's people: what their department or one below it leads or supports. Never a
    /// report against their own department or one above it: `accused` lists those.
    case departments([DepartmentCode], accused: [DepartmentCode])
    /// An operator sees what they registered.
    case registeredBy(AccountID)
    /// Administrators, auditors and custodians read no case.
    case nothing

    public init(of staff: Staff, in map: ResponsibilityMap) {
        if staff.holds(anyOf: [.dispatcher, .supervisor]) {
            self = .everything
        } else if staff.holds(anyOf: [.handler, .departmentHead]), let own = staff.department {
            // The supervision body is where reports against the top go: what stands above it does not bar it.
            var above = [own]
            var next = own == map.supervisionBody ? nil : map.department(own)?.parent
            while let code = next, !above.contains(code) {
                above.append(code)
                next = map.department(code)?.parent
            }
            self = .departments(map.subtree(of: own).sorted(), accused: above)
        } else if staff.holds(.operator) {
            self = .registeredBy(staff.id)
        } else {
            self = .nothing
        }
    }

    /// The departments whose scorecards these staff read; nil: all. The supervision body's figures are not for whom it stands
    /// below: it is there for the reports against them, of which a day's figures would tell.
    public static func scorecards(for staff: Staff, in map: ResponsibilityMap) -> [DepartmentCode]? {
        guard case .departments(let own, _) = CaseScope(of: staff, in: map) else { return nil }
        let supervision = map.supervisionBody.map(map.subtree) ?? []
        let isOfIt = staff.department.map(supervision.contains) ?? false
        return isOfIt ? own : own.filter { !supervision.contains($0) }
    }
}
