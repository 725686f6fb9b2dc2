import Formats
import HTTPTypes

extension Problem {
    /// A body that is not JSON, or JSON that means two things at once.
    init(malformed error: JSONError) {
        let reason = error.reason.words
        self.init(
            .badRequest, "malformed_json", Words("不是有效的 JSON", "Not valid JSON"),
            detail: Words(
                "第 \(error.line) 行第 \(error.column) 列：\(reason.chinese)。请更正后重发，什么也没有保存。",
                "Line \(error.line), column \(error.column): \(reason.english). Correct it and send it again; nothing was stored."),
            faults: [
                Fault(
                    place: .pointer(error.pointer), rule: "malformed_json",
                    detail: Words("\(reason.chinese)。", "Here: \(reason.english)."))
            ])
    }
}

extension JSONError.Reason {
    fileprivate var words: Words {
        switch self {
        case .unexpectedEnd: Words("内容未完即止", "it ends inside a value, or holds none")
        case .unexpectedCharacter: Words("此处不应有这个字符", "a character that cannot stand here")
        case .trailingComma: Words("末尾多了逗号", "a comma with nothing after it")
        case .trailingData: Words("值之后还有内容", "more text after the value")
        case .invalidNumber: Words("数字写法不对", "a number that is none")
        case .invalidEscape: Words("反斜杠后不是转义字符", "a backslash with something that is no escape")
        case .loneSurrogate: Words("转义的字符不成对", "half of a surrogate pair")
        case .controlCharacter: Words("文字中有未转义的控制字符（如换行）", "a control character, such as a line break, that is not escaped")
        case .invalidUTF8: Words("不是有效的 UTF-8", "bytes that are not UTF-8")
        case .duplicateKey(let key): Words("键“\(key)”重复", "the key \"\(key)\" stands there twice")
        case .tooDeep: Words("嵌套过深", "nested too deeply")
        }
    }
}
