/// A type of PostgreSQL by its object identifier, and the array of it.
public struct PostgresType: Hashable, Sendable {
    public let oid: UInt32
    public let arrayOID: UInt32

    public init(oid: UInt32, arrayOID: UInt32) {
        self.oid = oid
        self.arrayOID = arrayOID
    }

    // Fixed since pg_type.dat has them; the same numbers in every release.
    public static let bool = Self(oid: 16, arrayOID: 1000)
    public static let bytea = Self(oid: 17, arrayOID: 1001)
    public static let int8 = Self(oid: 20, arrayOID: 1016)
    public static let int2 = Self(oid: 21, arrayOID: 1005)
    public static let int4 = Self(oid: 23, arrayOID: 1007)
    public static let text = Self(oid: 25, arrayOID: 1009)
    public static let float8 = Self(oid: 701, arrayOID: 1022)
    public static let date = Self(oid: 1082, arrayOID: 1182)
    public static let timestamptz = Self(oid: 1184, arrayOID: 1185)
    public static let jsonb = Self(oid: 3802, arrayOID: 3807)
}

extension PostgresType {
    // Read, never sent.
    static let char: UInt32 = 18
    static let name: UInt32 = 19
    static let oid: UInt32 = 26
    static let json: UInt32 = 114
    static let float4: UInt32 = 700
    static let unknown: UInt32 = 705
    static let bpchar: UInt32 = 1042
    static let varchar: UInt32 = 1043
    /// Types made by `create type` begin here; of these an enum's binary form is its label.
    static let firstOfUser: UInt32 = 16384
}
