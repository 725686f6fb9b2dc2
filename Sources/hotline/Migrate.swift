import ArgumentParser
import Database
import WorkingTime

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring the database to this program's schema, or show where it stands.")

    @OptionGroup var place: Place
    @Flag(help: "Only show each migration and whether it is applied.")
    var status = false

    func run() async throws {
        let migrator = Migrator(directory: try place.migrations)
        try await Engine.use(place) { engine in
            if status {
                for migration in try await migrator.status(engine.database) {
                    print("\(migration.state.rawValue)\t\(migration.version)\t\(migration.name)\t\(migration.appliedAt?.description ?? "")")
                }
            } else {
                let applied = try await migrator.migrate(engine.database)
                for migration in applied { print("applied\t\(migration.version)\t\(migration.name)") }
                if applied.isEmpty { print("Nothing to do.") }
            }
        }
    }
}
