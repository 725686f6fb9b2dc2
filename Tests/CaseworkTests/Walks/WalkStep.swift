import Casework

/// Some time passes and somebody does something to one of two cases.
struct WalkStep {
    enum Deed {
        case command(CaseCommand, Staff)
        /// The case joins the other one.
        case merge(Staff)
        case requester(RequesterCommand)
        case system(SystemCommand)
        case order(both: Bool, Staff)
        case answer(Int, OrderCommand, Staff)
        /// The next holiday notice is loaded.
        case announce
    }

    let seconds: Int64
    let file: Int
    let deed: Deed

    /// What is done, without the particulars.
    var name: String {
        switch deed {
        case .command(let command, _): command.action.rawValue
        case .merge: CaseAction.merge.rawValue
        case .requester(.supplement): "supplement"
        case .requester(.withdraw): "withdraw"
        case .requester(.rate): "rate"
        case .system(.endSuspension): "end_suspension"
        case .system(.endParking): "end_parking"
        case .system(.endCallback): "end_callback"
        case .system(.applySilence): "apply_silence"
        case .system(.recount): "recount"
        case .order: CaseAction.issueOrder.rawValue
        case .answer: "answer_order"
        case .announce: "announce"
        }
    }

    /// A report that is split off is a third case, which leaves no trace in these two: walks over the line do that.
    static let names = Set(
        CaseAction.allCases.filter { $0 != .split }.map(\.rawValue) + [
            "supplement", "withdraw", "rate", "end_suspension", "end_parking", "end_callback", "apply_silence", "recount", "answer_order",
            "announce",
        ])
}
