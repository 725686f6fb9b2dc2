import Casework
import SeededRandom
import Testing
import WorkingTime

struct CaseNumberTests {
    /// Small, large, and beyond the six digits of an ordinary day.
    static func numbers(_ count: Int, seed: UInt64) -> [CaseNumber] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            let digits = [6, 6, 6, 9, 17][index % 5]
            let bound = (0..<digits).reduce(1) { power, _ in power * 10 }
            let day = Day(daysSince1970: .random(in: 10_957..<47_482, using: &random))
            return CaseNumber(day: day, serial: .random(in: 0..<bound, using: &random))
        }
    }

    @Test func `a number reads as it is written`() {
        #expect(CaseNumber(day: day("2026-11-23"), serial: 4217).description == "261123-004217-8")
        for number in Self.numbers(2000, seed: 1) {
            #expect(CaseNumber(number.description) == number, "\(number)")
        }
        for serial in [0, 1, 999_999, 1_000_000, 99_999_999_999_999_999] {
            let number = CaseNumber(day: day("2000-01-01"), serial: serial)
            #expect(CaseNumber(number.description) == number, "\(number)")
        }
        #expect(CaseNumber(CaseNumber(day: day("2099-12-31"), serial: 7).description)?.day == day("2099-12-31"))
    }

    @Test func `every single wrong digit is found`() {
        for number in Self.numbers(100, seed: 2) {
            let text = Array(number.description)
            for place in text.indices where text[place] != "-" {
                for digit in "0123456789" where digit != text[place] {
                    var wrong = text
                    wrong[place] = digit
                    #expect(CaseNumber(String(wrong)) == nil, "\(String(wrong)) for \(number)")
                }
            }
        }
    }

    @Test func `every swap of neighbours is found, across the hyphens too`() {
        for number in Self.numbers(500, seed: 3) {
            let digits = number.description.filter { $0 != "-" }.map(String.init)
            for place in digits.indices.dropLast() where digits[place] != digits[place + 1] {
                var wrong = digits
                wrong.swapAt(place, place + 1)
                #expect(CaseNumber(wrong.joined()) == nil, "\(wrong.joined()) for \(number)")
            }
        }
    }

    @Test(arguments: ["2611230042178", "261123 004217 8", " 261123-004217-8 ", "26-11-23 00 42 17 8", "261123-0042178"])
    func `blanks and hyphens do not matter`(text: String) {
        #expect(CaseNumber(text) == CaseNumber(day: day("2026-11-23"), serial: 4217))
    }

    @Test(arguments: [
        "", "-", "261123", "261123-004217", "261123-004217-", "261123-004217-5", "261123–004217–8", "２６１１２３-004217-8", "+261123-004217-8",
        "261123-004217-8x", "261123_004217_8", "261123.004217.8", "261123-00421７-8", "26112३-004217-8", "261123-004217-8\n",
        "\u{0}261123-004217-8",
    ])
    func `anything else is no number`(text: String) {
        #expect(CaseNumber(text) == nil)
    }

    @Test func `a number has one spelling and one day that exists`() {
        let check = { (digits: String) in
            "0123456789".map { CaseNumber(digits + String($0)) }.compactMap { $0 }
        }
        #expect(check("261123004217").count == 1, "one of ten check digits fits")
        for padded in ["2611230004217", "26112300000004217", "2611230123456"] { #expect(check(padded).isEmpty, "\(padded)") }
        #expect(check("2611231234567").count == 1)
        for never in ["261323004217", "260230004217", "260000004217", "250229004217"] { #expect(check(never).isEmpty, "\(never)") }
        #expect(check("240229004217").count == 1)
        #expect(check("261123" + String(repeating: "9", count: 17)).count == 1)
        #expect(check("261123" + String(repeating: "9", count: 18)).isEmpty, "too long to count")
    }
}
