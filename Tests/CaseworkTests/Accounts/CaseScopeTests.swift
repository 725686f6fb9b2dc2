import Casework
import Testing

struct CaseScopeTests {
    static let expected: [Actor: CaseScope] = [
        .nobody: .nothing, .custodian: .nothing, .auditor: .nothing, .administrator: .nothing, .handlerOfNone: .nothing,
        .dispatcher: .everything, .supervisor: .everything,
        .operator: .registeredBy(Actor.operator.staff.id),
        .handlerOfLead: .departments(["urban-1", "urban-1-squad"], accused: ["urban-1", "gov-1", "gov"]),
        .headOfLead: .departments(["urban-1", "urban-1-squad"], accused: ["urban-1", "gov-1", "gov"]),
        .handlerBelow: .departments(["urban-1-squad"], accused: ["urban-1-squad", "urban-1", "gov-1", "gov"]),
        .handlerOfSupporting: .departments(["police"], accused: ["police", "gov"]),
        .headOfSupporting: .departments(["police"], accused: ["police", "gov"]),
        .handlerOfParent: .departments(["gov-1", "urban-1", "urban-1-squad"], accused: ["gov-1", "gov"]),
        .headOfParent: .departments(["gov-1", "urban-1", "urban-1-squad"], accused: ["gov-1", "gov"]),
        .handlerOfOther: .departments(["urban-2"], accused: ["urban-2", "gov-2", "gov"]),
        .headOfOther: .departments(["urban-2"], accused: ["urban-2", "gov-2", "gov"]),
    ]

    @Test(arguments: Actor.allCases)
    func `everybody sees what is theirs`(actor: Actor) throws {
        #expect(CaseScope(of: actor.staff, in: try Given.map([])) == Self.expected[actor])
    }

    @Test func `the supervision body receives reports against the top and is kept out only of those against itself`() throws {
        let map = try Given.map([])
        #expect(CaseScope(of: Given.handler(of: "watch"), in: map) == .departments(["watch"], accused: ["watch"]))
    }

    @Test func `nobody above the supervision body sees its figures, and it sees them itself`() throws {
        let squad = Given.department("watch-squad", "丽水市监察委员会第一室", "一室", region: "33", parent: "watch")
        let map = try Given.map([], departments: Given.departments + [squad])
        let shown = { (own: DepartmentCode) in CaseScope.scorecards(for: Given.handler(of: own), in: map) }
        #expect(shown("watch") == ["watch", "watch-squad"])
        #expect(shown("watch-squad") == ["watch-squad"])
        #expect(shown("gov")?.contains { $0 == "watch" || $0 == "watch-squad" } == false)
        #expect(shown("gov")?.contains("police") == true)
        #expect(shown("urban-1") == ["urban-1", "urban-1-squad"])
        #expect(CaseScope.scorecards(for: Actor.supervisor.staff, in: map) == nil)
    }

    @Test func `what bars a department from receiving a report hides it from its people too`() throws {
        let map = try Given.map([])
        for own in map.departments {
            guard case .departments(_, let accused) = CaseScope(of: Given.handler(of: own.code), in: map) else {
                Issue.record("\(own.code) has no department scope")
                continue
            }
            for other in map.departments {
                let hidden = accused.contains(other.code)
                #expect(hidden == map.isBarred(own.code, when: [other.code]), "\(own.code), accused \(other.code)")
            }
        }
    }

    @Test func `a part of the supervision body is barred like any part of the government`() throws {
        let squad = Given.department("watch-squad", "丽水市监察委员会第一室", "一室", region: "33", parent: "watch")
        let map = try Given.map([], departments: Given.departments + [squad])
        let scope = CaseScope(of: Given.handler(of: "watch-squad"), in: map)
        #expect(scope == .departments(["watch-squad"], accused: ["watch-squad", "watch", "gov"]))
        #expect(map.isBarred("watch-squad", when: ["gov"]))
        #expect(!map.isBarred("watch", when: ["gov"]))
    }

    @Test func `a second role can only widen the view, and work in a department goes before registering`() throws {
        let map = try Given.map([])
        let id = AccountID(rawValue: 3)
        let scope = { (roles: Set<Role>, department: DepartmentCode?) in
            CaseScope(of: Staff(id: id, name: "", roles: roles, department: department), in: map)
        }
        #expect(scope([.operator, .dispatcher], nil) == .everything)
        #expect(scope([.custodian, .supervisor], nil) == .everything)
        #expect(scope([.operator, .custodian], nil) == .registeredBy(id))
        #expect(scope([.handler, .departmentHead], "police") == .departments(["police"], accused: ["police", "gov"]))
        #expect(scope([.dispatcher], "police") == .everything)
        #expect(scope([.auditor], "police") == .nothing)
    }

    @Test func `the people of a department that left the list see nothing`() throws {
        #expect(CaseScope(of: Given.handler(of: "gone"), in: try Given.map([])) == .departments([], accused: ["gone"]))
    }
}
