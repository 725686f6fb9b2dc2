/// Whom an entry of the map names: a department outright, or an authority at a level of the place where it happened.
public enum Assignee: Hashable, Sendable, CustomStringConvertible {
    case department(DepartmentCode)
    case authority(AuthorityCode, level: RegionLevel)

    /// Reads `code:331100-police` or `auth:police@county`; nil for anything else.
    public init?(_ text: String) {
        if text.hasPrefix("code:") {
            let code = text.dropFirst(5)
            guard !code.isEmpty else { return nil }
            self = .department(DepartmentCode(String(code)))
        } else if text.hasPrefix("auth:") {
            let parts = text.dropFirst(5).split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let level = RegionLevel(rawValue: String(parts[1])) else { return nil }
            self = .authority(AuthorityCode(String(parts[0])), level: level)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .department(let code): "code:\(code)"
        case .authority(let authority, let level): "auth:\(authority)@\(level.rawValue)"
        }
    }
}
