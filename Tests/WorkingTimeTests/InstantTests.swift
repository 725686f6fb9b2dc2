import SeededRandom
import Testing
import WorkingTime

@Suite struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0, "1970-01-01T08:00:00+08:00"),
        ("1970-01-01T00:00:00+08:00", -28_800_000_000, "1970-01-01T00:00:00+08:00"),
        ("2026-09-30T16:00:00+08:00", 1_790_755_200_000_000, "2026-09-30T16:00:00+08:00"),
        ("2026-09-30T17:00+08:00", 1_790_758_800_000_000, "2026-09-30T17:00:00+08:00"),
        ("2026-09-30T08:00:00Z", 1_790_755_200_000_000, "2026-09-30T16:00:00+08:00"),
        ("2026-09-29T22:30:00-09:30", 1_790_755_200_000_000, "2026-09-30T16:00:00+08:00"),
        ("2026-09-30T16:00:00.25+08:00", 1_790_755_200_250_000, "2026-09-30T16:00:00.25+08:00"),
        ("2026-09-30T16:00:00.000001+08:00", 1_790_755_200_000_001, "2026-09-30T16:00:00.000001+08:00"),
        ("2026-09-30T16:00:00.999999999+08:00", 1_790_755_200_999_999, "2026-09-30T16:00:00.999999+08:00"),
        ("2026-09-30T16:00:00.000+08:00", 1_790_755_200_000_000, "2026-09-30T16:00:00+08:00"),
        ("2024-02-29T23:59:59+00:00", 1_709_251_199_000_000, "2024-03-01T07:59:59+08:00"),
        ("0001-01-01T00:00:00+08:00", -62_135_625_600_000_000, "0001-01-01T00:00:00+08:00"),
        ("9999-12-31T23:59:59.999999+08:00", 253_402_271_999_999_999, "9999-12-31T23:59:59.999999+08:00"),
    ])
    func `RFC 3339 is read and written`(text: String, microseconds: Int64, written: String) throws {
        let instant = try #require(Instant(rfc3339: text))
        #expect(instant.microseconds == microseconds)
        #expect(instant.description == written)
        #expect(Instant(rfc3339: written) == instant)
    }

    @Test(arguments: [
        "", "2026-09-30", "2026-09-30T16:00:00", "2026-09-30 16:00:00+08:00", "2026-09-30t16:00:00+08:00", "2026-09-30T16:00:00z",
        "2026-09-30T24:00:00+08:00", "2026-09-30T16:60:00+08:00", "2026-09-30T16:00:60+08:00", "2026-09-30T16:00:00.+08:00",
        "2026-09-30T16:00:00.1234567890Z", "2026-09-30T16:00.5+08:00", "2026-09-30T16:00:00+0800", "2026-09-30T16:00:00+08",
        "2026-09-30T16:00:00+24:00", "2026-09-30T16:00:00+08:60", "2026-09-30T16:00:00+08:00 ", " 2026-09-30T16:00:00+08:00",
        "2026-02-29T16:00:00+08:00", "2026-13-01T16:00:00+08:00", "2026-00-01T16:00:00+08:00", "2026-01-00T16:00:00+08:00",
        "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "-2026-09-30T16:00:00Z", "2026-09-30T1６:00:00Z", "2026-9-30T16:00:00Z",
        "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+08:01", "2026-09-30T16:00:00\u{2212}08:00", "2026-09-30T16:00:00+08:00\0",
    ])
    func `what is not RFC 3339 is refused`(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(arguments: SeededGenerator.seeds)
    func `every instant can be read again`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let instant = Instant(microseconds: .random(in: -62_135_625_600_000_000...253_402_271_999_999_999, using: &random))
            #expect(Instant(rfc3339: instant.description) == instant)
            #expect(instant.day.start.adding(microseconds: instant.microsecondOfDay) == instant)
            #expect(0..<86_400 ~= instant.secondOfDay && instant.minuteOfDay == instant.secondOfDay / 60)
        }
    }

    @Test func `a day begins at midnight and is over at its last second`() {
        #expect(day("2026-09-30").start == instant("2026-09-30T00:00:00+08:00"))
        #expect(day("2026-09-30").end == instant("2026-09-30T23:59:59+08:00"))
        #expect(instant("2026-09-30T15:59:59.999999Z").day == day("2026-09-30"))
        #expect(instant("2026-09-30T16:00:00Z").day == day("2026-10-01"))
        #expect(instant("1969-12-31T15:59:59Z").day == day("1969-12-31"))
    }

    @Test func `the ends of time do not trap`() {
        #expect(!Instant(microseconds: .min).description.isEmpty)
        #expect(!Instant(microseconds: .max).description.isEmpty)
    }
}
