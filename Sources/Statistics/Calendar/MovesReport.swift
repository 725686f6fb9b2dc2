import Casework
import CaseworkSQL
import Database
import WorkingTime

extension Statistics {
    /// Due instants that moved, newest first, with where the next page begins.
    public func moves(_ query: MovesQuery) async throws(ReportError) -> (items: [DueMove], next: Int?) {
        do {
            let after: SQL = query.after.map { "m.id < \($0)" } ?? "true"
            let rows = try await database.query(
                """
                select m.id, c.number, m.department, m.stage, m.old_due_at, m.new_due_at, m.calendar_version, m.moved_at
                from due_moves m join cases c on c.id = m.case_id
                where \(Self.filter(query)) and \(after)
                order by m.id desc limit \(query.limit + 1)
                """)
            let items = try rows.map { row in
                let (id, number, department, stage, old, new, version, movedAt) = try row.decode(
                    (Int, String, DepartmentCode?, Stage, Instant, Instant, Int, Instant).self)
                return DueMove(
                    id: id, number: number, department: department, stage: stage, oldDueAt: old, newDueAt: new,
                    calendarVersion: version, movedAt: movedAt)
            }
            let page = Array(items.prefix(query.limit))
            return (page, items.count > query.limit ? page.last?.id : nil)
        } catch {
            throw ReportError(error)
        }
    }

    /// All of them as CSV rows without a header, in pieces as the database gives them.
    public func movesCSV(_ query: MovesQuery, in slot: ExportSlot, write: ([UInt8]) async throws -> Void) async throws {
        let local: (SQL) -> SQL = { "to_char(\($0) at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')" }
        let pieces = database.copyOut(
            """
            copy (
                select c.number, m.department, harmless(d.name), m.stage, \(local("m.old_due_at")), \(local("m.new_due_at")),
                    m.calendar_version, \(local("m.moved_at"))
                from due_moves m join cases c on c.id = m.case_id left join departments d on d.code = m.department
                where \(Self.filter(query)) order by m.id desc
            ) to stdout with (format csv)
            """)
        for try await piece in pieces { try await write(piece) }
        // Held until the last byte is written.
        withExtendedLifetime(slot) {}
    }

    private static func filter(_ query: MovesQuery) -> SQL {
        var conditions: [SQL] = []
        switch query.scope {
        case nil, .everything: break
        case .departments(let own, let accused):
            conditions.append("m.department = any(\(own.map(\.rawValue)))")
            // A report is kept from whom it accuses, its number too.
            conditions.append("not (c.kind = 'report' and c.accused && \(accused.map(\.rawValue)))")
        case .registeredBy, .nothing: conditions.append("false")
        }
        if let departments = query.departments { conditions.append("m.department = any(\(departments.map(\.rawValue)))") }
        if let stage = query.stage { conditions.append("m.stage = \(stage.rawValue)") }
        if let version = query.calendarVersion { conditions.append("m.calendar_version = \(version)") }
        return conditions.isEmpty ? "true" : SQL(joined: conditions, separator: " and ")
    }
}
