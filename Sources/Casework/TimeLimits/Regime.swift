/// The body of rules under which a matter falls, beside or instead of the platform's own, and its own words for the matter:
/// those of the time-limit list.
public struct Regime: Sendable, Hashable {
    public let name: String
    /// `any`, or one of the matters that the regime names.
    public let matter: String

    public init(name: String, matter: String) {
        self.name = name
        self.matter = matter
    }
}
