import Casework
import Formats
import WorkingTime

// Members that several routes read.

extension Member where Value == String {
    /// What one colleague tells another.
    static var words: Member { .text(max: 4_000, lines: true) }

    /// What a requester adds.
    static var supplement: Member { .text(max: 20_000, lines: true) }
}

extension Member where Value == Int {
    /// A number that the line gave out.
    static var rowID: Member { .int(.rowIDs) }
}

extension Member where Value == CaseNumber {
    static var caseNumber: Member {
        Member("unknown_case", Words("没有此工单编号，请核对校验位。", "No such case number; check its last digit.")) { json in
            json.string.flatMap { CaseNumber($0) }
        }
    }
}

extension Member where Value == Month {
    static var month: Member {
        Member("malformed_month", Words("须为 1949 年 10 月起的月份，如 2026-09。", "A month from 1949-10 on, as 2026-09.")) { json in
            json.string.flatMap { Month($0) }.flatMap { $0.first.start >= .earliestAccepted ? $0 : nil }
        }
    }
}

extension ClosedRange<Int> {
    /// Numbers that the line gives out: what JSON holds exactly.
    static var rowIDs: ClosedRange<Int> { 1...9_007_199_254_740_991 }
}
