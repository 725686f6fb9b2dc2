public import WorkingTime

/// PostgreSQL counts microseconds and days from 2000-01-01T00:00Z.
private let epoch = (microseconds: 946_684_800_000_000 as Int64, days: 10_957)

extension Instant: PostgresValue {
    public static var postgresType: PostgresType { .timestamptz }

    /// An instant before PostgreSQL's range is sent as `-infinity`.
    public func encode(into writer: inout ParameterWriter) {
        let (value, overflow) = microseconds.subtractingReportingOverflow(epoch.microseconds)
        writer.append(bigEndian: overflow ? Int64.min : value)
    }

    /// Infinity is no instant: it is refused.
    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        guard cell.type == PostgresType.timestamptz.oid else { throw PostgresMismatch() }
        let value = try cell.integer(Int64.self)
        let (microseconds, overflow) = value.addingReportingOverflow(epoch.microseconds)
        guard !overflow, value != .min else { throw PostgresMismatch() }
        self.init(microseconds: microseconds)
    }
}

extension Day: PostgresValue {
    public static var postgresType: PostgresType { .date }

    /// A day outside the range of `date` is sent as plus or minus infinity.
    public func encode(into writer: inout ParameterWriter) {
        let (days, overflow) = daysSince1970.subtractingReportingOverflow(epoch.days)
        writer.append(bigEndian: overflow ? Int32.min : Int32(clamping: days))
    }

    /// Infinity is no day: it is refused.
    public init(from cell: PostgresCell) throws(PostgresMismatch) {
        guard cell.type == PostgresType.date.oid else { throw PostgresMismatch() }
        let days = try cell.integer(Int32.self)
        guard days != .min, days != .max else { throw PostgresMismatch() }
        self.init(daysSince1970: Int(days) + epoch.days)
    }
}
