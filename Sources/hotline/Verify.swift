import ArgumentParser
import ServiceDesk

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check what the line keeps against itself.", subcommands: [VerifyHistories.self])

    struct VerifyHistories: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "histories",
            abstract: "Rebuild every case from its history alone and name those that differ.",
            discussion: "Works beside a running server and changes nothing. Fails if a case differs from what its history tells.")

        @OptionGroup var place: Place

        func run() async throws {
            let summary = try await Engine.use(place) { engine in
                try await Histories(engine.database).verify { print("\($0.number)\t\($0.differences)") }
            }
            let older = summary.older == 0 ? "" : ", \(summary.older) begun before histories were complete"
            print("\(summary.rebuilt) cases rebuilt from their histories, \(summary.differing) differ\(older).")
            if summary.differing > 0 { throw ExitCode.failure }
        }
    }
}
