import Casework
import Database

extension Clock {
    /// Whether a row of `clocks` is one that ``isPressing``: the predicate of the indexes by due instant.
    /// - Parameter clock: the name of the row.
    public static func isPressing(_ clock: SQL) -> SQL {
        "(\(clock).ended_at is null and \(clock).paused_at is null and \(clock).counts_late)"
    }

    /// Whether a row of `clocks` came late: its limit had ended before its department had the case, while another let it pass.
    /// - Parameters:
    ///   - clock: the name of the row.
    ///   - predecessor: the name of the row of `clocks` with which it is joined, which it continues.
    public static func cameLate(_ clock: SQL, from predecessor: SQL) -> SQL {
        """
        \(predecessor).case_id = \(clock).case_id and \(predecessor).ordinal = \(clock).continues
        and \(predecessor).department is distinct from \(clock).department and \(predecessor).ended_at > \(clock).due_at
        """
    }

    /// When the case was first sent to the department of a row of `clocks` whose limit, counted from receipt, had ended before;
    /// null otherwise. The limit of who helps counts from being asked, whoever leads the case later.
    public static func sentTooLate(_ clock: SQL) -> SQL {
        """
        (select min(s.started_at) from clocks s
            where s.case_id = \(clock).case_id and s.stage = 'sign' and s.department = \(clock).department and \(clock).stage <> 'support'
            having min(s.started_at) > \(clock).due_at)
        """
    }
}
