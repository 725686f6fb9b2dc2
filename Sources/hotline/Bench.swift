import ArgumentParser
import Casework
import ServiceDesk
import WorkingTime

struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure what runs without a network.", subcommands: [Clocks.self, Watch.self])

    struct Clocks: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Due dates a second on one core, over the years of the calendar.")

        @OptionGroup var place: Place
        @Option(help: "Due dates to compute in each round.")
        var count = 2_000_000
        @Option(help: "Rounds; the spread is shown.")
        var rounds = 5

        func run() async throws {
            let calendar = try ListImport(directory: try place.lists("lishui")).read().jurisdiction(on: Instant.now.day).calendar
            let limits = LimitUnit.allCases.flatMap { unit in [1, 5, 15].compactMap { Limit(amount: $0, unit: unit) } }
            let first = Day(year: 2016, month: 1, day: 1)?.start.microseconds ?? 0
            let span: Int64 = 11 * 365 * 86_400_000_000
            for round in 1...rounds {
                var seed: UInt64 = 20_161_201
                var sum: Int64 = 0
                let started = ContinuousClock.now
                for index in 0..<count {
                    // A multiplicative congruential step (Knuth's constants): cheap beside what is measured.
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    let start = Instant(microseconds: first + Int64(seed >> 1) % span)
                    sum &+= calendar.due(from: start, limit: limits[index % limits.count]).dueAt.microseconds
                }
                let time = ContinuousClock.now - started
                let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
                print("round \(round): \(Int(Double(count) / seconds)) due dates/s (checksum \(sum))")
            }
        }
    }
}
