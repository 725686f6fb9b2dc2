import Casework
import HTTPTypes
import WorkingTime

extension Problem {
    /// What each refusal of the rules says, and the way out.
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
            case .unknownCategory(let member):
                Problem(
                    member: member, "unknown_category", Words("没有此事项分类，见 /v1/categories。", "No such category; see /v1/categories."))
            case .unknownRegion:
                Problem(member: "/region", "unknown_region", Words("没有此区域代码，见 /v1/regions。", "No such region; see /v1/regions."))
            case .departmentIsAccused(let member):
                Problem(
                    member: member, "department_is_accused",
                    Words("举报不得交由被举报单位或其下属单位处理。", "A report never goes to the department it accuses, or to one below it."))
            case .departmentKeptApart(let member):
                Problem(
                    member: member, "department_kept_apart",
                    Words("该单位不承办此件，请另选单位。", "This department takes no part in this matter; name another."))
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
                Problem(
                    member: "/text", "reason_needed",
                    Words(
                        "须说明理由：退回，或与诉求人意见相反地以“已解决”办结。",
                        "A reason is needed for sending back, and for closing as solved what the requester says is not."))
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
            case .noTimeLimit, .notSet: .notSetUp
            case .limitPassed(let stage, let due):
                .conflict(
                    "limit_passed", Words("时限已过", "The limit has passed"),
                    Words(
                        "“\(stage.rawValue)”时限已于 \(due) 届满；逾期后不得申请或批准，逾期记录不变。",
                        "The limit of \(stage.rawValue) ended at \(due). What is asked or granted afterwards changes nothing: the case stays overdue."
                    ))
            case .extensionNotGranted(let rule):
                .conflict(
                    "extension_not_granted", Words("该时限不得延长", "The limit cannot be extended"),
                    Words("规则 \(rule) 不允许延期，见 /v1/time-limits。", "Rule \(rule) grants no extension; see /v1/time-limits."))
            case .extensionsUsed(let times):
                .conflict(
                    "extensions_used", Words("延期次数已用完", "No extension is left"),
                    Words("该时限最多延期 \(times) 次。", "The rule grants \(times) extension(s), and they are used."))
            case .extensionOutside(let after, let through):
                Problem(
                    member: "/until", "extension_outside",
                    Words("须晚于 \(after)，且不晚于 \(through)。", "It must lie after \(after) and not after \(through)."))
            case .reviewDayOutside(let member, let after, let through):
                Problem(
                    member: member, "review_day_outside",
                    Words("须晚于 \(after)，且不晚于 \(through)。", "It must lie after \(after) and not after \(through)."))
            case .requestOutdated(let after, let through):
                .conflict(
                    "request_outdated", Words("申请的日期已不可行", "The day asked for no longer fits"),
                    Words(
                        "现在须晚于 \(after)，且不晚于 \(through)；请驳回，由承办单位另行申请。",
                        "It must now lie after \(after) and not after \(through): refuse it, and the department asks anew."))
            case .groundNotKnown(let rule, let grounds):
                .conflict(
                    "ground_not_known", Words("该时限不因此中止", "The limit does not stand still for this"),
                    Words(
                        "规则 \(rule) 可中止的理由：\(grounds.isEmpty ? "无" : grounds.map(\.rawValue).joined(separator: "、"))。",
                        "Rule \(rule) stands still for: \(grounds.isEmpty ? "nothing" : grounds.map(\.rawValue).joined(separator: ", "))."))
            case .alreadyRequested(let kind):
                .conflict(
                    "already_requested", Words("已有申请待审批", "One is waiting"),
                    Words("“\(kind.rawValue)”申请正待审批。", "A request for \(kind.rawValue) waits for its decision."))
            case .nothingRequested(let kind):
                .conflict(
                    "nothing_requested", Words("没有待审批的申请", "Nothing waits"),
                    Words("没有待审批的“\(kind.rawValue)”申请。", "No request for \(kind.rawValue) waits for a decision."))
            case .decidesOwnRequest:
                Problem(
                    .forbidden, "decides_own_request", Words("不得审批本人的申请", "Not one's own request"),
                    detail: Words("申请须由他人审批。", "Somebody else decides a request."))
            case .alreadyComplex:
                .conflict("already_complex", Words("已认定疑难", "Already complex"), Words("该工单已认定为疑难。", "The case is complex already."))
            case .noComplexLimit:
                .conflict(
                    "no_complex_limit", Words("没有疑难时限", "No limit for complex matters"),
                    Words("该事项适用的规则没有疑难时限。", "The rule that holds for the matter has no longer limit for complex ones."))
            case .alreadyParked:
                .conflict("already_parked", Words("已挂账", "Already parked"), Words("该工单已挂账。", "The case is parked already."))
            case .notParked:
                .conflict("not_parked", Words("未挂账", "Not parked"), Words("该工单没有挂账。", "The case is not parked."))
            case .supportOpen(let departments):
                Problem(
                    member: "/without_support", "support_open",
                    Words(
                        "协办单位 \(departments.map(\.rawValue).joined(separator: "、")) 尚未答复；不等待的，请在 without_support 说明理由。",
                        "\(departments.map(\.rawValue).joined(separator: ", ")) have not answered; to go on without them, say why in without_support."
                    ))
            case .alreadySupporting(let member):
                Problem(
                    member: member, "already_supporting",
                    Words("该单位已是主办或正在协办。", "The department leads the case or is already asked."))
            case .notSupporting(let department):
                .conflict(
                    "not_supporting", Words("并非协办单位", "Not a supporting department"),
                    Words("\(department.rawValue) 没有待答复的协办。", "Nothing is asked of \(department.rawValue)."))
            case .supportAnswered:
                .conflict("support_answered", Words("协办已答复", "Already answered"), Words("协办意见已提交。", "The supporting answer was given."))
            case .unknownRegime(let member):
                Problem(
                    member: member, "unknown_regime",
                    Words("时限清单中没有此规定或此事项，见 /v1/time-limits。", "The list of time limits has no such regime or matter; see /v1/time-limits.")
                )
            case .noSuchProcedure(let stage):
                .conflict(
                    "no_such_procedure", Words("该规定没有此程序或其时限已过", "No such step, or its time is over"),
                    Words(
                        "工单适用的规定没有“\(stage.rawValue)”程序，或其时限已过。",
                        "The rules that hold for the case have no step \(stage.rawValue), or its limit is over."))
            case .unknownParent:
                Problem(member: "/parent", "unknown_case", Words("没有此工单。", "There is no such case."))
            case .parentIsItself:
                Problem(member: "/parent", "another_case", Words("须为另一工单。", "It must be another case."))
            case .parentHasEnded(let state):
                Problem(
                    member: "/parent", "parent_has_ended",
                    Words("该工单已“\(state.rawValue)”，不能并入。", "That case is \(state.rawValue); nothing can join it."))
            case .parentOfAnotherKind:
                Problem(
                    member: "/parent", "parent_of_another_kind",
                    Words("举报只能并入针对同一对象的举报，其他诉求不得并入举报。", "A report joins only a report against the same; nothing else joins a report."))
            case .parentNotDispatched:
                Problem(
                    member: "/parent", "parent_not_dispatched",
                    Words("请先派发主工单。", "Dispatch that case first."))
            case .alreadyReport:
                .conflict(
                    "already_report", Words("已是举报", "It is a report"),
                    Words("举报不再拆分；可更正其归类。", "A report is not split; correct its classification instead."))
            case .onlyConsultations:
                Problem(
                    .forbidden, "only_consultations", Words("话务员只可直接答复咨询", "Operators answer consultations only"),
                    detail: Words("其他诉求由派单员决定。", "What else is answered at once is a dispatcher's decision."))
            case .reopeningWindowPassed(let day):
                .conflict(
                    "reopening_window_passed", Words("已过重开期限", "Too late to reopen"),
                    Words("重开期限至 \(day) 为止；请另行提交诉求。", "It could be reopened until \(day); submit a new request."))
            case .reopeningsUsed(let times):
                .conflict(
                    "reopenings_used", Words("重开次数已用完", "No reopening is left"),
                    Words("诉求人可重开 \(times) 次；请致电 12345。", "A requester can reopen \(times) time(s); call 12345."))
            case .reopeningNotAsked:
                .conflict(
                    "reopening_not_asked", Words("工单已结束", "The case has ended"),
                    Words("如有新的事实，请以 reopen: true 提交，申请重新办理。", "Where there are new facts, send reopen: true to have it taken up again."))
            case .nothingToRate(let state):
                .conflict(
                    "nothing_to_rate", Words("尚不能评价", "Nothing to rate yet"),
                    Words(
                        "工单处于“\(state.rawValue)”；答复审核后即可评价。", "The case is \(state.rawValue); the answer can be rated once it is reviewed.")
                )
            case .requesterNotHeard(let until):
                .conflict(
                    "requester_not_heard", Words("尚未听取诉求人意见", "The requester has not been heard"),
                    Words(
                        "尚未回访，诉求人也未评价；请先登记回访，或待 \(until) 回访期限届满。",
                        "Nobody has called back and the requester has not rated: record a callback, or wait for the limit at \(until)."))
            case .alreadyRated:
                .conflict("already_rated", Words("已评价", "Already rated"), Words("本次答复已评价。", "This answer has been rated."))
            case .cannotWithdraw(let state):
                .conflict(
                    "cannot_withdraw", Words("不能撤回", "Too late to withdraw"),
                    Words("工单处于“\(state.rawValue)”，不能撤回。", "The case is \(state.rawValue) and can no longer be withdrawn."))
            case .outcomeNotAnAnswer:
                Problem(
                    member: "/outcome", "unknown_value", Words("须为 solved、explained 或 interim。", "It must be solved, explained or interim.")
                )
            case .nothingToRecount: .internal
            case .cardIsWithdrawn:
                .conflict("already_withdrawn", Words("已撤销", "Already withdrawn"), Words("该牌已撤销。", "The card has been withdrawn."))
            case .entryStateForbids(let action, let state):
                .conflict(
                    "state_forbids", Words("当前状态不能执行", "Not in this state"),
                    Words(
                        "问责条目处于“\(state.rawValue)”，不能执行“\(action.rawValue)”；可用操作见 allowed_actions。",
                        "The entry is \(state.rawValue): \(action.rawValue) is not possible; see allowed_actions."))
            case .publishesOwnDraft:
                .conflict(
                    "own_draft", Words("须由他人复核发布", "Another supervisor publishes"),
                    Words("起草人不得发布自己的问责条目，请另一位督办员复核。", "Whoever drafted it does not publish it; another supervisor reviews it."))
            }
    }
}
