/// What the line's work is measured by. `api/indicators.md` defines each: what is counted, by which
/// date, and what is left out.
public enum Indicator: String, CaseIterable, Sendable, Hashable {
    /// 按时签收率.
    case signedOnTime = "signed_on_time"
    /// 按时受理率.
    case acceptedOnTime = "accepted_on_time"
    /// 按时办结率.
    case closedOnTime = "closed_on_time"
    /// 响应率.
    case contact
    /// 解决率.
    case resolution
    /// 满意率, of the result.
    case satisfaction
    /// 服务满意率.
    case serviceSatisfaction = "service_satisfaction"
    /// 参评率: who rated, beside how they rated.
    case participation
    /// 综合得分, of contact, resolution and satisfaction. It has no cases of its own.
    case composite
    /// 退单率, at the department that returned.
    case returned
    /// 派单差错率: dispatches that were returned and the return upheld.
    case wrongDispatch = "wrong_dispatch"
    /// 延期率.
    case `extension`
    /// 重办率.
    case rework
    /// 重复诉求率.
    case `repeat`
    /// 督办率.
    case supervised
    /// 超期率.
    case overdue
    /// 虚假办结率: closed as solved, but not solved when the requester of a drawn case is asked.
    case falseClosing = "false_closing"
    /// 办理时长, in working time.
    case handlingTime = "handling_time"

    /// Whether cases are counted for it, so that one can be left out.
    public var countsCases: Bool { self != .composite }
}
