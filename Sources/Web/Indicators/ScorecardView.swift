import Casework
import Formats
import Hummingbird
import Statistics
import WorkingTime

/// Scorecards as they are shown: each figure with what it was computed from, and the rule beside it.
struct ScorecardView {
    let map: ResponsibilityMap
    let query: ScorecardQuery
    let now: Instant

    init(map: ResponsibilityMap, query: ScorecardQuery, at now: Instant) {
        self.map = map
        self.query = query
        self.now = now
    }

    func json(_ cards: Scorecards) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.member("from", query.days.lowerBound.description)
            object.member("to", query.days.upperBound.description)
            object.member("by", query.grouping.rawValue)
            object.member("as_of", now.description)
            object.objects("months", cards.parts) { item, part in
                item.member("month", part.month.description)
                item.member("from", part.days.lowerBound.description)
                item.member("to", part.days.upperBound.description)
                item.member("sealed_at", part.sealedAt?.description)
                write(part.weights, into: &item)
            }
            write(cards.weights, into: &object)
            object.object("total") { write(cards.total, cards.weights, into: &$0) }
            object.objects("items", cards.items) { item, card in
                write(card.group, into: &item)
                write(card.tally, cards.weights(of: card.group), into: &item)
            }
            object.objects("rules", Indicator.allCases) { item, indicator in
                let rule = IndicatorRule(indicator)
                item.member("indicator", indicator.rawValue)
                item.words("name", rule.name)
                item.words("numerator", rule.numerator)
                item.words("denominator", rule.denominator)
                item.words("date", rule.date)
                item.words("exclusions", rule.exclusions)
            }
            object.member("next", String?.none)
        }
        return writer.bytes
    }

    func json(_ corrections: Corrections, of month: Month) -> [UInt8] {
        Response.pageBytes(
            corrections.items, next: nil, total: nil,
            head: { object in
                object.member("month", month.description)
                object.member("by", query.grouping.rawValue)
                object.member("sealed_at", corrections.sealedAt.description)
                object.member("as_of", now.description)
            }
        ) { correction, object in
            write(correction.group, into: &object)
            object.member("indicator", correction.indicator.rawValue)
            for (name, side) in [("sealed", correction.sealed), ("now", correction.now)] {
                object.object(name) { item in
                    item.member("numerator", side.numerator)
                    item.member("denominator", side.denominator)
                    item.member("value", side.value)
                }
            }
            object.member("difference", correction.difference)
        }
    }

    private func write(_ weights: ScorecardWeights, into object: inout JSONObjectWriter) {
        object.object("weights") { item in
            item.member("satisfaction_basically", weights.basically)
            item.member("composite_contact", weights.contact)
            item.member("composite_resolution", weights.resolution)
            item.member("composite_satisfaction", weights.satisfaction)
            item.member("minimum_cases", weights.minimumCases)
        }
    }

    private func write(_ tally: Tally, _ weights: ScorecardWeights, into object: inout JSONObjectWriter) {
        object.objects("figures", tally.figures(weights)) { item, figure in
            item.member("indicator", figure.indicator.rawValue)
            item.member("numerator", figure.numerator)
            item.member("denominator", figure.denominator)
            item.member("value", figure.value)
            item.member("few", figure.few)
            if [.satisfaction, .serviceSatisfaction].contains(figure.indicator) {
                item.member("satisfied", figure.count.met)
                item.member("basically_satisfied", figure.count.partly)
            }
        }
        object.object("handling_time") { item in
            let time = tally.handlingTime(weights)
            item.member("cases", time.cases)
            item.member("total_seconds", time.total)
            item.member("mean_seconds", time.mean)
            item.member("median_seconds", time.median)
            item.member("p90_seconds", time.p90)
            item.member("few", time.few)
        }
    }

    private func write(_ group: ScorecardGroup, into object: inout JSONObjectWriter) {
        guard let code = group.code else { return object.member("group", String?.none) }
        object.object("group") { item in
            item.member("code", code)
            item.member("name", name(of: group))
        }
    }

    /// Nil when the list no longer has the code.
    private func name(of group: ScorecardGroup) -> String? {
        switch group {
        case .department(let code): code.flatMap(map.department)?.name
        case .category(let code): code.flatMap(map.category)?.name
        case .region(let code): code.flatMap(map.region)?.name
        case .month(let month): month.description
        }
    }

    // MARK: CSV

    static let columns = [
        Words("代码", "code"), Words("名称", "name"), Words("指标", "indicator"), Words("分子", "numerator"), Words("分母", "denominator"),
        Words("数值", "value"), Words("样本不足", "few"),
    ]

    /// A row for each figure of each group, the total first.
    func rows(_ cards: Scorecards, in language: Language) -> [[String]] {
        var all = rows("", Words("合计", "total").in(language), cards.total, cards.weights, language)
        for (group, tally) in cards.items {
            let name = name(of: group) ?? Self.nobody(query.grouping).in(language)
            all += rows(group.code ?? "", name, tally, cards.weights(of: group), language)
        }
        return all
    }

    private func rows(
        _ code: String, _ name: String, _ tally: Tally, _ weights: ScorecardWeights, _ language: Language
    ) -> [[String]] {
        let number = { (value: Double?) in value.map { $0 == $0.rounded() ? String(Int($0)) : String($0) } ?? "" }
        var rows = tally.figures(weights).map { figure in
            let indicator = language == .chinese ? IndicatorRule(figure.indicator).name.chinese : figure.indicator.rawValue
            let denominator = figure.denominator.map(String.init) ?? ""
            return [code, name, indicator, number(figure.numerator), denominator, number(figure.value), "\(figure.few)"]
        }
        let time = tally.handlingTime(weights)
        for (words, seconds) in [
            (Words("平均办理时长（秒）", "handling_time_mean_seconds"), time.mean),
            (Words("办理时长中位数（秒）", "handling_time_median_seconds"), time.median),
            (Words("办理时长九成位数（秒）", "handling_time_p90_seconds"), time.p90),
        ] {
            rows.append(
                [code, name, words.in(language), "\(time.total)", "\(time.cases)", seconds.map(String.init) ?? "", "\(time.few)"])
        }
        return rows
    }

    private static func nobody(_ grouping: ScorecardQuery.Grouping) -> Words {
        switch grouping {
        case .department: Words("热线平台", "the line itself")
        case .category: Words("未分类", "no category")
        case .region, .month: Words("区域不明", "no region")
        }
    }
}
