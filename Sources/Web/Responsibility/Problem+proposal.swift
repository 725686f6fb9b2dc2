import Casework
import HTTPTypes
import ServiceDesk
import WorkingTime

extension Problem {
    init(_ refusal: ProposalRefusal) {
        switch refusal {
        case .impossible(let faults):
            self.init(changed: faults, at: { "/change/\($0)" })
        case .outdated(let faults):
            self.init(
                .conflict, "change_outdated", Words("权责清单已变，无法照此更改", "The map has moved on"),
                detail: Words(
                    "errors 指明建议中哪些内容与现行清单不符；请不予采纳，另提建议。", "See errors for what no longer fits the map; dismiss it and propose anew."),
                faults: faults.map { Fault(place: .pointer("/change/\($0.member)"), rule: $0.rule.code, detail: $0.rule.words) })
        case .unknownRuling:
            self.init(member: "/ruling", "unknown_ruling", Words("没有此退单裁定。", "There is no ruling on a return with this id."))
        case .decidedAlready(let state):
            self.init(
                .conflict, "proposal_decided", Words("建议已有决定", "The proposal is decided"),
                detail: Words("该建议已是“\(state.rawValue)”，不再更改；可另提建议。", "It is \(state.rawValue) and stays so; propose anew."))
        case .own:
            self.init(
                .forbidden, "own_proposal", Words("不得决定自己的建议", "Your own proposal"),
                detail: Words("请由另一名管理员决定。", "Another administrator decides it."))
        }
    }

    /// A change in a body that cannot be made.
    init(changed faults: [ResponsibilityChangeFault], at pointer: (String) -> String) {
        self = .invalid(faults.map { Fault(place: .pointer(pointer($0.member)), rule: $0.rule.code, detail: $0.rule.words) })
    }
}

extension ResponsibilityChangeFault.Rule {
    fileprivate var code: String {
        switch self {
        case .unknownResponsibility: "unknown_responsibility"
        case .unknownCategory: "unknown_category"
        case .unknownRegion: "unknown_region"
        case .unknownDepartment: "unknown_department"
        case .unknownAuthority: "unknown_authority"
        case .inThePast: "in_the_past"
        case .endsBeforeItBegins: "ends_before_it_begins"
        case .notYetBegun: "not_yet_begun"
        case .endsAlready: "ends_already"
        case .overlaps: "overlaps"
        }
    }

    fileprivate var words: Words {
        switch self {
        case .unknownResponsibility: Words("权责清单中没有此条目，见 /v1/responsibilities。", "No such entry of the map; see /v1/responsibilities.")
        case .unknownCategory: Words("没有此事项分类，见 /v1/categories。", "No such category; see /v1/categories.")
        case .unknownRegion: Words("没有此区域代码，见 /v1/regions。", "No such region; see /v1/regions.")
        case .unknownDepartment: Words("没有此单位代码，见 /v1/departments。", "No such department; see /v1/departments.")
        case .unknownAuthority: Words("没有单位承担此职能，见 /v1/departments。", "No department bears this authority; see /v1/departments.")
        case .inThePast(let today): Words("不能早于今天（\(today)）：已按原条目分派。", "Not before today, \(today): cases went by what was.")
        case .endsBeforeItBegins: .endsBeforeItBegins
        case .notYetBegun(let day): Words("该条目自 \(day) 起才生效，须在此后。", "The entry begins on \(day) only; choose a later day.")
        case .endsAlready(let day): Words("该条目已定于 \(day) 失效。", "The entry ends on \(day) anyway.")
        case .overlaps(let ids):
            Words(
                "与同级条目 \(ids.map(String.init).joined(separator: "、")) 的类型和有效期重叠。",
                "Entries of equal rank share kinds and days with it: \(ids.map(String.init).joined(separator: ", ")).")
        }
    }
}
