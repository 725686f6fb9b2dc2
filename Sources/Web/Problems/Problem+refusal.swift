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
        case .notFound: self = .notFound
        case .stale: self = .stale
        case .keyReused:
            self.init(
                .unprocessableContent, "key_reused", Words("Idempotency-Key 已用于另一请求", "The Idempotency-Key was used for another request"),
                detail: Words("同一键只能重复同一请求。请换一个键。", "A key repeats one request only. Use a new key."))
        case .casesOfDifferentDepartments:
            self.init(member: "/cases", "one_department", Words("一份督办单只能针对同一主办单位的工单。", "An order concerns cases of one lead department."))
        case .listsMissing, .schemaChanged: self = .notSetUp
        case .busy: self = .busy
        case .anotherKey, .failed: self = .internal
        }
    }

    init(_ error: ReportError) {
        switch error {
        case .busy: self = .busy
        case .failed: self = .internal
        }
    }

    init(member: String, _ rule: String, _ detail: Words) {
        self = .invalid([Fault(place: .pointer(member), rule: rule, detail: detail)])
    }

    private static func conflict(_ code: String, _ title: Words, _ detail: Words) -> Problem {
        Problem(.conflict, code, title, detail: detail)
    }

    init(_ refusal: Refusal) {
        self =
            switch refusal {
            case .roleMayNot(let action): .roleMayNot(action.rawValue)
            case .anotherDepartmentLeads:
                Problem(
                    .forbidden, "another_department_leads", Words("由其他单位主办", "Another department leads"),
                    detail: Words("只有主办单位可以办理。", "Only the lead department can do this."))
            case .notLead:
                Problem(
                    .forbidden, "not_the_ordered_department", Words("并非被督办单位或督办员", "Not for your department or role"),
                    detail: Words(
                        "签收和回复由被督办单位办理，认可和驳回由督办员办理。", "The ordered department acknowledges and replies; a supervisor accepts or rejects."))
            case .stateForbids(let action, let state):
                .conflict(
                    "state_forbids", Words("当前状态不能执行", "Not in this state"),
                    Words(
                        "工单处于“\(state.rawValue)”，不能执行“\(action.rawValue)”；可用操作见 allowed_actions。",
                        "The case is \(state.rawValue): \(action.rawValue) is not possible; see allowed_actions."))
            case .orderStateForbids(let action, let state):
                .conflict(
                    "state_forbids", Words("当前状态不能执行", "Not in this state"),
                    Words(
                        "督办单处于“\(state.rawValue)”，不能执行“\(action.rawValue)”；可用操作见 allowed_actions。",
                        "The order is \(state.rawValue): \(action.rawValue) is not possible; see allowed_actions."))
            case .alreadySigned:
                .conflict("already_signed", Words("已签收", "Already signed"), Words("该工单已签收。", "The case has been signed."))
            case .alreadyClaimed:
                .conflict("already_claimed", Words("已被领取", "Already claimed"), Words("该工单已由他人领取。", "A colleague has taken the case."))
            case .notClaimed:
                .conflict("not_claimed", Words("未被领取", "Not claimed"), Words("该工单无人领取。", "Nobody has taken the case."))
            case .returnLimitPassed(let due):
                .conflict(
                    "return_limit_passed", Words("已过退单时限", "The return limit has passed"),
                    Words("退单时限已于 \(due) 届满，请继续办理。", "The right to return ended at \(due); go on with the case."))
            case .alreadyReturned:
                .conflict(
                    "already_returned", Words("已退单一次", "Already returned once"),
                    Words("每个单位对同一工单只能退单一次，裁定为终局。", "A department may return a case once; the ruling is final."))
            case .designated(let dispatches):
                .conflict(
                    "designated", Words("已指定承办", "The department is designated"),
                    Words(
                        "该工单已派出 \(dispatches) 次，由派单员指定承办，不再退单。",
                        "After \(dispatches) dispatches the dispatcher designates; no further return."))
            case .returnToItself:
                Problem(member: "/department", "another_department", Words("须为另一单位。", "It must be another department."))
            case .unknownDepartment(let member):
                Problem(
                    member: member, "unknown_department", Words("没有此单位代码，见 /v1/departments。", "No such department; see /v1/departments."))
            case .unknownCategory:
                Problem(
                    member: "/category", "unknown_category", Words("没有此事项分类，见 /v1/categories。", "No such category; see /v1/categories."))
            case .unknownRegion:
                Problem(member: "/region", "unknown_region", Words("没有此区域代码，见 /v1/regions。", "No such region; see /v1/regions."))
            case .departmentIsAccused(let member):
                Problem(
                    member: member, "department_is_accused",
                    Words("举报不得交由被举报单位或其下属单位处理。", "A report never goes to the department it accuses, or to one below it."))
            case .nobodyAboveTheAccused(let member):
                Problem(
                    member: member, "nobody_above_the_accused",
                    Words(
                        "承办单位即被举报单位，且其上无可受理单位。",
                        "The department that leads is accused, and nobody above it is left to receive the report."))
            case .departmentNeeded:
                Problem(
                    member: "/department", "department_needed",
                    Words("权责清单不能确定承办单位，请指明 department。", "The responsibility map is not certain; name the department."))
            case .reasonNeeded:
                Problem(member: "/text", "reason_needed", Words("退回须说明理由。", "Sending back needs a reason."))
            case .finishedOutsideHandling:
                Problem(
                    member: "/finished_at", "finished_outside_handling",
                    Words("办结时间须在首次派单之后、现在之前。", "It must lie between the first dispatch and now."))
            case .promiseNeedsInterim:
                Problem(
                    member: "/promised_on", "promise_needs_interim",
                    Words("只有阶段性答复可以承诺日期。", "Only an interim answer carries a promised date."))
            case .interimNeedsPromise:
                Problem(
                    member: "/promised_on", "interim_needs_promise",
                    Words("阶段性答复须承诺办结日期。", "An interim answer needs the day by which the rest is promised."))
            case .noTimeLimit: .notSetUp
            }
    }
}
