import Database
import WorkingTime

/// Read-only: what supervisors and heads of departments look at.
public final class Statistics: Sendable {
    let database: Database
    let pages = SharedReads<ReportQuery, RenderedPage>()
    private let countings = Turns(most: 2)
    private let exports = ExportSlots(most: 2)
    private let dryRuns = ExportSlots(most: 1)

    public init(database: Database) {
        self.database = database
    }

    /// Takes a slot for an export. An export holds a connection for as long as its reader takes, so
    /// that there must be few: the others are asked to come back.
    public func openExport() throws(ReportError) -> ExportSlot {
        guard let slot = exports.take() else { throw .busy("all export slots are taken") }
        return slot
    }

    /// Counts months from their rows, all in one snapshot, when it is their turn. That takes seconds, and at the start of a month
    /// many ask at once: a few connections are for them, the others for the line.
    func count<T: Sendable>(_ read: @escaping @Sendable (Transaction) async throws -> T) async throws(ReportError) -> T {
        do {
            return try await countings.wait {
                try await self.database.transaction(isolation: .repeatableRead, readOnly: true) { try await read($0) }
            }
        } catch {
            throw ReportError(error)
        }
    }

    /// Takes the place for a dry run. It keeps a processor busy for its whole length, so that there is one at a time.
    func openDryRun() throws(ReportError) -> ExportSlot {
        guard let slot = dryRuns.take() else { throw .busy("another dry run is under way") }
        return slot
    }
}

/// A page that several may have asked for.
struct RenderedPage: Sendable {
    let bytes: [UInt8]
    let asOf: Instant
}

/// Why a report was not made.
public enum ReportError: Error, Sendable {
    /// The database cannot be reached or is too slow now. Worth another try.
    case busy(String)
    /// A list lacks what the report rests on.
    case listsMissing(String)
    /// A fault of ours; the details are for the log.
    case failed(String)

    init(_ error: any Error) {
        switch error {
        case let error as ReportError: self = error
        case let error as DatabaseError where error.isPassing: self = .busy(error.description)
        default: self = .failed(String(describing: error))
        }
    }
}
