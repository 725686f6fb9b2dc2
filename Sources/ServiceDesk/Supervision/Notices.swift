import Casework
import CaseworkSQL
import Database
import WorkingTime

/// Tells departments and roles, in the transaction of what they are told of.
enum Notices {
    /// What is told to one receiver at one instant stands in one notice, however many cases it is about.
    static func add(
        _ kind: Notice.Kind, _ told: [Notice.Receiver: [Notice.Subject]], order: SupervisionOrderID? = nil, at now: Instant,
        in transaction: Transaction
    ) async throws {
        // In one order everywhere, so that two who tell the same receivers cannot wait for each other.
        for (receiver, subjects) in told.sorted(by: { $0.key.sortKey < $1.key.sortKey }) {
            let rows = try await transaction.query(
                """
                insert into notices (department, role, kind, order_id, at)
                values (\(receiver.department), \(receiver.role?.rawValue), \(kind), \(order), \(now))
                on conflict on constraint one_notice_at_an_instant do update set read_at = null, read_by = null returning id
                """)
            guard let id = try rows.first?.decode(Int.self) else { throw DeskError.failed("no id for a notice") }
            try await transaction.execute(
                """
                insert into notice_cases (notice_id, case_id, ordinal)
                select \(id), s.* from unnest(\(subjects.map(\.id)), \(subjects.map { $0.clock ?? 0 })) as s (case_id, ordinal)
                on conflict do nothing
                """)
        }
    }
}

extension Notice.Receiver {
    fileprivate var department: DepartmentCode? {
        if case .department(let code) = self { code } else { nil }
    }

    fileprivate var role: Role? {
        if case .role(let role) = self { role } else { nil }
    }

    fileprivate var sortKey: String { department.map { "d \($0.rawValue)" } ?? "r \(role?.rawValue ?? "")" }
}

/// A notice as its receiver reads it.
public struct NoticeFile: Sendable {
    /// A case it is about, and the clock if it is about one.
    public struct Subject: Sendable {
        public let number: String
        public let stage: Stage?
        public let dueAt: Instant?
    }

    public let id: Int
    public let kind: Notice.Kind
    public let department: DepartmentCode?
    public let role: String?
    public let order: SupervisionOrderID?
    public let at: Instant
    public let readAt: Instant?
    public let readBy: String?
    /// Those the reader may know of, the most urgent first, so many at most.
    public let subjects: [Subject]
    /// How many the reader may know of.
    public let count: Int
}

extension ServiceDesk {
    /// What the reader's department and roles were told, newest first.
    public func notices(unread: Bool?, by staff: Staff, before: Int?, limit: Int) async throws(DeskError) -> Page<NoticeFile, Int> {
        var condition: SQL = "n.id < \(before ?? Int.max)"
        if let unread { condition = unread ? "\(condition) and n.read_at is null" : "\(condition) and n.read_at is not null" }
        let reader = NoticeReader(staff: staff, scope: CaseScope(of: staff, in: jurisdiction.map))
        let wanted = condition
        return try await desk {
            let items = try await reader.files(where: wanted, limit: limit + 1, in: self.database)
            return Page(items: Array(items.prefix(limit)), next: items.count > limit ? items[limit - 1].id : nil, total: nil)
        }
    }

    /// Marks a notice as read, for the whole department or role; the first reading stays.
    public func readNotice(_ id: Int, by staff: Staff, at now: Instant) async throws(DeskError) -> NoticeFile {
        let reader = NoticeReader(staff: staff, scope: CaseScope(of: staff, in: jurisdiction.map))
        return try await desk {
            try await self.database.transaction { transaction in
                guard try await !reader.files(where: "n.id = \(id)", limit: 1, in: transaction).isEmpty else { throw DeskError.notFound }
                try await transaction.execute(
                    "update notices set read_at = \(now), read_by = \(staff.id) where id = \(id) and read_at is null")
                guard let file = try await reader.files(where: "n.id = \(id)", limit: 1, in: transaction).first else {
                    throw DeskError.notFound
                }
                return file
            }
        }
    }
}

/// Reads notices for somebody.
private struct NoticeReader {
    let staff: Staff
    let scope: CaseScope

    private static let mostSubjects = 100

    func files(where condition: SQL, limit: Int, in database: some Queryable) async throws -> [NoticeFile] {
        let rows = try await database.query(
            """
            select n.id, n.kind, n.department, n.role, n.order_id, n.at, n.read_at, a.name as reader,
                (select count(*) from notice_cases nc join cases c on c.id = nc.case_id
                    where nc.notice_id = n.id and \(visible)) as count
            from notices n left join accounts a on a.id = n.read_by
            where \(mine) and \(isKnown) and \(condition) order by n.id desc limit \(limit)
            """)
        let subjects = try await subjects(of: rows.map { try $0.get("id", as: Int.self) }, in: database)
        return try rows.map { row in
            let id: Int = try row.get("id")
            return NoticeFile(
                id: id, kind: try row.get("kind"), department: try row.get("department"), role: try row.get("role"),
                order: try row.get("order_id"), at: try row.get("at"), readAt: try row.get("read_at"), readBy: try row.get("reader"),
                subjects: subjects[id] ?? [], count: try row.get("count"))
        }
    }

    private func subjects(of ids: [Int], in database: some Queryable) async throws -> [Int: [NoticeFile.Subject]] {
        let rows = try await database.query(
            """
            select n.id, s.number, s.stage, s.due_at from unnest(\(ids)) as n (id) cross join lateral (
                select c.number, k.stage, k.due_at from notice_cases nc join cases c on c.id = nc.case_id
                left join clocks k on k.case_id = nc.case_id and k.ordinal = nc.ordinal
                where nc.notice_id = n.id and \(visible) order by k.due_at, c.id, k.ordinal limit \(Self.mostSubjects)
            ) s
            """)
        var subjects: [Int: [NoticeFile.Subject]] = [:]
        for row in rows {
            let (id, number, stage, dueAt) = try row.decode((Int, String, Stage?, Instant?).self)
            subjects[id, default: []].append(NoticeFile.Subject(number: number, stage: stage, dueAt: dueAt))
        }
        return subjects
    }

    /// Told to the reader's department, or to a role of theirs.
    private var mine: SQL {
        let roles = staff.roles.map(\.rawValue).sorted()
        return staff.department.map { "(n.department = \($0) or n.role = any(\(roles)))" } ?? "n.role = any(\(roles))"
    }

    /// A notice about cases is there while one of them is the reader's to know of: a report that turned out to accuse the
    /// department takes what was said of it along. An accountability entry is kept from a department for any report that does.
    private var isKnown: SQL {
        var unaccused: SQL = "true"
        if case .departments(_, let accused) = scope {
            unaccused = """
                not exists (select from notice_cases nc join cases c on c.id = nc.case_id
                    where nc.notice_id = n.id and \(Case.kept("c", from: accused)))
                """
        }
        return """
            case when n.kind = \(Notice.Kind.accountabilityPublished) then \(unaccused)
                else not exists (select from notice_cases nc where nc.notice_id = n.id)
                    or exists (select from notice_cases nc join cases c on c.id = nc.case_id where nc.notice_id = n.id and \(visible)) end
            """
    }

    private var visible: SQL { "(\(scope.condition))" }
}
