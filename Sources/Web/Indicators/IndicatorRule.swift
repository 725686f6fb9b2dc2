import Casework

/// How a figure is counted, in words. `api/indicators.md` says the same; it goes with each answer, so that its reader can
/// count again.
struct IndicatorRule {
    let name: Words
    let numerator: Words
    let denominator: Words
    /// Which date puts a case into a month.
    let date: Words
    /// What is left out beyond what is always left out.
    let exclusions: Words

    init(_ indicator: Indicator) {
        self =
            switch indicator {
            case .signedOnTime, .acceptedOnTime, .closedOnTime: Self.ofLimits(indicator)
            case .contact, .resolution, .satisfaction, .serviceSatisfaction, .participation, .composite: Self.ofWords(indicator)
            case .returned, .wrongDispatch: Self.ofDispatches(indicator)
            case .extension, .rework, .repeat, .supervised, .overdue: Self.ofCases(indicator)
            case .falseClosing, .handlingTime: Self.ofClosings(indicator)
            }
    }

    private init(_ name: Words, _ numerator: Words, per denominator: Words, by date: Words, without exclusions: Words) {
        self.name = name
        self.numerator = numerator
        self.denominator = denominator
        self.date = date
        self.exclusions = exclusions
    }

    private static let due = Words("时限届满时间，不晚于查询时刻", "the instant at which the limit ended, not later than the reading")
    private static let calledOff = Words(
        "届满前取消或转由他单位、他规则接续的时钟，停着的时钟，法规以沉默定论的时钟，他单位逾期后移交的时钟",
        "clocks called off or passed on before they ended, clocks that stand still, clocks that a statute ends by silence, limits that another department had let pass"
    )
    private static let nothing = Words("无", "none")

    private static func ofLimits(_ indicator: Indicator) -> IndicatorRule {
        let (name, numerator, denominator): (Words, Words, Words) =
            switch indicator {
            case .signedOnTime:
                (
                    Words("按时签收率", "signed on time"), Words("时限内签收的签收时钟", "sign clocks met by their due instant"),
                    Words("届满的签收时钟，未签收计为逾期", "sign clocks that ended; one never signed is late")
                )
            case .acceptedOnTime:
                (
                    Words("按时受理率", "accepted on time"),
                    Words("时限内受理、或告知不予受理的受理时钟", "acceptance clocks met by their due instant, by acceptance or by refusal with notice"),
                    Words(
                        "届满的受理时钟；无法定受理时限的，或该时限及时取消的，为平台的派单时钟（派出、直接答复、并案或告知不予受理）",
                        "acceptance clocks that ended; where no statute sets one, or it was called off in time, the line's own dispatch clock (sent, answered, merged, or refused with notice)"
                    )
                )
            default:
                (
                    Words("按时办结率", "closed on time"),
                    Words(
                        "时限（含准予的延期）内答复的办理或重办时钟",
                        "clocks of handling or rework met by their due instant, a granted extension included"
                    ),
                    Words("届满的办理和重办时钟，办结与否均计", "clocks of handling and rework that ended, answered or not")
                )
            }
        return IndicatorRule(name, numerator, per: denominator, by: due, without: calledOff)
    }

