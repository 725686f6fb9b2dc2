/// How a request came in.
public enum Channel: String, CaseIterable, Sendable, Hashable {
    case web, mobile, phone, letter, counter, wechat, email, transfer

    /// Whether a requester may name it without an account. The others are recorded by staff, who
    /// vouch for when and how the request arrived.
    public var isSelfService: Bool {
        switch self {
        case .web, .mobile, .wechat: true
        case .phone, .letter, .counter, .email, .transfer: false
        }
    }
}
