import Casework
import ServiceDesk

/// The request that carries out an action on a case.
struct ActionCall {
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
