import Casework
import Database
import ServiceDesk
import WorkingTime

/// Everybody who works on a given line.
enum Person: String, CaseIterable, Sendable {
    case recorder, dispatcher, supervisor, custodian, auditor, administrator
    /// A second administrator, who decides what the first proposes.
    case deputy
    /// Two of the bureau that most cases of the tests go to, and its head.
    case handler, colleague, head
    /// Of the government above that bureau.
    case governmentHead
    /// Of a bureau beside it, that helps or takes over.
    case helper
    /// Of a bureau in another county.
    case stranger, strangeHead

    var roles: Set<Role> {
        switch self {
        case .recorder: [.operator]
        case .dispatcher: [.dispatcher]
        case .supervisor: [.supervisor]
        case .custodian: [.custodian]
        case .auditor: [.auditor]
        case .administrator, .deputy: [.administrator]
        case .handler, .colleague, .helper, .stranger: [.handler]
        case .head, .governmentHead, .strangeHead: [.departmentHead]
        }
    }

    var department: DepartmentCode? {
        switch self {
        case .recorder, .dispatcher, .supervisor, .custodian, .auditor, .administrator, .deputy: nil
        case .handler, .colleague, .head: Self.bureau
        case .governmentHead: Self.government
        case .helper: Self.neighbour
        case .stranger, .strangeHead: Self.elsewhere
        }
    }

    static let bureau = DepartmentCode(rawValue: "331102-urban-management")
    static let government = DepartmentCode(rawValue: "331102-gov")
    static let neighbour = DepartmentCode(rawValue: "331102-construction")
    static let elsewhere = DepartmentCode(rawValue: "331121-market-regulation")

    /// Somebody who holds just this role.
    static func only(_ role: Role) -> Person {
        switch role {
        case .operator: .recorder
        case .dispatcher: .dispatcher
        case .handler: .handler
        case .departmentHead: .head
        case .supervisor: .supervisor
        case .custodian: .custodian
        case .auditor: .auditor
        case .administrator: .administrator
        }
    }

    /// Makes an account for everybody.
    static func tokens(in database: Database, at now: Instant) async throws -> [Person: String] {
        var tokens: [Person: String] = [:]
        for person in allCases {
            tokens[person] = try await Accounts(database).add(
                name: person.name, roles: person.roles, department: person.department, at: now, days: 3650)
        }
        return tokens
    }

    /// A name that stands nowhere else.
    var name: String { "staff-\(rawValue)-王建国" }
}
