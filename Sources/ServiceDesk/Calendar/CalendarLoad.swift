import Casework
import Database
import FoundationEssentials
import WorkingTime

/// Brings the calendar of one year to what its holiday notice says.
public struct CalendarLoad: Sendable {
    /// The year and its days, before they are checked; a file does not name its year but by its New Year's Day.
    private let year: Int?
    private let days: [CalendarException]
    /// The file and where its rows stand, in which faults are named.
    private let file: ListFile?
    private let path: String?

    public init(year: Int, days: [CalendarException]) {
        self.year = year
        self.days = days
        file = nil
        path = nil
    }

    /// - Parameter path: a CSV file with the columns of `calendar-exceptions.csv`: `date,status,name`.
    public init(file path: String) throws(ListImportError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ListImportError([.init(file: path, message: "the file cannot be read")])
        }
        let file = ListFile(.calendarExceptions, parsing: [UInt8](data))
        guard file.faults.isEmpty else { throw ListImportError(file.faults.map { $0.of(path) }) }
        do {
            days = try file.rows.map { try CalendarException($0) }
        } catch {
            throw ListImportError([.init(file: path, message: "\(error)")])
        }
        year = nil
        self.file = file
        self.path = path
    }

    /// Checks the notice and applies what differs from the calendar, and marks the clocks that it concerns.
    /// - Parameter dryRun: everything is done and then undone.
    /// - Throws: `NotANotice`, for a file `ListImportError`, with all faults found; `DatabaseError`. Nothing has changed then.
    public func run(on database: Database, dryRun: Bool, at now: Instant) async throws -> CalendarChange {
        do {
            return try await database.transaction { transaction in
                let change = try await apply(in: transaction, at: now)
                if dryRun { throw Rehearsal(change: change) }
                return change
            }
        } catch let rehearsal as Rehearsal {
            return rehearsal.change
        } catch let error as NotANotice {
            throw placed(error) ?? error
        }
    }

    /// Ends a dry run, so that its transaction is rolled back.
    private struct Rehearsal: Error {
        let change: CalendarChange
    }

    private func apply(in transaction: Transaction, at now: Instant) async throws -> CalendarChange {
        let writer = ListWriter(transaction: transaction)
        try await writer.lock()
        let lists = try await ListStore.contents(in: transaction)
        let stored = try lists[.calendarExceptions].map { try CalendarException($0) }
        let holidays = try lists[.statutoryHolidays].map { try StatutoryHoliday($0) }
        guard let year = year ?? HolidayNotice.year(of: days) else {
            throw NotANotice(faults: [.newYearMissing(year: days.first?.day.year ?? now.day.year)])
        }
        let kept = stored.filter { !HolidayNotice.owns($0, year: year) }
        let notice = try HolidayNotice(year: year, days: days, holidays: holidays, beside: kept)

        var calendar = ListContents()
        calendar[.calendarExceptions] = (kept + notice.days).map(ListRow.init)
        let difference = ListDifference(from: lists, to: calendar)
        try await writer.apply(difference)
        if !difference.isEmpty { try await ListStore.calendarLoaded(at: now, in: transaction) }
        try await CalendarMarks.mark(difference, over: stored, at: now, in: transaction)
        // The last proof: what stands in the tables now is what every process will load.
        let jurisdiction = try await ListStore.jurisdiction(in: transaction)
        return CalendarChange(
            year: year, wasPublished: stored.contains { $0.day == Day(year: year, month: 1, day: 1) },
            entries: Self.entries(from: stored, to: kept + notice.days),
            clocks: difference.isEmpty ? 0 : try await CalendarMarks.count(before: jurisdiction.version, at: now, in: transaction),
            calendarVersion: difference.isEmpty ? nil : jurisdiction.version)
    }

    private static func entries(from old: [CalendarException], to new: [CalendarException]) -> [CalendarChange.Entry] {
        let before = Dictionary(old.map { ($0.day, $0) }) { first, _ in first }
        let after = Dictionary(new.map { ($0.day, $0) }) { first, _ in first }
        return Set(before.keys).union(after.keys).sorted().compactMap { day in
            before[day] == after[day] ? nil : CalendarChange.Entry(day: day, before: before[day], after: after[day])
        }
    }

    /// The faults of a file's rows, each at its line and column; nil for what came otherwise.
    private func placed(_ error: NotANotice) -> ListImportError? {
        guard let file, let path else { return nil }
        return ListImportError(
            error.faults.map { fault in
                // Of a day that stands there twice the second is the fault.
                let row = fault.day.flatMap { day in file.rows.last { $0["date"] == day.description } }
                guard let row else { return ListImportError.Fault(file: path, message: fault.description) }
                return ListImportError.Fault(row, at: "date", fault.description).of(path)
            })
    }
}

extension ListImportError.Fault {
    /// The same in a file of another name.
    fileprivate func of(_ path: String) -> Self { Self(file: path, line: line, column: column, message: message) }
}

extension ListRow {
    fileprivate init(_ exception: CalendarException) {
        self.init(
            .calendarExceptions,
            cells: ["date": exception.day.description, "status": exception.status.rawValue, "name": exception.name])
    }
}
