import Casework

/// Reads what a requester says of the result.
enum OpinionReader {
    /// As staff who asked write it down. Who was not reached said nothing.
    static func asked(_ members: MemberReader.Object) -> Opinion? {
        let contacted = members.required("contacted", .bool)
        let solved = members.optional("solved", .bool)
        let service = members.optional("service", .oneOf(Rating.self))
        let result = members.optional("result", .oneOf(Rating.self))
        let text = members.optional("text", .words)
        guard let contacted else { return nil }
        if contacted, !members.holds("solved") {
            members.fault("solved", "missing", Words("联系到诉求人时须记录是否解决。", "Who was reached says whether it is solved."))
        }
        for name in ["solved", "service", "result"] where !contacted && members.holds(name) {
            members.fault(name, "not_reached", Words("未联系到时不得填写。", "Who was not reached said nothing."))
        }
        return Opinion(contacted: contacted, solved: solved, service: service, result: result, text: text)
    }

    /// As the requesters say it themselves.
    static func own(_ members: MemberReader.Object) -> Opinion? {
        let solved = members.required("solved", .bool)
        let service = members.optional("service", .oneOf(Rating.self))
        let result = members.optional("result", .oneOf(Rating.self))
        let text = members.optional("text", .words)
        guard let solved else { return nil }
        return Opinion(contacted: true, solved: solved, service: service, result: result, text: text)
    }
}
