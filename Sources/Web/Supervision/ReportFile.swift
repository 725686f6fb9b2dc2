import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Spreadsheet
import Statistics
import WorkingTime

/// A whole report as a file.
struct ReportFile {
    let query: ReportQuery
    /// The file's, without its ending.
    let name: String
    let form: TableForm

    func csv(_ call: StaffCall) throws -> Response {
        let (statistics, now, query) = (call.house.statistics, call.now, query)
        let slot = try statistics.openExport()
        let header = form.mark + headings(call).joined(separator: ",") + "\n"
        return Response(
            status: .ok, headers: headers("text/csv; charset=utf-8", "csv"),
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: header))
                try await statistics.csv(query, in: slot, at: now) { try await writer.write(ByteBuffer(bytes: $0)) }
                try await writer.finish(nil)
            })
    }

    /// Made whole before the first byte is sent, so that a fault is told as one.
    func xlsx(_ call: StaffCall) async throws -> Response {
        let most = call.house.limits.spreadsheetRows
        let slot = try call.house.statistics.openExport()
        let sheet = try SheetWriter(name: name, headings: headings(call))
        let rows = try await call.house.statistics.cells(query, most: most, in: slot, at: call.now) { rows in
            try await NIOThreadPool.singleton.runIfActive { try sheet.append(rows.map { $0.map(\.cell) }) }
        }
        guard rows <= most else {
            throw Problem.invalidParameter(
                "format", "too_many_rows",
                Words(
                    "共 \(rows) 行，xlsx 至多 \(most) 行；请缩小范围或用 csv。",
                    "There are \(rows) rows and xlsx has \(most) at most; narrow the report, or take csv."))
        }
        let bytes = try await NIOThreadPool.singleton.runIfActive { try sheet.finish() }
        var response = Response.bytes(bytes, type: TableForm.spreadsheet)
        for field in headers(TableForm.spreadsheet, "xlsx") { response.headers[field.name] = field.value }
        return response
    }

    private func headings(_ call: StaffCall) -> [String] {
        call.house.statistics.columns(of: query, at: call.now).map { column in
            switch form.language {
            case .chinese: column.title
            case .english: column.heading
            }
        }
    }

    private func headers(_ type: String, _ ending: String) -> HTTPFields {
        [.contentType: type, .contentDisposition: "attachment; filename=\"\(name).\(ending)\""]
    }
}

extension ReportValue {
    fileprivate var cell: SheetCell {
        switch self {
        case .none: .empty
        case .text(let text), .json(let text): .text(text)
        case .number(let number): .number(Double(number))
        case .ratio(let ratio): .number(ratio)
        case .flag(let flag): .flag(flag)
        case .day(let day): .date(year: day.year, month: day.month, day: day.day, second: nil)
        case .instant(let instant):
            .date(year: instant.day.year, month: instant.day.month, day: instant.day.day, second: instant.secondOfDay)
        case .list(let texts): .text(texts.joined(separator: " "))
        }
    }
}
