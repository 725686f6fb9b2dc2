import WorkingTime

/// Something a department, or everybody with a role, is told of. It names cases, never a requester.
public enum Notice {
    public enum Kind: String, CaseIterable, Sendable, Hashable {
        /// A limit ends soon.
        case dueSoon = "due_soon"
        /// A limit has ended.
        case overdue
        /// 催办
        case urged
        case orderIssued = "order_issued"
        /// An order was not answered in time, or its answer was rejected; its demand is issued again.
        case orderUnmet = "order_unmet"
        case redCard = "red_card"
        /// A department is recommended for accountability.
        case accountabilityRecommended = "accountability_recommended"
        case accountabilityPublished = "accountability_published"
        /// A requester is not content with a rework either; a supervisor decides what follows.
        case dissatisfiedAgain = "dissatisfied_again"
        /// A change of the calendar moved due instants.
        case dueMoved = "due_moved"
    }

    public enum Receiver: Sendable, Hashable {
        case department(DepartmentCode)
        case role(Role)

        /// Who is told of a clock: whom it runs against, or, where it is the line's own, whose work it waits for.
        public init(of stage: Stage, against department: DepartmentCode?) {
            if let department {
                self = .department(department)
            } else {
                self = .role([.dispatch, .returnRuling].contains(stage) ? .dispatcher : .supervisor)
            }
        }
    }

    /// What it is about: a case, and perhaps one of its clocks.
    public struct Subject: Sendable, Hashable {
        public let id: CaseID
        public let clock: Int?

        public init(_ id: CaseID, clock: Int? = nil) {
            self.id = id
            self.clock = clock
        }
    }
}
