import ArgumentParser
import Database
import ServiceDesk
import WorkingTime

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load or update the lists: regions, categories, departments, responsibilities, keywords, limits, calendar.",
        discussion: "Shows the difference and applies it, all or nothing. A fault is named by file:line:column.")

    @OptionGroup var place: Place
    @Argument(help: "A folder of CSV files, or `lishui` for the set that comes with the project.")
    var lists: String
    @Flag(help: "Show the difference and change nothing.")
    var dryRun = false

    func run() async throws {
        let lists = ListImport(directory: try place.lists(lists))
        let migrations = try place.migrations
        do {
            let difference = try await Engine.use(place) { engine in
                if engine.embedded != nil { _ = try await Migrator(directory: migrations).migrate(engine.database) }
                return try await lists.run(on: engine.database, dryRun: dryRun, today: Instant.now.day)
            }
            print(difference.description)
        } catch let error as ListImportError {
            print(error.description)
            throw ExitCode.failure
        }
    }
}
