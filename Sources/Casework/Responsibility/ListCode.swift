/// A code of one of the published lists: a type for each list, so that a region never stands where a department is meant.
public protocol ListCode: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible where RawValue == String {
    init(rawValue: String)
}

extension ListCode {
    public init(_ code: String) { self.init(rawValue: code) }
    public var description: String { rawValue }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A place by its administrative division code, e.g. `331121` for Qingtian county.
public struct RegionCode: ListCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A subject by its code of two, four or six digits.
public struct CategoryCode: ListCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One department, e.g. `331100-police`.
public struct DepartmentCode: ListCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A field of administration that has a department at several levels, e.g. `police`.
public struct AuthorityCode: ListCode {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
