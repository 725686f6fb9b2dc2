/// 一案两立: what of a filing is a report. It becomes a case of its own, which does not show who asks.
public struct FiledReport: Sendable {
    public var against: Against
    /// In words of its own: those of the complaint are read by whom it concerns.
    public var title: String
    public var body: String
    /// Nil: by its words.
    public var category: CategoryCode?

    public init(against: Against, title: String, body: String, category: CategoryCode? = nil) {
        self.against = against
        self.title = title
        self.body = body
        self.category = category
    }
}

extension Filing {
    /// The filing of the report that this one holds: without anybody who asks.
    public var separateReport: Filing? {
        guard let report else { return nil }
        return Filing(
            kind: .report, title: report.title, body: report.body, category: report.category, region: region, address: address,
            place: place, occurredAt: occurredAt,
            against: report.against, channel: channel,
            confidential: true, receivedAt: receivedAt, registeredBy: registeredBy)
    }
}
