/// Who may do what, and when. Written from the rules, not from the code.
///
/// A row for each action and those who may ever do it; `yes`, or the refusal that comes instead:
/// `state`, the case stands elsewhere; `dept`, no or another department leads it. Whoever has no row:
/// department people under an action that is department work get `dept`, everybody else is told that
/// their role may not. The role is judged before the state. Whoever releases a case has claimed it, where they can.
let permissionTable = """
    action          | who        | received dispatched returning handling replied callback closed
    classify        | dispatcher | yes      yes        yes       yes      state   state    state
    dispatch        | dispatcher | yes      state      state     state    state   state    state
    claim           | dispatcher | yes      state      yes       state    state   state    state
    claim           | lead       | dept     yes        state     yes      state   state    state
    release         | dispatcher | yes      state      yes       state    state   state    state
    release         | lead       | dept     yes        state     yes      state   state    state
    sign            | lead       | dept     yes        state     state    state   state    state
    accept          | lead       | dept     yes        state     state    state   state    state
    record_contact  | lead       | dept     yes        state     yes      state   state    state
    request_return  | lead       | dept     yes        state     yes      state   state    state
    rule_on_return  | dispatcher | state    state      yes       state    state   state    state
    reply           | lead       | dept     state      state     yes      state   state    state
    review          | supervisor | state    state      state     state    yes     state    state
    close           | supervisor | state    state      state     state    state   yes      state
    note            | dispatcher | yes      yes        yes       yes      yes     yes      state
    note            | supervisor | yes      yes        yes       yes      yes     yes      state
    note            | lead       | dept     yes        yes       yes      yes     yes      state
    note            | supporting | dept     yes        yes       yes      yes     yes      state
    urge            | supervisor | state    yes        yes       yes      state   state    state
    issue_order     | supervisor | state    yes        yes       yes      yes     yes      state
    """

/// The same for supervision orders on `urban-1`. Whoever has no row is told that it is not theirs.
let orderPermissionTable = """
    action      | who        | issued acknowledged replied accepted rejected
    acknowledge | lead       | yes    state        state   state    state
    reply       | lead       | yes    yes          state   state    state
    accept      | supervisor | state  state        yes     state    state
    reject      | supervisor | state  state        yes     state    state
    """

/// A table of marks by action, who and state.
struct Permissions {
    private(set) var states: [String] = []
    private(set) var rows: [String: [String: [String: String]]] = [:]
    private(set) var problems: [String] = []

    init(_ text: String) {
        for (number, line) in text.split(separator: "\n").enumerated() {
            let columns = line.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
            guard columns.count == 3, let action = columns[0].first, let who = columns[1].first else {
                problems.append("line \(number + 1) has not three columns")
                continue
            }
            if number == 0 {
                states = columns[2]
            } else if columns[2].count != states.count || !Set(columns[2]).isSubset(of: ["yes", "state", "dept"]) {
                problems.append("line \(number + 1) has not a mark for each state")
            } else {
                rows[action, default: [:]][who] = Dictionary(uniqueKeysWithValues: zip(states, columns[2]))
            }
        }
    }

    /// Nil: no row, so the role decides.
    func mark(_ action: String, _ actor: Actor, _ state: String) -> String? { rows[action]?[actor.group]?[state] }

    func isDepartmentWork(_ action: String) -> Bool { rows[action]?["lead"] != nil }
}
