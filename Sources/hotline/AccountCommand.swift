import ArgumentParser
import Casework
import Database
import ServiceDesk
import WorkingTime

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Keep the accounts of staff.", subcommands: [Add.self, List.self, Renew.self, Revoke.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account and print its bearer token, which is shown only now.")

        @OptionGroup var place: Place
        @Argument(help: "A name that nobody has yet.")
        var name: String
        @Option(help: "One or more of: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        var role: [String]
        @Option(help: "Code of the department; handlers and heads need one.")
        var department: String?
        @Option(help: "For how many days the token is good.")
        var days = 365

        func validate() throws {
            for role in role where Role(rawValue: role) == nil { throw ValidationError("There is no role \(role).") }
            guard (1...3650).contains(days) else { throw ValidationError("--days takes 1 to 3650.") }
        }

        func run() async throws {
            let roles = Set(role.compactMap(Role.init(rawValue:)))
            do {
                let token = try await Engine.use(place) { engine in
                    try await Accounts(engine.database).add(
                        name: name, roles: roles, department: department.map(DepartmentCode.init(rawValue:)), at: .now, days: days)
                }
                print(token)
            } catch let error as DatabaseError {
                guard let constraint = error.constraint else { throw error }
                throw ValidationError(Self.meaning(of: constraint))
            }
        }

        private static func meaning(of constraint: String) -> String {
            switch constraint {
            case "accounts_name_key": "The name is taken."
            case "accounts_department_fkey": "There is no such department."
            case "handlers_belong_to_a_department": "A handler or head needs --department."
            case "no_self_supervision": "Who handles cannot also receive, assess or audit: these roles exclude each other."
            case "decides_outside_departments": "Dispatchers and supervisors decide between departments: leave out --department."
            case "auditor_stands_alone", "administrator_stands_alone": "Auditors and administrators have no other role."
            default: "Not possible: \(constraint)."
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List accounts with their roles.")

        @OptionGroup var place: Place

        func run() async throws {
            let accounts = try await Engine.use(place) { try await Accounts($0.database).list() }
            for account in accounts {
                let until = account.tokenExpiresAt.map { "until \($0)" } ?? "no token"
                print("\(account.name)\t\(account.roles.joined(separator: ","))\t\(account.department ?? "-")\t\(until)")
            }
        }
    }

    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End the tokens of an account and print a new one, which is shown only now; roles stay.")

        @OptionGroup var place: Place
        @Argument var name: String
        @Option(help: "For how many days the token is good.")
        var days = 365

        func validate() throws {
            guard (1...3650).contains(days) else { throw ValidationError("--days takes 1 to 3650.") }
        }

        func run() async throws {
            let token = try await Engine.use(place) { try await Accounts($0.database).renew(name: name, at: .now, days: days) }
            guard let token else { throw ValidationError("There is no account \(name).") }
            print(token)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End the tokens of an account at once, on every server.")

        @OptionGroup var place: Place
        @Argument var name: String

        func run() async throws {
            let ended = try await Engine.use(place) { try await Accounts($0.database).revoke(name: name, at: .now) }
            guard let ended else { throw ValidationError("There is no account \(name).") }
            print("\(ended) token\(ended == 1 ? "" : "s") revoked.")
        }
    }
}
