import Formats

/// The language of what a person reads.
enum Language: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"

    /// The language a client prefers by `Accept-Language`; Chinese unless English is wanted more.
    init(accepting header: String?) {
        var best: (language: Language, weight: Double)?
        for part in (header ?? "").split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.drop(while: { $0 == " " }) }
            guard let tag = pieces.first?.lowercased(), let language = Language(rawValue: String(tag.prefix(2))) else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        self = best?.language ?? .chinese
    }
}

/// The same words in both languages.
struct Words: Sendable, Hashable {
    let chinese: String
    let english: String

    init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    func `in`(_ language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }
}

extension JSONObjectWriter {
    /// Both languages, for a reader that chooses.
    mutating func words(_ name: String, _ words: Words) {
        object(name) { item in
            item.member("zh", words.chinese)
            item.member("en", words.english)
        }
    }
}
