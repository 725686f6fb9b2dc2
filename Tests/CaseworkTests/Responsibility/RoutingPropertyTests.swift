import Casework
import SeededRandom
import Testing
import WorkingTime

/// Random maps and questions; the rules are stated here a second time, plainly and slowly.
struct RoutingPropertyTests {
    static let assignees =
        Given.departments.map { "code:\($0.code)" } + ["auth:urban@county", "auth:urban@city", "auth:police@county", "auth:town@township"]

    static func entries(_ random: inout SeededGenerator) -> [Responsibility] {
        (1...12).map { id in
            let start = Int.random(in: 0...20, using: &random)
            let end = Bool.random(using: &random) ? start + Int.random(in: 0...15, using: &random) : nil
            return Responsibility(
                id: id, category: Given.categories.randomElement(using: &random)?.code ?? "01",
                kinds: Set(Kind.allCases.filter { _ in Int.random(in: 0...4, using: &random) == 0 }),
                region: Given.regions.randomElement(using: &random)?.code ?? "33",
                assignee: Assignee(assignees.randomElement(using: &random) ?? "") ?? .department("gov"),
                supporting: Bool.random(using: &random)
                    ? [.department(Given.departments.randomElement(using: &random)?.code ?? "gov")] : [],
                validFrom: Day(daysSince1970: start), validTo: end.map { Day(daysSince1970: $0) })
        }
    }

    static func question(_ random: inout SeededGenerator) -> RoutingQuestion {
        let accused: Against? =
            switch Int.random(in: 0...3, using: &random) {
            case 0: .department(Given.departments.randomElement(using: &random)?.code ?? "gov")
            case 1: .name(Given.departments.randomElement(using: &random)?.shortName ?? "")
            default: nil
            }
        return RoutingQuestion(
            kind: Bool.random(using: &random) ? .report : .complaint,
            category: Int.random(in: 0...4, using: &random) == 0 ? nil : Given.categories.randomElement(using: &random)?.code,
            region: Int.random(in: 0...4, using: &random) == 0 ? nil : Given.regions.randomElement(using: &random)?.code,
            title: "占道", body: "赌博 青田县", address: nil, against: accused, on: Day(daysSince1970: Int.random(in: 0...30, using: &random)))
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `the winner fits, nothing that fits is closer, and the accused receives nothing`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let entries = Self.entries(&random)
        let keywords = [
            CategoryKeyword(category: "010101", keyword: "占道", weight: 2), CategoryKeyword(category: "020101", keyword: "赌博", weight: 2),
        ]
        let map = try Given.map(entries, keywords: keywords)
        let shuffled = try Given.map(
            entries.shuffled(using: &random), keywords: keywords.reversed(), departments: Given.departments.shuffled(using: &random))
        for _ in 0..<60 {
            let question = Self.question(&random)
            let decision = map.resolve(question)
            #expect(decision == shuffled.resolve(question))
            #expect((decision.lead == nil) || decision.responsibility != nil)
            checkAccused(decision, question, map)
            checkWinner(decision, question, map)
        }
    }

    private func checkAccused(_ decision: RoutingDecision, _ question: RoutingQuestion, _ map: ResponsibilityMap) {
        guard question.kind == .report, let against = question.against else { return }
        let accused = map.departments(accusedBy: against)
        for receiver in [decision.lead].compactMap({ $0 }) + decision.supporting + decision.proposals.compactMap(\.department) {
            #expect(!accused.contains(receiver))
            // Below the accused only the supervision body may receive.
            #expect(receiver == "watch" || !accused.contains { map.subtree(of: $0).contains(receiver) })
        }
    }

    private func checkWinner(_ decision: RoutingDecision, _ question: RoutingQuestion, _ map: ResponsibilityMap) {
        guard let id = decision.responsibility, let winner = map.responsibility(id), let category = decision.category,
            let region = decision.region, !decision.basis.contains(.categoryByBranch),
            decision.tried.first?.why != .sameEverywhere
        else { return }
        func fits(_ entry: Responsibility) -> Bool {
            category.rawValue.hasPrefix(entry.category.rawValue) && region.rawValue.hasPrefix(entry.region.rawValue)
                && (entry.kinds.isEmpty || entry.kinds.contains(question.kind)) && entry.validFrom <= question.on
                && (entry.validTo ?? question.on) >= question.on
        }
        func closeness(_ entry: Responsibility) -> [Int] {
            [entry.category.rawValue.count, entry.region.rawValue.count, entry.kinds.isEmpty ? 0 : 1]
        }
        #expect(fits(winner))
        for entry in map.responsibilities where fits(entry) && closeness(winner).lexicographicallyPrecedes(closeness(entry)) {
            // Only an authority that has no department here may be passed over, and the decision says so.
            let tried = decision.tried.first { $0.id == entry.id }
            guard case .noDepartment = tried?.why else {
                Issue.record("entry \(entry.id) fits and is closer than \(id)")
                continue
            }
        }
    }
}
