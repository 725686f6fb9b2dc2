import ArgumentParser
import Database
import ServiceDesk
import WorkingTime

/// What the line decides by, from files.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load or update the lists, or the holiday notice of a year.", subcommands: [ImportLists.self, ImportCalendar.self],
        defaultSubcommand: ImportLists.self)
}

struct ImportLists: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists",
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

struct ImportCalendar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Load the holiday notice of a year.",
        discussion: """
            The file has the columns date, status (off or work) and name, and holds the whole year. Shows what changes and applies it. \
            The servers then count provisional due instants anew, at once or at their next start; GET /v1/reports/due-moves lists what moved.
            """)

    @OptionGroup var place: Place
    @Argument(help: "A CSV file.")
    var file: String
    @Flag(help: "Show what changes and change nothing.")
    var dryRun = false

    func run() async throws {
        let migrations = try place.migrations
        do {
            let load = try CalendarLoad(file: file)
            let change = try await Engine.use(place) { engine in
                if engine.embedded != nil { _ = try await Migrator(directory: migrations).migrate(engine.database) }
                return try await load.run(on: engine.database, dryRun: dryRun, at: .now)
            }
            print(change.description)
        } catch let error as ListImportError {
            print(error.description)
            throw ExitCode.failure
        }
    }
}
