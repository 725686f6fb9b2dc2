import Formats
import HTTPTypes
import Hummingbird
import NIOCore

/// How a report is wanted: as pages of JSON, or whole, as a file for a spreadsheet.
struct TableForm {
    enum Format: String, CaseIterable { case json, csv, xlsx }

    static let spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    let format: Format
    let language: Language
    /// A byte order mark before CSV.
    let withMark: Bool

    /// The names in the query that say it.
    static let query = ["format", "lang", "bom"]

    /// The format is as `format` says; without it, as `Accept` does.
    init(of call: some Call, among formats: [Format] = [.json, .csv]) throws {
        let accepts = call.request.headers[.accept]?.lowercased() ?? ""
        let accepted = [(Format.csv, "text/csv"), (.xlsx, Self.spreadsheet)].first { formats.contains($0.0) && accepts.contains($0.1) }
        format = try call.query.oneOf("format", among: formats) ?? accepted?.0 ?? .json
        language = try call.query.oneOf("lang", Language.self) ?? call.language
        withMark = try call.query.bool("bom") ?? false
    }

    var isCSV: Bool { format == .csv }
    /// What stands before the header of CSV.
    var mark: String { withMark ? "\u{FEFF}" : "" }

    /// The whole as a file, made part by part as its reader takes it, so that a long one keeps nobody else waiting.
    func csv<Part: Sendable>(
        _ name: String, _ columns: [Words], of parts: [Part], _ write: @escaping @Sendable (Part, inout CSVWriter) -> Void
    ) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name).csv\"",
            ],
            body: ResponseBody { [language, withMark] writer in
                var csv = CSVWriter(withMark: withMark)
                csv.line(columns.map { $0.in(language) })
                for part in parts {
                    write(part, &csv)
                    if csv.bytes.count > 32_768 { try await writer.write(ByteBuffer(bytes: csv.take())) }
                    await Task.yield()
                }
                try await writer.write(ByteBuffer(bytes: csv.take()))
                try await writer.finish(nil)
            })
    }
}
