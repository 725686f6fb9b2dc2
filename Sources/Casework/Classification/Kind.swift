/// What a requester asks for. The kind decides the time limits, and reports (举报) are guarded more closely than the rest.
public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// 咨询: a question.
    case consultation
    /// 求助: help is needed.
    case helpRequest = "help_request"
    /// 投诉: the requester's own interest was harmed.
    case complaint
    /// 举报: somebody broke a rule; the reporter is protected.
    case report
    /// 建议: a proposal.
    case suggestion
    /// 表扬: praise.
    case commendation

    /// The Chinese name, as it stands on the work order.
    public var chineseName: String {
        switch self {
        case .consultation: "咨询"
        case .helpRequest: "求助"
        case .complaint: "投诉"
        case .report: "举报"
        case .suggestion: "建议"
        case .commendation: "表扬"
        }
    }
}
