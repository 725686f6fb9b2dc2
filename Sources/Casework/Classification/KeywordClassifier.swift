/// Proposes categories by the keywords that a text contains.
struct KeywordClassifier: Sendable {
    struct Score: Equatable, Sendable {
        let category: CategoryCode
        let score: Double
        let evidence: [String]
    }

    private struct Use: Sendable {
        let category: CategoryCode
        let weight: Double
    }

    private let finder: PhraseFinder
    /// By the number of the phrase: how it is written, and the categories it speaks for.
    private let spelling: [String]
    private let uses: [[Use]]
    private let titleWeight: Double

    init(keywords: [CategoryKeyword], titleWeight: Double) {
        var builder = PhraseFinder.Builder()
        var spelling: [String] = []
        var uses: [[Use]] = []
        for keyword in keywords {
            guard let phrase = builder.insert(keyword.keyword) else { continue }
            if phrase == spelling.count {
                spelling.append(keyword.keyword)
                uses.append([])
            }
            uses[phrase].append(Use(category: keyword.category, weight: keyword.weight))
        }
        finder = builder.build()
        self.spelling = spelling
        self.uses = uses
        self.titleWeight = titleWeight
    }

    /// Every category that any keyword speaks for, best first, then by code. A keyword counts once, in the title if it stands there.
    func scores(title: FoldedText, body: FoldedText) -> [Score] {
        var seen: Set<Int> = []
        var sums: [CategoryCode: (score: Double, evidence: [String])] = [:]
        func count(_ text: FoldedText, times factor: Double) {
            for match in finder.matches(in: text) where seen.insert(match.phrase).inserted {
                for use in uses[match.phrase] {
                    sums[use.category, default: (0, [])].score += use.weight * factor
                    sums[use.category, default: (0, [])].evidence.append(spelling[match.phrase])
                }
            }
        }
        count(title, times: titleWeight)
        count(body, times: 1)
        return sums.map { Score(category: $0.key, score: $0.value.score, evidence: $0.value.evidence) }
            .sorted { $0.score != $1.score ? $0.score > $1.score : $0.category < $1.category }
    }
}
