import Casework

/// Everybody who can meet a case that `urban-1` leads and `police` supports.
enum Actor: String, CaseIterable {
    case nobody
    case `operator`, dispatcher, supervisor, custodian, auditor, administrator
    case handlerOfLead = "handler of the lead"
    case headOfLead = "head of the lead"
    case handlerOfSupporting = "handler of the supporting"
    case headOfSupporting = "head of the supporting"
    case handlerOfParent = "handler of the parent"
    case headOfParent = "head of the parent"
    case handlerBelow = "handler below the lead"
    case handlerOfOther = "handler of another"
    case headOfOther = "head of another"
    case handlerOfNone = "handler without department"

    var staff: Staff {
        let (roles, department): (Set<Role>, DepartmentCode?) =
            switch self {
            case .nobody: ([], nil)
            case .operator: ([.operator], nil)
            case .dispatcher: ([.dispatcher], nil)
            case .supervisor: ([.supervisor], nil)
            case .custodian: ([.custodian], nil)
            case .auditor: ([.auditor], nil)
            case .administrator: ([.administrator], nil)
            case .handlerOfLead: ([.handler], "urban-1")
            case .headOfLead: ([.departmentHead], "urban-1")
            case .handlerOfSupporting: ([.handler], "police")
            case .headOfSupporting: ([.departmentHead], "police")
            case .handlerOfParent: ([.handler], "gov-1")
            case .headOfParent: ([.departmentHead], "gov-1")
            case .handlerBelow: ([.handler], "urban-1-squad")
            case .handlerOfOther: ([.handler], "urban-2")
            case .headOfOther: ([.departmentHead], "urban-2")
            case .handlerOfNone: ([.handler], nil)
            }
        let index = Actor.allCases.firstIndex(of: self) ?? 0
        return Staff(id: AccountID(rawValue: index + 1), name: rawValue, roles: roles, department: department)
    }

    /// Rows of the permission table name the lead's people and the supporting department's people together.
    var group: String {
        switch self {
        case .handlerOfLead, .headOfLead: "lead"
        case .handlerOfSupporting, .headOfSupporting: "supporting"
        default: rawValue
        }
    }

    var isOfDepartment: Bool { !staff.roles.isDisjoint(with: [.handler, .departmentHead]) }
}

extension Given {
    /// A handler of any department.
    static func handler(of department: DepartmentCode) -> Staff {
        Staff(id: AccountID(rawValue: 100 + department.rawValue.utf8.count), name: "", roles: [.handler], department: department)
    }
}
