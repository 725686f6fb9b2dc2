import Cryptography
import Database
import Logging
import ServiceDesk

/// The master key's file, and the database that belongs to it.
struct MasterKey {
    let path: String

    enum Refusal: Error, CustomStringConvertible {
        case missing(path: String)
        case another(path: String)

        var description: String {
            switch self {
            case .missing(let path):
                "The key file \(path) is missing, and the database was used with a key before: with a new one its identities and query "
                    + "codes could not be read. Put the key file back from the backup, or say where it is with --key-file."
            case .another(let path):
                "The key in \(path) is not the one that the database was used with: its identities and query codes could not be read. "
                    + "Put the right key file back from the backup, or say where it is with --key-file."
            }
        }
    }

    /// Opens the desk with the key. A key is made only for a database that never had one.
    func open(_ database: Database, live limits: LiveLimits = LiveLimits(), logger: Logger) async throws -> ServiceDesk {
        if !Files.exists(path), try await KeyRecord(database).exists { throw Refusal.missing(path: path) }
        let key = try KeyFile.load(orMakeAt: path)
        do {
            return try await ServiceDesk(database: database, key: key, live: limits, logger: logger)
        } catch .anotherKey {
            throw Refusal.another(path: path)
        }
    }
}
