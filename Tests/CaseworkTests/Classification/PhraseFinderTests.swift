@testable import Casework
import SeededRandom
import Testing

struct PhraseFinderTests {
    static func found(_ phrases: [String], in text: String) -> [String] {
        var builder = PhraseFinder.Builder()
        for phrase in phrases { _ = builder.insert(phrase) }
        let folded = FoldedText(text)
        return builder.build().matches(in: folded).map { folded.string($0.range) }
    }

    @Test(
        arguments: [
            (["噪声", "噪声扰民"], "噪声扰民和噪声", ["噪声扰民", "噪声"]),
            (["扰民", "噪声扰民"], "噪声扰民", ["噪声扰民"]),
            (["bc", "abcd"], "abce abcd", ["bc", "abcd"]),
            (["abc", "bcd"], "abcd", ["abc", "bcd"]),
            (["b", "abc", "bcd"], "abcd", ["abc", "bcd"]),
            (["a"], "aaa", ["a", "a", "a"]),
            (["aa"], "aaa", ["aa", "aa"]),
            (["ktv"], "ＫＴＶ KTV ktv", ["ktv", "ktv", "ktv"]),
            (["𠮷野"], "去𠮷野家", ["𠮷野"]),
            (["👨‍👩‍👧"], "a👨‍👩‍👧b", ["👨‍👩‍👧"]),
            (["abcx", "bcy", "cz"], "abcz", ["cz"]),
            ([], "abc", []), (["abc"], "", []), ([""], "abc", []),
        ] as [([String], String, [String])])
    func `the longest phrases are found, wherever they stand`(phrases: [String], text: String, expected: [String]) {
        #expect(Self.found(phrases, in: text) == expected)
    }

    @Test func `phrases that differ in case or width are one`() {
        var builder = PhraseFinder.Builder()
        #expect(builder.insert("KTV") == 0)
        #expect(builder.insert("狗") == 1)
        #expect(builder.insert("ｋｔｖ") == 0)
        #expect(builder.insert("") == nil)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the automaton agrees with a plain search`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters = Array("甲乙丙ab")
        func word(upTo length: Int) -> String {
            String((0..<Int.random(in: 1...length, using: &random)).map { _ in letters.randomElement(using: &random) ?? "甲" })
        }
        let phrases = (0..<12).map { _ in word(upTo: 4) }
        let text = (0..<20).map { _ in word(upTo: 6) }.joined()
        let scalars = Array(text.unicodeScalars)
        var ranges: [Range<Int>] = []
        for phrase in Set(phrases) {
            let wanted = Array(phrase.unicodeScalars)
            for start in 0...max(0, scalars.count - wanted.count) where scalars[start...].starts(with: wanted) {
                ranges.append(start..<start + wanted.count)
            }
        }
        let uncovered = ranges.filter { range in !ranges.contains { $0 != range && $0.clamped(to: range) == range } }
            .sorted { $0.lowerBound < $1.lowerBound }
            .map { String(String.UnicodeScalarView(scalars[$0])) }
        #expect(Self.found(phrases, in: text) == uncovered)
    }
}
