import WorkingTime

/// 五级 satisfaction.
public enum Rating: String, CaseIterable, Sendable, Hashable {
    case verySatisfied = "very_satisfied"
    case satisfied
    case basicallySatisfied = "basically_satisfied"
    case dissatisfied
    case veryDissatisfied = "very_dissatisfied"

    public var isDissatisfied: Bool { self == .dissatisfied || self == .veryDissatisfied }
}

/// 回访: what the requester says of the result, to staff who asked or by tracking. Not reached is not satisfied.
public struct Callback: Sendable, Hashable {
    public let at: Instant
    /// Nil: the requester themselves.
    public let account: AccountID?
    public let opinion: Opinion

    public init(at: Instant, account: AccountID?, opinion: Opinion) {
        self.at = at
        self.account = account
        self.opinion = opinion
    }
}

public struct Opinion: Sendable, Hashable {
    /// False: nobody was reached, and nothing else is known.
    public var contacted: Bool
    public var solved: Bool?
    public var service: Rating?
    public var result: Rating?
    public var text: String?

    public init(contacted: Bool, solved: Bool? = nil, service: Rating? = nil, result: Rating? = nil, text: String? = nil) {
        self.contacted = contacted
        self.solved = solved
        self.service = service
        self.result = result
        self.text = text
    }

    /// The requester is not content with the result.
    public var isDissatisfied: Bool { solved == false || result?.isDissatisfied ?? false }
}
