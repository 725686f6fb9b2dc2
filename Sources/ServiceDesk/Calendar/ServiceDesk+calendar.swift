import Casework
import Logging
import WorkingTime

extension ServiceDesk {
    /// Loads a year's holiday notice. What is due is counted anew behind it.
    /// - Throws: `.notANotice` with all that is wrong.
    public func load(_ load: CalendarLoad, dryRun: Bool, by staff: Staff, at now: Instant) async throws(DeskError) -> CalendarChange {
        let change = try await desk { try await load.run(on: self.database, dryRun: dryRun, at: now) }
        if change.calendarVersion != nil, !dryRun {
            logger.notice("calendar loaded", metadata: ["year": "\(change.year)", "account": "\(staff.id.rawValue)"])
        }
        return change
    }
}
