/// A step of a case, or of a procedure beside it, that has a time limit. The raw values are those of the time-limit list.
public enum Stage: String, CaseIterable, Hashable, Sendable {
    /// 派单: from receipt until a department is found.
    case dispatch
    /// 签收: the department acknowledges.
    case sign
    /// 退单: the department may say "not ours".
    case `return`
    /// 裁定: the dispatcher rules on a return.
    case returnRuling = "return_ruling"
    /// 首次联系: the requester hears from the department.
    case firstContact = "first_contact"
    /// 受理: the request is accepted or refused.
    case accept
    /// 协办: a supporting department answers the lead.
    case support
    /// 办理: the matter itself.
    case handle
    /// 反馈: the result is reported to the platform.
    case feedback
    /// 回访: the requester is asked.
    case callback
    /// 重办: a second handling after dissatisfaction.
    case rework
    /// 告知: the decision is told to a named reporter.
    case notify
    /// 督办回复: the answer to a supervision order.
    case reply
    /// 复查: the first review of a petition's outcome.
    case review
    /// 复核: the second review.
    case secondReview = "second_review"
    /// 补正: asking for an unclear disclosure request to be corrected.
    case correctionNotice = "correction_notice"
    /// 征求第三方意见.
    case thirdParty = "third_party"
    /// 征求共同制作机关意见.
    case coProducer = "co_producer"
    /// 舆情回应: the public response to a matter of public opinion.
    case respond
}
