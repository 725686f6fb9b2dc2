/// 一案两立: what of a filing is a report. It becomes a case of its own, which does not show who asks.
public struct FiledReport: Sendable {
    public var against: Against
    /// As the filing's own unless given.
    public var title: String?
    public var body: String?

    public init(against: Against, title: String? = nil, body: String? = nil) {
        self.against = against
        self.title = title
        self.body = body
    }
}

extension Filing {
    /// The filing of the report that this one holds: without anybody who asks.
    public var separateReport: Filing? {
        guard let report else { return nil }
        // What is told in words of its own is a matter of its own.
        return Filing(
            kind: .report, title: report.title ?? title, body: report.body ?? body, category: report.body == nil ? category : nil,
            region: region, address: address, place: place, occurredAt: occurredAt, against: report.against, channel: channel,
            confidential: true, receivedAt: receivedAt, registeredBy: registeredBy)
    }
}
