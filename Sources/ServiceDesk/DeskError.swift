import Casework
import Database
import WorkingTime

/// Why the desk did not do what was asked. Nothing was written.
public enum DeskError: Error, Sendable {
    /// The rules say no.
    case refused(Refusal)
    /// The rules of scorecards say no.
    case scorecardRefused(ScorecardRefusal)
    /// No such thing, or none that the asker may know of.
    case notFound
    /// The caller saw an older version than the current one.
    case stale(current: Int)
    /// The key was used before, for another request.
    case keyReused
    /// Several members of the same request name one thing twice, or cases of different leads.
    case casesOfDifferentDepartments
    /// Reports together with cases that are none, or with reports that accuse others.
    case casesKeptFromOthers
    /// A proposal to change the map was not taken, or not decided.
    case proposal(ProposalRefusal)
    /// The days are no holiday notice of a year.
    case notANotice(NotANotice)
    /// The lists are not loaded, so that nothing can be decided.
    case listsMissing(String)
    /// The database has another schema than when the desk was opened.
    case schemaChanged
    /// The database belongs to another master key.
    case anotherKey
    /// The database cannot be reached, or too much is waiting. Worth another try.
    case busy(String)
    /// A fault of ours; the details are for the log.
    case failed(String)

    /// What a database error means to the asker.
    init(_ error: any Error) {
        switch error {
        case let error as DeskError: self = error
        case Refusal.noTimeLimit(let stage): self = .listsMissing("time limit of \(stage.rawValue)")
        case Refusal.notSet(let setting): self = .listsMissing("setting \(setting.rawValue)")
        case let notice as NotANotice: self = .notANotice(notice)
        case let refusal as Refusal: self = .refused(refusal)
        case let refusal as ProposalRefusal: self = .proposal(refusal)
        case let error as DatabaseError where error.constraint == "proposal_decided_by_another": self = .proposal(.own)
        case let error as DatabaseError where error.constraint == "equal_entries_do_not_overlap":
            self = .proposal(.outdated([ResponsibilityChangeFault("entry", .overlaps([]))]))
        case let refusal as ScorecardRefusal: self = .scorecardRefused(refusal)
        case let error as DatabaseError where error.constraint == "appealed_once": self = .scorecardRefused(.alreadyAppealed)
        case let error as DatabaseError where error.constraint == "one_return_per_department": self = .refused(.alreadyReturned)
        // Something on a list went away between the decision and the row: the next try sees the new lists.
        case let error as DatabaseError where error.isPassing || error.sqlState == "23503": self = .busy(error.description)
        default: self = .failed(String(describing: error))
        }
    }
}

/// Runs a piece of work on the database and says in the desk's words what went wrong.
func desk<T: Sendable>(_ body: () async throws -> T) async throws(DeskError) -> T {
    do {
        return try await body()
    } catch {
        throw DeskError(error)
    }
}
