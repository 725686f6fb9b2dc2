/// Who may do what, and when. Written from the rules, not from the code.
///
/// A row for each action and those who may ever do it; `yes`, or the refusal that comes instead:
/// `state`, the case stands elsewhere; `dept`, no or another department leads it; `kind`, it is done to another kind only. Whoever has no row: department people under
/// an action that is department work get `dept`, everybody else is told that their role may not. The role is judged before the
/// state. Whoever releases a case has claimed it, where they can; what is decided has been asked, what is unparked has been parked,
/// who closes has called back, and who asks for a correction or consults handles a matter of a statute that knows it.
let permissionTable = """
    action             | who        | received dispatched returning handling suspended replied callback closed answered_directly refused merged withdrawn
    classify           | dispatcher | yes      yes        yes       yes      yes       yes     yes      state  state             state   state  state
    dispatch           | dispatcher | yes      state      state     state    state     state   state    state  state             state   state  state
    refuse             | dispatcher | yes      state      state     yes      state     state   state    state  state             state   state  state
    answer_directly    | dispatcher | yes      state      state     state    state     state   state    state  state             state   state  state
    answer_directly    | operator   | kind     state      state     state    state     state   state    state  state             state   state  state
    merge              | dispatcher | yes      state      state     state    state     state   state    state  state             state   state  state
    split              | dispatcher | yes      yes        yes       yes      yes       yes     yes      state  state             state   state  state
    claim              | dispatcher | yes      state      yes       state    state     state   state    state  state             state   state  state
    claim              | lead       | dept     yes        state     yes      state     state   state    state  dept              dept    state  state
    release            | dispatcher | yes      state      yes       state    state     state   state    state  state             state   state  state
    release            | lead       | dept     yes        state     yes      state     state   state    state  dept              dept    state  state
    sign               | lead       | dept     yes        state     state    state     state   state    state  dept              dept    state  state
    accept             | lead       | dept     yes        state     state    state     state   state    state  dept              dept    state  state
    record_contact     | lead       | dept     yes        yes       yes      yes       state   state    state  dept              dept    state  state
    request_return     | lead       | dept     yes        state     yes      state     state   state    state  dept              dept    state  state
    rule_on_return     | dispatcher | state    state      yes       state    state     state   state    state  state             state   state  state
    request_extension  | lead       | dept     state      state     yes      state     state   state    state  dept              dept    state  state
    decide_extension   | supervisor | state    state      state     yes      state     state   state    state  state             state   state  state
    request_suspension | lead       | dept     state      state     yes      state     state   state    state  dept              dept    state  state
    decide_suspension  | supervisor | state    state      state     yes      state     state   state    state  state             state   state  state
    request_complexity | lead       | dept     state      state     yes      state     state   state    state  dept              dept    state  state
    decide_complexity  | dispatcher | state    state      state     yes      state     state   state    state  state             state   state  state
    request_parking    | lead       | dept     state      state     yes      yes       state   state    state  dept              dept    state  state
    decide_parking     | supervisor | state    state      state     yes      yes       state   state    state  state             state   state  state
    resume             | lead       | dept     state      state     state    yes       state   state    state  dept              dept    state  state
    resume             | supervisor | state    state      state     state    yes       state   state    state  state             state   state  state
    unpark             | lead       | dept     yes        yes       yes      yes       yes     yes      state  dept              dept    state  state
    unpark             | supervisor | state    yes        yes       yes      yes       yes     yes      state  state             state   state  state
    request_support    | lead       | dept     yes        state     yes      yes       state   state    state  dept              dept    state  state
    request_support    | dispatcher | state    yes        state     yes      yes       state   state    state  state             state   state  state
    release_support    | lead       | dept     yes        state     yes      yes       state   state    state  dept              dept    state  state
    release_support    | dispatcher | state    yes        state     yes      yes       state   state    state  state             state   state  state
    answer_support     | supporting | dept     yes        yes       yes      yes       state   state    state  dept              dept    dept   state
    request_correction | lead       | dept     yes        state     yes      state     state   state    state  dept              dept    state  state
    consult            | lead       | dept     state      state     yes      state     state   state    state  dept              dept    state  state
    reply              | lead       | dept     state      state     yes      state     state   state    state  dept              dept    state  state
    review             | supervisor | state    state      state     state    state     yes     state    state  state             state   state  state
    record_callback    | supervisor | state    state      state     state    state     state   yes      state  state             state   state  state
    order_rework       | supervisor | state    state      state     state    state     state   yes      state  state             state   state  state
    close              | supervisor | state    state      state     state    state     state   yes      state  state             state   state  state
    reopen             | supervisor | state    state      state     state    state     state   state    yes    yes               yes     yes    yes
    supplement         | operator   | yes      yes        yes       yes      yes       yes     yes      state  state             state   state  state
    supplement         | dispatcher | yes      yes        yes       yes      yes       yes     yes      state  state             state   state  state
    note               | dispatcher | yes      yes        yes       yes      yes       yes     yes      state  state             state   state  state
    note               | supervisor | yes      yes        yes       yes      yes       yes     yes      state  state             state   state  state
    note               | lead       | dept     yes        yes       yes      yes       yes     yes      state  dept              dept    state  state
    note               | supporting | dept     yes        yes       yes      yes       yes     yes      state  dept              dept    dept   state
    urge               | supervisor | state    yes        yes       yes      yes       state   state    state  state             state   state  state
    issue_order        | supervisor | state    yes        yes       yes      yes       yes     yes      state  state             state   state  state
    """

/// The same for supervision orders on `urban-1`. Whoever has no row is told that it is not theirs.
let orderPermissionTable = """
    action      | who        | issued acknowledged replied accepted rejected unmet lapsed
    acknowledge | lead       | yes    state        state   state    state    state state
    reply       | lead       | yes    yes          state   state    state    state state
    accept      | supervisor | state  state        yes     state    state    state state
    reject      | supervisor | state  state        yes     state    state    state state
    """

/// A table of marks by action, who and state.
struct Permissions {
    private(set) var states: [String] = []
    private(set) var rows: [String: [String: [String: String]]] = [:]
    private(set) var problems: [String] = []

    /// - Parameter marks: those that may stand in a cell.
    init(_ text: String, marks: Set<String> = ["yes", "state", "dept", "kind"]) {
        for (number, line) in text.split(separator: "\n").enumerated() {
            let columns = line.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
            guard columns.count == 3, let action = columns[0].first, let who = columns[1].first else {
                problems.append("line \(number + 1) has not three columns")
                continue
            }
            if number == 0 {
                states = columns[2]
            } else if columns[2].count != states.count || !marks.isEmpty && !Set(columns[2]).isSubset(of: marks) {
                problems.append("line \(number + 1) has not a mark for each state")
            } else if rows[action, default: [:]].updateValue(Dictionary(uniqueKeysWithValues: zip(states, columns[2])), forKey: who) != nil
            {
                problems.append("line \(number + 1) stands there twice")
            }
        }
    }

    /// Nil: no row, so the role decides.
    func mark(_ action: String, _ actor: Actor, _ state: String) -> String? { rows[action]?[actor.group]?[state] }

    func isDepartmentWork(_ action: String) -> Bool { rows[action]?["lead"] != nil || rows[action]?["supporting"] != nil }
}
