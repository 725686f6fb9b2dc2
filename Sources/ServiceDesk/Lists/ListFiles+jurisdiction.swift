import Casework
import WorkingTime

extension ListFiles {
    /// What the files would decide by, with no database between: for measurements and trials.
    /// - Parameter today: the day whose settings weigh the words of a request.
    public func jurisdiction(on today: Day) throws -> Jurisdiction {
        try Jurisdiction(contents, version: 1, on: today)
    }
}
