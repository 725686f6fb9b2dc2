import Database
import Logging

/// Read-only: what supervisors and heads of departments look at.
public final class Statistics: Sendable {
    let database: Database
    let pages = SharedReads<ReportQuery, [UInt8]>()
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

    /// Takes the place for a dry run. It keeps a processor busy for its whole length, so that there is one at a time.
    func openDryRun() throws(ReportError) -> ExportSlot {
        guard let slot = dryRuns.take() else { throw .busy("another dry run is under way") }
        return slot
    }
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
