import Casework
import HTTPTypes

extension Problem {
    init(_ refusal: ScorecardRefusal) {
        self =
            switch refusal {
            case .monthNotEnded(let month):
                .conflict(
                    "month_not_ended", Words("该月尚未结束", "The month has not ended"),
                    Words("\(month) 结束后方可封账或申诉。", "\(month) can be sealed or appealed once it has ended."))
            case .monthSealed(let month):
                .conflict(
                    "month_sealed", Words("该月已封账", "The month is sealed"),
                    Words(
                        "\(month) 的指标不再改变；其后的变化见 corrections。", "The figures of \(month) stay; what came later is listed under corrections."
                    ))
            case .appealLimitPassed(let due):
                .conflict(
                    "appeal_limit_passed", Words("已过申诉期限", "The limit for appeals has passed"),
                    Words("该月的申诉已于 \(due) 截止。", "Appeals for the month were taken until \(due)."))
            case .alreadyAppealed:
                .conflict(
                    "already_appealed", Words("已申诉", "Already appealed"),
                    Words("该工单该月的此项申诉已提出，见申诉列表。", "This appeal has been made; see the list of appeals."))
            case .alreadyDecided:
                .conflict(
                    "appeal_decided", Words("申诉已裁定", "The appeal is decided"),
                    Words("首次裁定为终局，请重新读取。", "The first decision is final; read it again."))
            case .alreadyChecked:
                .conflict(
                    "already_checked", Words("已抽查", "Already checked"),
                    Words("诉求人已接通并作答，不再重复询问。", "The requester was reached and has answered; they are not asked again."))
            case .sampleTooLarge(let count, let most):
                Problem(
                    member: "/share", "sample_too_large",
                    Words(
                        "将抽取 \(count) 件，一次最多 \(most) 件；请减小比例、缩短期间或按单位抽取。",
                        "\(count) cases would be drawn, at most \(most) at once; take a smaller share, a shorter period or one department.")
                )
            case .notYourDepartment:
                Problem(
                    member: "/department", "not_your_department",
                    Words("须为本单位或下级单位。", "It must be your own department or one below it."))
            }
    }
}
