import Casework
import Database
import WorkingTime

/// Brings the lists of the database to what the CSV files of a directory say: all of them, or none.
///
/// The files are `regions.csv`, `categories.csv`, `departments.csv`, `responsibilities.csv`, `keywords.csv`,
/// `time-limits.csv`, `regimes.csv`, `calendar-exceptions.csv`, `statutory-holidays.csv`, `office-hours.csv`, `settings.csv` and
/// `order-triggers.csv`.
/// A list whose file is absent stays as it is; of one that is there, rows that the file lacks are removed. A year's holiday
/// notice is replaced by another of its year and by nothing else: what `hotline import calendar` has loaded stays.
public struct ListImport: Sendable {
    private let directory: String

    public init(directory: String) { self.directory = directory }

    /// Reads the files and checks them, among each other too, without a database.
    public func read() throws(ListImportError) -> ListFiles {
        let files = try ListFiles(in: directory)
        let faults = files.faults()
        guard faults.isEmpty else { throw ListImportError(faults) }
        return files
    }

    /// Reads and checks the files, beside the lists of the database that they do not replace, and applies what differs.
    ///
    /// - Parameters:
    ///   - dryRun: everything is done, the checks of the database included, and then undone.
    ///   - today: the day for whose gaps a warning is given; nil: the day of the database's clock at +08:00.
    /// - Throws: `ListImportError` with all faults found, or a `DatabaseError`; nothing has changed then.
    public func run(on database: Database, dryRun: Bool, today: Day? = nil) async throws -> ListDifference {
        let files = try ListFiles(in: directory)
        do {
            return try await database.transaction { transaction in
                let difference = try await apply(files, in: transaction, today: today)
                if dryRun { throw Rehearsal(difference: difference) }
                return difference
            }
        } catch let rehearsal as Rehearsal {
            return rehearsal.difference
        } catch let error as DatabaseError {
            throw Self.explained(error) ?? error
        }
    }

    /// Ends a dry run, so that its transaction is rolled back.
    private struct Rehearsal: Error {
        let difference: ListDifference
    }

    /// Whether these very files were imported last. What was changed on the line since stays as long as they are not imported again.
    public func isApplied(to database: Database) async throws -> Bool {
        let files = try ListFiles(in: directory)
        return try await ListStore.imported(in: database) == files.digest
    }

    private func apply(_ files: ListFiles, in transaction: Transaction, today: Day?) async throws -> ListDifference {
        let writer = ListWriter(transaction: transaction)
        try await writer.lock()
        let stored = try await ListStore.contents(in: transaction)
        let faults = files.faults(beside: stored)
        guard faults.isEmpty else { throw ListImportError(faults) }
        var difference = ListDifference(from: stored, to: try files.contents.keepingNotices(of: stored))
        let stamp = try await ListStore.stamp(in: transaction)
        let inUse =
            try await writer.stillInUse(difference)
            + ListPast(transaction: transaction, today: today ?? stamp.today).faults(of: difference)
        guard inUse.isEmpty else { throw ListImportError(inUse) }
        try await writer.apply(difference)
        try await ListStore.imported(files.digest, in: transaction)
        let calendar = try stored[.calendarExceptions].map { try CalendarException($0) }

        // The last proof: what stands in the tables now is what every process will load.
        let version = try await ListStore.version(in: transaction)
        try await CalendarMarks.mark(difference, over: calendar, at: (today ?? stamp.today).start, in: transaction)
        let lists = try await ListStore.contents(in: transaction)
        let jurisdiction = try Self.load(lists, version: version, on: stamp.today)
        difference.warnings = ListDifference.warnings(
            on: jurisdiction.map, lists, strangers: files.strangers, on: today ?? stamp.today)
        return difference
    }

    private static func load(_ lists: ListContents, version: Int, on day: Day) throws(ListImportError) -> Jurisdiction {
        do {
            return try Jurisdiction(lists, version: version, on: day)
        } catch {
            throw ListImportError([.init(file: "the lists", message: "do not hold together: \(error)")])
        }
    }

    /// A constraint that the checks above did not foresee, in words; nil for any other failure.
    private static func explained(_ error: DatabaseError) -> ListImportError? {
        guard let server = error.serverError, server.sqlState.hasPrefix("23") else { return nil }
        let list = server.table.flatMap { ListName(rawValue: $0) }
        // The lists hold no person, so the row that the server quotes may be shown.
        let facts = [server.constraint ?? server.column, list == nil ? nil : server.detail].compactMap { $0 }
        return ListImportError([
            .init(file: list?.file ?? server.table ?? "the lists", message: "the database refuses it: \(facts.joined(separator: ": "))")
        ])
    }
}
