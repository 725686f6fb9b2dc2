/// 不予受理: why the line does not take a request up. The right route is always told with it.
public enum RefusalGround: String, CaseIterable, Sendable, Hashable {
    /// 110, 119, 120, 122: told so at once.
    case emergency
    /// Court, arbitration, reconsideration, discipline or disclosure have their own way.
    case otherRoute = "other_route"
    case petitionInHand = "petition_in_hand"
    /// The same matter without new facts.
    case sameMatter = "same_matter"
    case secretsOrPrivacy = "secrets_or_privacy"
    case outsideGovernment = "outside_government"
    case unlawful
    case outsideArea = "outside_area"
    /// Party, congress, court, procuratorate, army.
    case otherAuthority = "other_authority"
    /// A lawful conclusion has been given.
    case concluded
    /// No content, or harassment.
    case noContent = "no_content"
}

/// A refusal to take a request up.
public struct Rejection: Sendable, Hashable {
    public let ground: RefusalGround
    /// Where the requester should go instead.
    public let route: String

    public init(ground: RefusalGround, route: String) {
        self.ground = ground
        self.route = route
    }
}
