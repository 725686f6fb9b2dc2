import Casework
import Formats
import WorkingTime

/// A case with its text, as somebody entitled to read it sees it.
public struct CaseFile: Sendable {
    public let file: Case
    public let title: String
    public let body: String
    public let channel: Channel
    public let address: String?
    public let place: Place?
    public let occurredAt: Instant?
    public let confidential: Bool
    public let publishConsent: Bool
    public let registeredAt: Instant
    /// The name of the colleague who took it.
    public let handlerName: String?
    /// Who asks; only for those who handle a case that is not a report, or call back about it, and only while they do.
    public var requester: Requester?
    public var allowedActions: [CaseAction] = []
    /// The open return request's id, for the dispatcher who rules on it.
    public let pendingReturn: Int?
    /// The open requests for time, by what they ask, for whoever decides them.
    public let pendingTimeRequests: [TimeRequest.Kind: Int]
    /// The number of the case that this repeat joined, and those of the repeats that joined this one.
    public let parent: String?
    public let repeats: [String]
    /// The report that was split from it, or the complaint from which it was split; nil for all but those who watch over the
    /// whole line: a department that has the one must not know of the other.
    public var linked: [String]?
    /// The supervision orders on it, newest last.
    public let orders: [SupervisionOrder]
    /// Its clocks but those of orders that are kept from the reader.
    public let clocks: [Clock]
    let identity: [UInt8]?
    /// Whether a sample was drawn of which it is one, and its requester has not been reached.
    let isToBeCalled: Bool
}

/// A case in a list.
public struct CaseSummary: Sendable {
    public let id: CaseID
    public let number: String
    public let kind: Kind
    public let title: String
    public let state: CaseState
    public let category: CategoryCode?
    public let region: RegionCode?
    public let department: DepartmentCode?
    public let handlerName: String?
    public let urgent: Bool
    public let receivedAt: Instant
    public let nextDueAt: Instant?
    /// How often the departments were urged, and when last.
    public let urges: Int
    public let urgedAt: Instant?
    public let version: Int
}

/// A line of a case's history with the name of who did it.
public struct HistoryLine: Sendable {
    public let ordinal: Int
    public let at: Instant
    public let type: String
    public let actor: String?
    public let role: String
    public let text: String?
    /// A JSON object.
    public let factsJSON: String

    var facts: [String: String] {
        guard let object = try? JSONParser.parse(Array(factsJSON.utf8)).object else { return [:] }
        var facts: [String: String] = [:]
        for name in object.keys { facts[name] = object[name]?.string }
        return facts
    }

    /// The order that it tells of.
    var order: SupervisionOrderID? { facts["order"].flatMap { Int($0) }.map(SupervisionOrderID.init(rawValue:)) }
}
