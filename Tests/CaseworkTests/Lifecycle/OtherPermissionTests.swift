import Casework
import Testing
import WorkingTime

/// What requesters may do and what the line does by itself, and when. Written from the rules, not from the code: `yes`, or the
/// refusal that comes instead. `ended`, it has to be asked that the case be taken up again; `late`, it has been answered; `none`,
/// there is nothing to rate; `state`, the case stands elsewhere; `park`, it is not parked; `step`, no limit has such a meaning;
/// `same`, nothing is to be counted anew. What the line ends has come to its end: a rest, a parking, a callback.
private let table = """
    action         | who       | received dispatched returning handling suspended replied callback closed answered_directly refused merged withdrawn
    supplement     | requester | yes      yes        yes       yes      yes       yes     yes      ended  ended             ended   ended  ended
    withdraw       | requester | yes      yes        yes       yes      yes       late    late     late   late              late    late   late
    rate           | requester | none     none       none      none     none      none    yes      yes    none              none    none   none
    reopen         | requester | state    state      state     state    state     state   state    yes    yes               yes     yes    yes
    end_suspension | line      | state    state      state     state    yes       state   state    state  state             state   state  state
    end_parking    | line      | park     yes        yes       yes      yes       yes     yes      park   park              park    park   park
    end_callback   | line      | state    state      state     state    state     state   yes      state  state             state   state  state
    apply_silence  | line      | step     step       step      step     step      step    step     step   step              step    step   step
    recount        | line      | same     same       same      same     same      same    same     same   same              same    same   same
    """

extension RequesterCommand {
    fileprivate static func of(_ action: RequesterAction) -> RequesterCommand {
        switch action {
        case .supplement: .supplement("另有情况", reopening: false)
        case .reopen: .supplement("又坏了", reopening: true)
        case .withdraw: .withdraw(nil)
        case .rate: .rate(Opinion(contacted: true, solved: true))
        }
    }
}

/// The commands of the line, without their particulars. A new one has no name here until it has a row.
private enum SystemAction: String, CaseIterable, Sendable {
    case endSuspension = "end_suspension"
    case endParking = "end_parking"
    case endCallback = "end_callback"
    case applySilence = "apply_silence"
    case recount

    init(_ command: SystemCommand) {
        switch command {
        case .endSuspension: self = .endSuspension
        case .endParking: self = .endParking
        case .endCallback: self = .endCallback
        case .applySilence: self = .applySilence
        case .recount: self = .recount
        }
    }

    var command: SystemCommand {
        switch self {
        case .endSuspension: .endSuspension
        case .endParking: .endParking
        case .endCallback: .endCallback
        case .applySilence: .applySilence(1)
        case .recount: .recount(loadedAt: at("03-02 09:50"))
        }
    }
}

struct OtherPermissionTests {
    @Test func `the table has a row for each action and a column for each state`() {
        let rows = Permissions(table, marks: ["yes", "state", "ended", "late", "none", "park", "step", "same"])
        #expect(rows.problems.isEmpty)
        #expect(rows.states == CaseState.allCases.map(\.rawValue))
        #expect(Set(rows.rows.keys) == Set(RequesterAction.allCases.map(\.rawValue) + SystemAction.allCases.map(\.rawValue)))
        #expect(SystemAction.allCases.allSatisfy { SystemAction($0.command) == $0 })
    }

    @Test(arguments: CaseState.allCases, RequesterAction.allCases)
    func `each cell of a requester is as the table says, and so is what they are offered`(state: CaseState, action: RequesterAction) throws
    {
        let story = try Story.reaching(state)
        let expected: Refusal? =
            switch Permissions(table, marks: []).rows[action.rawValue]?["requester"]?[state.rawValue] {
            case "yes": nil
            case "ended": .reopeningNotAsked
            case "late": .cannotWithdraw(state)
            case "none": .nothingToRate(state)
            default: .stateForbids(.reopen, state)
            }
        let offered = story.file.requesterActions(at: PermissionTests.now, under: story.jurisdiction).contains(action)
        #expect(offered == (expected == nil))
        // Who asks for what has not ended to be taken up again only says more.
        if action == .reopen, !state.isEnded { return }
        #expect(story.refusal(of: RequesterCommand.of(action), PermissionTests.now) == expected)
    }

    @Test(arguments: CaseState.allCases, SystemAction.allCases)
    private func `each cell of the line is as the table says`(state: CaseState, action: SystemAction) throws {
        var story = try Story.reaching(state)
        if action == .endParking { try story.prepare(for: .unpark) }
        let expected: Refusal? =
            switch Permissions(table, marks: []).rows[action.rawValue]?["line"]?[state.rawValue] {
            case "yes": nil
            case "park": .notParked
            case "step": .noSuchProcedure(.handle)
            case "same": .nothingToRecount
            default: .stateForbids(action == .endSuspension ? .resume : .close, state)
            }
        #expect(story.file.state == state)
        #expect(story.refusal(of: action.command, at("12-20 09:00")) == expected)
    }
}
