import Casework
import HTTPTypes
import ServiceDesk
import Statistics
import WorkingTime

extension Problem {
    /// The problem that each error of the desk becomes. Details of faults of ours stay in the log.
    init(_ error: DeskError) {
        switch error {
        case .refused(let refusal): self.init(refusal)
        case .scorecardRefused(let refusal): self.init(refusal)
        case .notFound: self = .notFound
        case .stale: self = .stale
        case .keyReused:
            self.init(
                .unprocessableContent, "key_reused", Words("Idempotency-Key 已用于另一请求", "The Idempotency-Key was used for another request"),
                detail: Words("同一键只能重复同一请求。请换一个键。", "A key repeats one request only. Use a new key."))
        case .casesOfDifferentDepartments:
            self.init(member: "/cases", "one_department", Words("一份督办单只能针对同一主办单位的工单。", "An order concerns cases of one lead department."))
        case .casesKeptFromOthers:
            self.init(
                member: "/cases", "reports_apart",
                Words("举报须与其他工单、与针对其他对象的举报分开督办。", "Reports that accuse the same are ordered together, and nothing else with them."))
        case .proposal(let refusal): self.init(refusal)
        case .notANotice(let notice):
            self.init(
                member: "/days", "notice_not_whole", Words("不是全年的放假通知。", "\(notice.faults.map(\.description).joined(separator: "; "))."))
        case .listsMissing, .schemaChanged: self = .notSetUp
        case .busy: self = .busy
        case .anotherKey, .failed: self = .internal
        }
    }

    init(_ error: ReportError) {
        switch error {
        case .busy: self = .busy
        case .listsMissing: self = .notSetUp
        case .failed: self = .internal
        }
    }

    init(member: String, _ rule: String, _ detail: Words) {
        self = .invalid([Fault(place: .pointer(member), rule: rule, detail: detail)])
    }

    static func conflict(_ code: String, _ title: Words, _ detail: Words) -> Problem {
        Problem(.conflict, code, title, detail: detail)
    }
}
