import WorkingTime

/// A request as it came in, checked for form. What it is about is decided later.
public struct Filing: Sendable {
    public var kind: Kind
    public var title: String
    public var body: String
    public var category: CategoryCode?
    public var region: RegionCode?
    public var address: String?
    public var place: Place?
    public var occurredAt: Instant?
    public var against: Against?
    public var channel: Channel
    public var confidential: Bool
    public var publishConsent: Bool
    public var requester: Requester?
    /// When it reached the line; in the past for a letter or a call recorded later.
    public var receivedAt: Instant
    public var registeredBy: AccountID?
    /// 一案两立: the report that the same filing holds.
    public var report: FiledReport?
    /// 直办: what the operator who records it answers at once.
    public var answer: String?

    public init(
        kind: Kind, title: String, body: String, category: CategoryCode? = nil, region: RegionCode? = nil,
        address: String? = nil, place: Place? = nil, occurredAt: Instant? = nil, against: Against? = nil,
        channel: Channel = .web, confidential: Bool = false, publishConsent: Bool = false, requester: Requester? = nil,
        receivedAt: Instant, registeredBy: AccountID? = nil
    ) {
        self.kind = kind
        self.title = title
        self.body = body
        self.category = category
        self.region = region
        self.address = address
        self.place = place
        self.occurredAt = occurredAt
        self.against = against
        self.channel = channel
        self.confidential = confidential
        self.publishConsent = publishConsent
        self.requester = requester
        self.receivedAt = receivedAt
        self.registeredBy = registeredBy
    }

    /// What the responsibility map is asked about it: who is responsible on `day`, the day on which it
    /// is sent, since a letter of long ago goes to a department that exists now.
    /// - Parameter keptFrom: the departments that must not learn of it if it is a report, besides those it accuses.
    public func question(on day: Day, keptFrom: [DepartmentCode] = []) -> RoutingQuestion {
        RoutingQuestion(
            kind: kind, category: category, region: region, title: title, body: body, address: address, against: against,
            keptFrom: keptFrom, on: day)
    }
}

/// WGS 84 degrees.
public struct Place: Sendable, Hashable {
    public let longitude: Double
    public let latitude: Double
    public init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }
}

/// Who asks, as far as they say. Lives only until it is sealed.
public struct Requester: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var name: String?
    public var phone: String?
    public var email: String?
    public var idNumber: String?

    public init(name: String? = nil, phone: String? = nil, email: String? = nil, idNumber: String? = nil) {
        self.name = name
        self.phone = phone
        self.email = email
        self.idNumber = idNumber
    }

    // A person never reaches a log by accident.
    public var description: String { "•••" }
    public var debugDescription: String { "•••" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
