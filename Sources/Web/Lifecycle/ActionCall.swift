import Casework

/// The request that carries out an action on a case.
struct ActionCall {
    let method: String
    let path: String
    let members: [String]
    let optionalMembers: [String]

    init(_ action: CaseAction, number: CaseNumber, pendingReturn: Int?) {
        let own = "/v1/cases/\(number)"
        switch action {
        case .classify: self.init("PUT", "\(own)/classification", [], ["kind", "category", "region", "urgent", "against"])
        case .dispatch: self.init("PUT", "\(own)/dispatch", [], ["department", "supporting", "text"])
        case .claim: self.init("POST", "/v1/queue/claims", [], ["number"])
        case .release: self.init("DELETE", "\(own)/claim", [], [])
        case .sign: self.init("PUT", "\(own)/signature", [], [])
        case .accept: self.init("PUT", "\(own)/acceptance", [], [])
        case .recordContact: self.init("POST", "\(own)/contacts", ["means", "reached", "text"], [])
        case .requestReturn: self.init("POST", "\(own)/return-requests", ["reason", "legal_basis", "department"], [])
        case .ruleOnReturn:
            self.init("PUT", "/v1/return-requests/\(pendingReturn.map(String.init) ?? "{id}")/ruling", ["upheld", "text"], ["department"])
        case .reply: self.init("PUT", "\(own)/reply", ["text", "outcome"], ["finished_at", "promised_on"])
        case .review: self.init("PUT", "\(own)/review", ["approved"], ["text"])
        case .close: self.init("PUT", "\(own)/closure", ["outcome"], ["text", "promised_on"])
        case .note: self.init("POST", "\(own)/notes", ["text"], [])
        case .urge: self.init("POST", "\(own)/urges", ["text"], [])
        case .issueOrder: self.init("POST", "/v1/supervision-orders", ["cases", "demand"], ["level", "basis"])
        }
    }

    private init(_ method: String, _ path: String, _ members: [String], _ optionalMembers: [String]) {
        self.method = method
        self.path = path
        self.members = members
        self.optionalMembers = optionalMembers
    }
}
