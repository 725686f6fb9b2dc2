import SeededRandom
import Testing
import WorkingTime

@Suite struct DueDatePropertyTests {
    @Test(arguments: SeededGenerator.seeds)
    func `the fast way and the slow way agree`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let calendar = try givenCalendar()
        let slow = try SlowCounter()
        for _ in 0..<300 {
            let start = someInstant(&random)
            let limit = someLimit(&random)
            #expect(calendar.due(from: start, limit: limit).dueAt == slow.due(from: start, limit), "\(start) + \(limit)")
        }
    }

    @Test(arguments: SeededGenerator.seeds)
    func `counting takes back what adding gave`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let calendar = try givenCalendar()
        for _ in 0..<3000 {
            let start = someInstant(&random).adding(microseconds: .random(in: 0..<60_000_000, using: &random))
            let limit = someLimit(&random)
            let due = calendar.due(from: start, limit: limit).dueAt
            let elapsed = calendar.elapsed(from: start, to: due, unit: limit.unit)
            switch limit.unit {
            case .workingDay: #expect(elapsed == limit.amount, "\(start) + \(limit)")
            case .calendarDay:
                #expect(elapsed >= limit.amount, "\(start) + \(limit)")
                #expect(calendar.isWorkingDay(due.day), "\(start) + \(limit)")
            case .workingHour, .clockHour: #expect(elapsed == Int64(limit.amount) * Instant.microsecondsPerHour, "\(start) + \(limit)")
            }
            #expect(calendar.elapsed(from: due, to: start, unit: limit.unit) == 0)
        }
    }

    @Test(arguments: SeededGenerator.seeds)
    func `later starts and longer limits are never due earlier`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let calendar = try givenCalendar()
        for _ in 0..<3000 {
            let start = someInstant(&random)
            let limit = someLimit(&random)
            let due = calendar.due(from: start, limit: limit).dueAt
            let later = start.adding(seconds: .random(in: 0..<400_000, using: &random))
            #expect(calendar.due(from: later, limit: limit).dueAt >= due, "\(start) or \(later) + \(limit)")
            let longer = try #require(Limit(amount: limit.amount + .random(in: 1...9, using: &random), unit: limit.unit))
            #expect(calendar.due(from: start, limit: longer).dueAt >= due, "\(start) + \(limit) or \(longer)")
        }
    }

    @Test(arguments: SeededGenerator.seeds)
    func `elapsed time adds up`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let calendar = try givenCalendar()
        for _ in 0..<1500 {
            let instants = (0..<3).map { _ in someInstant(&random) }.sorted()
            for unit in LimitUnit.allCases {
                let parts =
                    calendar.elapsed(from: instants[0], to: instants[1], unit: unit)
                    + calendar.elapsed(from: instants[1], to: instants[2], unit: unit)
                #expect(calendar.elapsed(from: instants[0], to: instants[2], unit: unit) == parts, "\(instants) \(unit)")
            }
        }
    }
}

/// A whole minute of the years 2015 to 2027.
func someInstant(_ random: inout SeededGenerator) -> Instant {
    let day = Day(daysSince1970: .random(in: day("2015-01-01").daysSince1970...day("2027-06-30").daysSince1970, using: &random))
    return day.start.adding(seconds: 60 * .random(in: 0..<1440, using: &random))
}

func someLimit(_ random: inout SeededGenerator) -> Limit {
    let unit = LimitUnit.allCases.randomElement(using: &random)!
    return limit(.random(in: 1...90, using: &random), unit)
}