    private static func ofWords(_ indicator: Indicator) -> IndicatorRule {
        let valid = Words("有回访的工单，含未接通", "cases with a callback, reached or not")
        let (name, numerator, denominator): (Words, Words, Words) =
            switch indicator {
            case .contact: (Words("响应率", "contact"), Words("接通的", "those whose requester was reached"), valid)
            case .resolution: (Words("解决率", "resolution"), Words("诉求人称已解决的", "those that the requester says are solved"), valid)
            case .satisfaction:
                (
                    Words("满意率", "satisfaction"),
                    Words(
                        "对结果非常满意或满意的，加权重乘基本满意的", "very satisfied or satisfied with the result, plus the weight times basically satisfied"),
                    Words("对结果作出评价的工单", "cases whose result was rated")
                )
            case .serviceSatisfaction:
                (
                    Words("服务满意率", "service satisfaction"),
                    Words(
                        "对服务非常满意或满意的，加权重乘基本满意的", "very satisfied or satisfied with the service, plus the weight times basically satisfied"),
                    Words("对服务作出评价的工单", "cases whose service was rated")
                )
            case .participation: (Words("参评率", "participation"), Words("对结果作出评价的", "those whose result was rated"), valid)
            default:
                (
                    Words("综合得分", "composite"),
                    Words("响应率、解决率、满意率各乘权重之和", "contact, resolution and satisfaction, each times its weight, added up"),
                    Words("无；任一项无数据则为空", "none; null where one of the three is null")
                )
            }
        return IndicatorRule(
            name, numerator, per: denominator,
            by: Words(
                "回访时间；每月每件以最后一次接通的为准，均未接通的以最后一次为准",
                "the instant of the callback; the last of a case in a month that reached the requester counts, or else the last"),
            without: nothing)
    }

    private static func ofDispatches(_ indicator: Indicator) -> IndicatorRule {
        let dispatches = Words("派单，每次派出计一次", "dispatches, each counted")
        guard indicator == .returned else {
            return IndicatorRule(
                Words("派单差错率", "wrong dispatch"),
                Words("其后退单裁定成立的派单，不论何时裁定", "dispatches whose return was upheld, whenever it was ruled on"), per: dispatches,
                by: Words("派单时间", "the dispatch"), without: nothing)
        }
        return IndicatorRule(
            Words("退单率", "returned"), Words("裁定成立的退单，计入退单单位", "returns upheld, at the department that returned"), per: dispatches,
            by: Words("分子按裁定时间，分母按派单时间", "the ruling for the numerator, the dispatch for the denominator"), without: nothing)
    }

    private static func ofCases(_ indicator: Indicator) -> IndicatorRule {
        let (name, numerator): (Words, Words) =
            switch indicator {
            case .extension: (Words("延期率", "extension"), Words("办理时限经准予延期的", "those whose handling limit was extended"))
            case .rework: (Words("重办率", "rework"), Words("曾重办的", "those that were reworked"))
            case .repeat: (Words("重复诉求率", "repeat"), Words("有重复诉求并入的", "those that a repeat was merged into"))
            case .supervised: (Words("督办率", "supervised"), Words("曾列入督办单的", "those that a supervision order concerned"))
            default:
                (
                    Words("超期率", "overdue"),
                    Words("该单位任一环节截至期末已超期的，督办单除外", "those with any clock of the department late by the end of the period, orders aside")
                )
            }
        return IndicatorRule(
            name, numerator,
            per: Words(
                "办理或重办时钟届满的工单，每单位每件计一次", "cases with a clock of handling or rework that ended, once for each department that owed it"),
            by: due,
            without: calledOff)
    }

    private static func ofClosings(_ indicator: Indicator) -> IndicatorRule {
        guard indicator == .falseClosing else {
            return IndicatorRule(
                Words("办理时长", "handling time"),
                Words("首次派单至办结的工作时间（秒）之和，中止不计", "working time from the first dispatch to the closing in seconds, pauses out, added up"),
                per: Words("办结的工单", "cases closed"), by: Words("办结时间", "the closing"),
                without: Words("直接答复、不予受理、并案、撤回的工单", "cases answered directly, refused, merged or withdrawn"))
        }
        return IndicatorRule(
            Words("虚假办结率", "false closing"), Words("诉求人称未解决的", "those whose requester says they are not solved"),
            per: Words("抽查中以“已解决”办结且接通的工单", "drawn cases that were closed as solved and whose requester was reached"),
            by: Words("抽查时间", "the instant of the check"), without: Words("未接通的抽查", "checks that reached nobody"))
    }
}
