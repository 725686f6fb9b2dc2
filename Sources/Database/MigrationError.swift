/// Why the schema was not brought, or found, up to date.
public enum MigrationError: Error, Sendable, Equatable {
    /// The directory, or a file in it, is not as it must be.
    case files(String)
    /// The database holds a migration that this program does not have.
    case unknown(version: Int, name: String)
    /// A file has another content than when it was applied.
    case changed(file: String)
    /// Migrations of this program that the database does not have.
    case pending([String])
    /// A file's SQL was refused; nothing of this file stands.
    case failed(file: String, line: Int?, DatabaseError)
    case database(DatabaseError)
}

extension MigrationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .files(let problem):
            "migrations: \(problem)"
        case .unknown(let version, let name):
            "the database has migration \(Migration.padded(version))_\(name), which this program does not know: "
                + "it was made by a newer one; start that one, or restore a backup from before the upgrade"
        case .changed(let file):
            "migration \(file) was changed after it had been applied: put the file back as it was, and say what is new in a new one"
        case .pending(let files):
            "the database lacks \(files.count) migration(s), first \(files.first ?? "none"): run hotline migrate"
        case .failed(let file, let line, let error):
            "migration \(file)\(line.map { ", line \($0)" } ?? "") failed and was rolled back: \(error)"
        case .database(let error):
            "migrations: \(error)"
        }
    }
}
