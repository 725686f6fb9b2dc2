import Casework
import Formats
import ServiceDesk

/// The request that carries out an action.
struct ActionCall {
    private(set) var action = ""
    let method: String
    let path: String
    let members: [String]
    let optionalMembers: [String]

    init(_ action: CaseAction, on file: CaseFile) {
        let own = "/v1/cases/\(file.file.number)"
        switch action {
        case .classify:
            self.init("PUT", "\(own)/classification", [], ["kind", "category", "region", "urgent", "regime", "matter", "against"])
        case .dispatch: self.init("PUT", "\(own)/dispatch", ["department"], ["supporting", "text"])
        case .refuse: self.init("PUT", "\(own)/refusal", ["ground", "route", "text"])
        case .answerDirectly: self.init("PUT", "\(own)/direct-answer", ["text"])
        case .merge: self.init("PUT", "\(own)/merge", ["parent"])
        case .split: self.init("POST", "\(own)/split", ["title", "body"], ["against", "category", "region"])
        case .claim: self.init("POST", "/v1/queue/claims", ["number"])
        case .release: self.init("DELETE", "\(own)/claim")
        case .sign: self.init("PUT", "\(own)/signature")
        case .accept: self.init("PUT", "\(own)/acceptance")
        case .recordContact: self.init("POST", "\(own)/contacts", ["means", "reached", "text"])
        case .requestReturn: self.init("POST", "\(own)/return-requests", ["reason", "legal_basis", "department"])
        case .ruleOnReturn:
            self.init("PUT", Self.path("return-requests", file.pendingReturn, "ruling"), ["upheld", "text"], ["department"])
        case .requestExtension: self.init("POST", "\(own)/extension-requests", ["reason", "until"])
        case .requestSuspension: self.init("POST", "\(own)/suspension-requests", ["ground", "reason", "until"])
        case .requestComplexity: self.init("POST", "\(own)/complexity-requests", ["reason"])
        case .requestParking: self.init("POST", "\(own)/parking-requests", ["reason", "measures", "until"])
        case .decideExtension: self.init(deciding: .extension, on: file)
        case .decideSuspension: self.init(deciding: .suspension, on: file)
        case .decideComplexity: self.init(deciding: .complexity, on: file)
        case .decideParking: self.init(deciding: .parking, on: file)
        case .resume: self.init("PUT", "\(own)/resumption", ["text"])
        case .unpark: self.init("DELETE", "\(own)/parking", ["text"])
        case .requestSupport: self.init("POST", "\(own)/supporting-departments", ["departments", "text"])
        case .answerSupport: self.init("PUT", "\(own)/supporting-answer", ["text"])
        case .releaseSupport:
            // Where several have not answered, the caller chooses.
            let waiting = file.file.supports.filter(\.isOpen)
            let department = waiting.count == 1 ? waiting[0].department.rawValue : "{department}"
            self.init("DELETE", "\(own)/supporting-departments/\(department)", ["text"])
        case .requestCorrection: self.init("PUT", "\(own)/correction-request", ["text", "until"])
        case .consult: self.init("POST", "\(own)/consultations", ["whom", "text"])
        case .reply:
            let unsupported = file.file.supports.contains(where: \.isOpen) ? ["without_support"] : []
            self.init("PUT", "\(own)/reply", ["text", "outcome"] + unsupported, ["finished_at", "promised_on"])
        case .review: self.init("PUT", "\(own)/review", ["approved"], ["text"])
        case .recordCallback: self.init("PUT", "\(own)/callback", ["contacted"], ["solved", "service", "result", "text"])
        case .orderRework: self.init("PUT", "\(own)/rework", ["text"])
        case .close: self.init("PUT", "\(own)/closure", ["outcome"], ["text", "promised_on"])
        case .reopen: self.init("DELETE", "\(own)/closure", ["text"])
        case .supplement: self.init("POST", "\(own)/supplements", ["text"])
        case .note: self.init("POST", "\(own)/notes", ["text"])
        case .urge: self.init("POST", "\(own)/urges", ["text"])
        case .issueOrder: self.init("POST", "/v1/supervision-orders", ["cases", "demand"], ["level", "basis"])
        }
        self.action = action.rawValue
    }

    /// What requesters do, under their query code.
    init(_ action: RequesterAction, of number: CaseNumber) {
        let own = "/v1/tracking/\(number)"
        switch action {
        case .supplement: self.init("POST", "\(own)/supplements", ["text"])
        case .reopen: self.init("POST", "\(own)/supplements", ["text", "reopen"])
        case .withdraw: self.init("PUT", "\(own)/withdrawal", [], ["text"])
        case .rate: self.init("PUT", "\(own)/feedback", ["solved"], ["service", "result", "text"])
        }
        self.action = action.rawValue
    }

    init(_ action: OrderAction, on order: SupervisionOrderID) {
        let own = "/v1/supervision-orders/\(order.rawValue)"
        switch action {
        case .acknowledge: self.init("PUT", "\(own)/acknowledgement")
        case .reply: self.init("PUT", "\(own)/reply", ["text"])
        case .accept: self.init("PUT", "\(own)/acceptance", [], ["text"])
        case .reject: self.init("PUT", "\(own)/rejection", ["text"])
        }
        self.action = action.rawValue
    }

    init(_ action: AccountabilityCommand.Action, on entry: Int) {
        let own = "/v1/accountability-entries/\(entry)"
        switch action {
        case .draft: self.init("PUT", "\(own)/draft", ["cause", "text"])
        case .publish: self.init("PUT", "\(own)/publication")
        case .withdraw: self.init("PUT", "\(own)/withdrawal", ["text"])
        }
        self.action = action.rawValue
    }

    init(_ action: ProposalAction, on proposal: Int) {
        let own = "/v1/responsibility-proposals/\(proposal)"
        switch action {
        case .accept: self.init("PUT", "\(own)/acceptance", [], ["text"])
        case .dismiss: self.init("PUT", "\(own)/dismissal", ["text"])
        }
        self.action = action.rawValue
    }

    private init(deciding kind: TimeRequest.Kind, on file: CaseFile) {
        self.init("PUT", Self.path("\(kind.rawValue)-requests", file.pendingTimeRequests[kind], "decision"), ["granted", "text"])
    }

    private static func path(_ collection: String, _ id: Int?, _ verb: String) -> String {
        "/v1/\(collection)/\(id.map(String.init) ?? "{id}")/\(verb)"
    }

    private init(_ method: String, _ path: String, _ members: [String] = [], _ optionalMembers: [String] = []) {
        self.method = method
        self.path = path
        self.members = members
        self.optionalMembers = optionalMembers
    }
}

extension JSONObjectWriter {
    /// What the reader can do next, and how: method, path, and the members the body needs.
    mutating func allowedActions(_ calls: [ActionCall]) {
        objects("allowed_actions", calls) {
            $0.member("action", $1.action)
            $0.member("method", $1.method)
            $0.member("path", $1.path)
            $0.member("members", $1.members)
            $0.member("optional_members", $1.optionalMembers)
        }
    }
}
