import ArgumentParser
import Glibc

/// Where the line keeps its things: options that all commands share.
struct Place: ParsableArguments {
    @Option(help: "Folder for the embedded database, keys and certificates. Environment: HOTLINE_DATA_DIR.")
    var dataDir: String = Environment["HOTLINE_DATA_DIR"] ?? Place.defaultDataDirectory

    @Option(help: "A PostgreSQL to use instead of the embedded one, as a libpq URL. Environment: HOTLINE_DATABASE_URL.")
    var databaseUrl: String?

    @Option(help: "Folder that holds migrations, api and ops. Environment: HOTLINE_HOME.")
    var home: String?

    /// A URL can hold a password: it is not shown as an option's default.
    var givenDatabase: String? { databaseUrl ?? Environment["HOTLINE_DATABASE_URL"] }

    var migrations: String {
        get throws { try "\(foundHome)/migrations" }
    }

    /// The folder of a list set: `lishui` is the one that comes with the project.
    func lists(_ name: String) throws -> String {
        name == "lishui" ? try "\(foundHome)/ops/lishui" : name
    }

    /// The given home, or the first folder with migrations from the working directory, or from the
    /// executable, upwards.
    var foundHome: String {
        get throws {
            if let given = home ?? Environment["HOTLINE_HOME"] { return given }
            for start in [Files.workingDirectory, Files.executableDirectory] {
                var folder = start
                while !folder.isEmpty {
                    if Files.exists("\(folder)/migrations/0001_lists.sql") { return folder }
                    folder = String(folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.startIndex))
                }
            }
            throw ValidationError("The migrations are not found; say where they are with --home or HOTLINE_HOME.")
        }
    }

    private static var defaultDataDirectory: String {
        if geteuid() == 0 { return "/var/lib/hotline" }
        let home = Environment["HOME"] ?? "."
        return (Environment["XDG_DATA_HOME"] ?? "\(home)/.local/share") + "/hotline"
    }
}

/// The environment, read at the start and nowhere else.
enum Environment {
    static subscript(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
