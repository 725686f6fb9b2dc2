/// Proposes categories by the keywords that a text contains.
final class KeywordClassifier: Sendable {
    struct Score: Equatable, Sendable {
        let category: CategoryCode
        let score: Double
        fileprivate let number: Int
    }

    /// All categories that any keyword speaks for.
    struct Ranking: Sendable {
        /// Best first, equals by code.
        let scores: [Score]
        /// The distinct phrases found, in the order of the text.
        fileprivate let found: [Int]
    }

    private struct Use: Sendable {
        let category: Int
        let weight: Double
    }

    private let finder: PhraseFinder
    /// By the number of the phrase: how it is written, and the categories it speaks for.
    private let spelling: [String]
    private let uses: [[Use]]
    /// By code, so that numbers sort as codes do.
    private let categories: [CategoryCode]
    private let titleWeight: Double

    init(keywords: [CategoryKeyword], titleWeight: Double) {
        let categories = Set(keywords.map(\.category)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: zip(categories, categories.indices))
        var builder = PhraseFinder.Builder()
        var spelling: [String] = []
        var uses: [[Use]] = []
        for keyword in keywords {
            guard let phrase = builder.insert(keyword.keyword), let number = numbers[keyword.category] else { continue }
            if phrase == spelling.count {
                spelling.append(keyword.keyword)
                uses.append([])
            }
            uses[phrase].append(Use(category: number, weight: keyword.weight))
        }
        finder = builder.build()
        self.categories = categories
        self.spelling = spelling
        self.uses = uses
        self.titleWeight = titleWeight
    }

    /// A keyword counts once; in the title, if it stands there.
    func rank(title: FoldedText, body: FoldedText) -> Ranking {
        var isSeen = [Bool](repeating: false, count: uses.count)
        var sums = [Double](repeating: 0, count: categories.count)
        var found: [Int] = []
        for (text, factor) in [(title, titleWeight), (body, 1)] {
            for match in finder.matches(in: text) where !isSeen[match.phrase] {
                isSeen[match.phrase] = true
                found.append(match.phrase)
                for use in uses[match.phrase] { sums[use.category] += use.weight * factor }
            }
        }
        let ranked = sums.indices.filter { sums[$0] > 0 }.sorted { sums[$0] != sums[$1] ? sums[$0] > sums[$1] : $0 < $1 }
        return Ranking(scores: ranked.map { Score(category: categories[$0], score: sums[$0], number: $0) }, found: found)
    }

    /// The keywords that spoke for the category, in the order of the text.
    func evidence(for score: Score, in ranking: Ranking) -> [String] {
        ranking.found.filter { phrase in uses[phrase].contains { $0.category == score.number } }.map { spelling[$0] }
    }
}
