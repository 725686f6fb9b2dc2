import Formats
import HTTPTypes
import Hummingbird
import NIOCore

/// How a report is wanted: as pages of JSON, or whole, as CSV for a spreadsheet.
struct TableForm {
    private enum Format: String, CaseIterable { case json, csv }

    let isCSV: Bool
    private let language: Language
    private let withMark: Bool

    /// The names in the query that say it.
    static let query = ["format", "lang", "bom"]

    init(of call: some Call) throws {
        let asked = try call.query.oneOf("format", Format.self)
        let accepts = call.request.headers[.accept]?.lowercased() ?? ""
        isCSV = asked == .csv || (asked == nil && accepts.contains("text/csv"))
        language = try call.query.oneOf("lang", Language.self) ?? call.language
        withMark = try call.query.bool("bom") ?? false
    }

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
