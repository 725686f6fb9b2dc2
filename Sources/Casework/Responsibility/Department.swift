/// A body that can be responsible for a case (承办单位).
public struct Department: Hashable, Sendable {
    public let code: DepartmentCode
    public let name: String
    public let shortName: String
    /// What sort of body it is, as the list says; `supervisionKind` marks the supervision body.
    public let kind: String
    /// The field of administration that it has in its region.
    public let authority: AuthorityCode?
    public let region: RegionCode
    /// The department above it; nil at the top.
    public let parent: DepartmentCode?
    /// Whether a published source names it, or its existence is assumed.
    public let attested: Bool
    public let aliases: [String]

    /// The kind of the body that receives reports against the top.
    public static let supervisionKind = "supervision"

    public init(
        code: DepartmentCode, name: String, shortName: String, kind: String, authority: AuthorityCode?, region: RegionCode,
        parent: DepartmentCode?, attested: Bool, aliases: [String] = []
    ) {
        self.code = code
        self.name = name
        self.shortName = shortName
        self.kind = kind
        self.authority = authority
        self.region = region
        self.parent = parent
        self.attested = attested
        self.aliases = aliases
    }
}
