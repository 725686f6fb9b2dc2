import Casework
import CaseworkSQL
import Database
import WorkingTime

extension Statistics {
    /// Clocks past due, worst first. Those who ask the same at the same time share one reading.
    public func overdue(
        _ query: OverdueQuery, at now: Instant, render: @escaping @Sendable (OverduePage) -> [UInt8]
    ) async throws(ReportError) -> [UInt8] {
        do {
            return try await overduePages.answer(query) {
                render(try await self.page(query, asOf: query.after?.asOf ?? query.asOf ?? now))
            }
        } catch {
            throw ReportError(error)
        }
    }

    private func page(_ query: OverdueQuery, asOf: Instant) async throws -> OverduePage {
        let rows = try await database.query(OverdueStatement.page(query, asOf: asOf))
        let items = try rows.map(OverdueStatement.clock)
        let total = query.counted ? try await database.query(OverdueStatement.count(query, asOf: asOf)).first?.decode(Int.self) : nil
        let last = items.count > query.limit ? items[query.limit - 1] : nil
        return OverduePage(
            asOf: asOf, items: Array(items.prefix(query.limit)),
            next: last.map { OverdueCursor(asOf: asOf, lateness: $0.lateness, caseID: $0.caseID, ordinal: $0.ordinal) }, total: total)
    }

    /// Totals by department and stage, most overdue first.
    public func overdueTotals(_ query: OverdueQuery, at now: Instant) async throws(ReportError) -> [OverdueTotal] {
        do {
            return try await database.query(OverdueStatement.totals(query, asOf: query.asOf ?? now)).map { row in
                let (department, stage, open, metLate, worst) = try row.decode((DepartmentCode?, Stage, Int, Int, Int).self)
                return OverdueTotal(department: department, stage: stage, open: open, metLate: metLate, worst: worst)
            }
        } catch {
            throw ReportError(error)
        }
    }

    /// The whole report as CSV rows without a header, in pieces as the database gives them.
    public func overdueCSV(_ query: OverdueQuery, in slot: ExportSlot, at now: Instant, write: ([UInt8]) async throws -> Void) async throws
    {
        for try await piece in database.copyOut(OverdueStatement.csv(query, asOf: query.asOf ?? now)) { try await write(piece) }
        // Held until the last byte is written.
        withExtendedLifetime(slot) {}
    }

    /// Open clocks past due by stage: the gauge that operations watch.
    public func overdueByStage(at now: Instant) async throws(ReportError) -> [(stage: String, count: Int)] {
        do {
            return try await database.query(
                "select stage, count(*) from clocks where ended_at is null and counts_late and due_at < \(now) group by stage order by stage"
            ).map { try $0.decode((String, Int).self) }
        } catch {
            throw ReportError(error)
        }
    }
}
