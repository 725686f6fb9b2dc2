import WorkingTime

/// Why a matter rests.
public enum SuspensionGround: String, CaseIterable, Sendable, Hashable {
    /// The requester must bring or do something first.
    case requester
    /// Another case, a court, an arbitration or a reconsideration must decide first.
    case priorDecision = "prior_decision"
    /// Weather, disaster, epidemic: nobody can act.
    case forceMajeure = "force_majeure"
    /// Another organ outside the line must answer first.
    case otherOrgan = "other_organ"
    /// 检验检测鉴定: time that the statute does not count.
    case inspection
    /// 听证
    case hearing
    /// 检定
    case verification
    /// 补正: the requester was told to correct an unclear request.
    case correction
    /// 征求第三方意见
    case thirdParty = "third_party"
    /// 征求共同制作机关意见
    case coProducer = "co_producer"

    /// Those that a department asks for; the others begin with a step of a statute's procedure.
    public static let requestable = allCases.filter { ![.correction, .thirdParty, .coProducer].contains($0) }
}

/// A rest of the matter, until the day on which it is looked at again.
public struct Suspension: Sendable, Hashable {
    public let ground: SuspensionGround
    public let since: Instant
    /// It ends by itself with this day.
    public internal(set) var until: Day

    public init(ground: SuspensionGround, since: Instant, until: Day) {
        self.ground = ground
        self.since = since
        self.until = until
    }
}
