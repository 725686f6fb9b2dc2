/// A subject of requests (事项分类), after DB44/T 2479: three levels, each two digits longer than the one above.
public struct Category: Hashable, Sendable {
    public let code: CategoryCode
    public let name: String
    /// What belongs here, in a sentence.
    public let scope: String?
    /// 紧急电话: whom to call at once in such a matter; empty where nothing burns.
    public let emergencyLines: [String]

    public init(code: CategoryCode, name: String, scope: String? = nil, emergencyLines: [String] = []) {
        self.code = code
        self.name = name
        self.scope = scope
        self.emergencyLines = emergencyLines
    }

    /// 1 to 3.
    public var level: Int { code.level }
    /// The category above by its prefix; nil at level 1.
    public var parent: CategoryCode? { code.parent }
}

extension CategoryCode {
    /// 1 for two digits, 2 for four, 3 for six.
    public var level: Int { rawValue.utf8.count / 2 }

    /// The code without its last two digits; nil at level 1.
    public var parent: CategoryCode? {
        level > 1 ? CategoryCode(String(rawValue.dropLast(2))) : nil
    }

    /// Whether it is two, four or six ASCII digits.
    public var isWellFormed: Bool {
        let digits = rawValue.utf8
        return [2, 4, 6].contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether this category is `other` or lies below it.
    public func isWithin(_ other: CategoryCode) -> Bool {
        rawValue.utf8.starts(with: other.rawValue.utf8)
    }
}
