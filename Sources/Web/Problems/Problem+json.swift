import Formats
import HTTPTypes

extension Problem {
    /// A body that is not JSON, or JSON that means two things at once.
    init(malformed error: JSONError) {
        self.init(
            .badRequest, "malformed_json", Words("不是有效的 JSON", "Not valid JSON"),
            detail: Words(
                "第 \(error.line) 行第 \(error.column) 列：\(error.reason)。请更正后重发，什么也没有保存。",
                "Line \(error.line), column \(error.column): \(error.reason). Correct it and send it again; nothing was stored."),
            faults: [
                Fault(
                    place: .pointer(error.pointer), rule: "malformed_json",
                    detail: Words("\(error.reason)", "\(error.reason)"))
            ])
    }
}
