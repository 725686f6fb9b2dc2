import Formats
import Hummingbird
import Statistics
import WorkingTime

/// A page of a report as JSON.
enum ReportView {
    @Sendable static func render(_ page: ReportPage) -> [UInt8] {
        let next = page.next.map { cursor in ([Int(cursor.asOf.microseconds)] + cursor.keys).map(String.init).joined(separator: "-") }
        return Response.pageBytes(page.rows, next: next, total: page.total, head: { $0.member("as_of", page.asOf.description) }) {
            row, object in
            for (column, value) in zip(page.columns, row) {
                switch value {
                case .none: object.member(column.member, nil as String?)
                case .text(let text): object.member(column.member, text)
                case .number(let number): object.member(column.member, number)
                case .ratio(let ratio): object.member(column.member, ratio)
                case .flag(let flag): object.member(column.member, flag)
                case .day(let day): object.member(column.member, day.description)
                case .instant(let instant): object.member(column.member, instant.description)
                case .list(let texts): object.member(column.member, texts)
                case .json(let json): object.raw(column.member, json)
                }
            }
        }
    }
}
