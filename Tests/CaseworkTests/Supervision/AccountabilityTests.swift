import Casework
import Testing
import WorkingTime

struct AccountabilityTests {
    private static let author = Staff(id: AccountID(rawValue: 1), name: "甲", roles: [.supervisor], department: nil)
    private static let reviewer = Staff(id: AccountID(rawValue: 2), name: "乙", roles: [.supervisor], department: nil)

    private static func entry(in state: AccountabilityEntry.State) throws -> AccountabilityEntry {
        let recommended = AccountabilityEntry(
            id: 1, department: "urban-1", state: .recommended, cause: nil, text: nil, recommendedAt: at("03-02 09:00"), draftedBy: nil,
            draftedAt: nil, publishedBy: nil, publishedAt: nil, withdrawnBy: nil, withdrawnAt: nil, withdrawal: nil, version: 1)
        let drafted = try recommended.decide(.draft(.slowAction, "超期"), by: author, at: at("03-02 10:00"))
        return switch state {
        case .recommended: recommended
        case .drafted: drafted
        case .published: try drafted.decide(.publish, by: reviewer, at: at("03-02 11:00"))
        case .withdrawn: try drafted.decide(.withdraw("有误"), by: reviewer, at: at("03-02 11:00"))
        }
    }

    private static let table: [AccountabilityCommand.Action: [AccountabilityEntry.State]] = [
        .draft: [.recommended, .drafted], .publish: [.drafted], .withdraw: [.recommended, .drafted, .published],
    ]

    @Test(arguments: AccountabilityEntry.State.allCases, AccountabilityCommand.Action.allCases)
    func `each step has its states`(state: AccountabilityEntry.State, action: AccountabilityCommand.Action) throws {
        let entry = try Self.entry(in: state)
        let may = Self.table[action]?.contains(state) ?? false
        #expect(entry.allowedActions(for: Self.reviewer).contains(action) == may)
        #expect(entry.allowedActions(for: Actor.headOfLead.staff).isEmpty)
        let command: AccountabilityCommand =
            switch action {
            case .draft: .draft(.wrongAction, "不实")
            case .publish: .publish
            case .withdraw: .withdraw("有误")
            }
        var refusal: Refusal?
        do throws(Refusal) {
            let next = try entry.decide(command, by: Self.reviewer, at: at("03-03 10:00"))
            #expect(next.version == entry.version + 1)
        } catch {
            refusal = error
        }
        #expect(refusal == (may ? nil : .entryStateForbids(action, state)))
    }

    @Test func `whoever wrote it last does not publish it`() throws {
        let drafted = try Self.entry(in: .drafted)
        #expect(throws: Refusal.publishesOwnDraft) { try drafted.decide(.publish, by: Self.author, at: at("03-03 10:00")) }
        #expect(!drafted.allowedActions(for: Self.author).contains(.publish))
        let rewritten = try drafted.decide(.draft(.slowAction, "超期十日"), by: Self.reviewer, at: at("03-03 10:00"))
        #expect(throws: Refusal.publishesOwnDraft) { try rewritten.decide(.publish, by: Self.reviewer, at: at("03-03 11:00")) }
        #expect(try rewritten.decide(.publish, by: Self.author, at: at("03-03 11:00")).state == .published)
    }
}
