import Casework
import CaseworkSQL
import Database
import WorkingTime

extension Statistics {
    /// A page of a report. Those who ask the same at the same time share one reading.
    /// - Returns: the page as rendered, and the instant as of which it was read: that of whoever asked first.
    public func page(
        _ query: ReportQuery, at now: Instant, render: @escaping @Sendable (ReportPage) -> [UInt8]
    ) async throws(ReportError) -> (bytes: [UInt8], asOf: Instant) {
        do {
            let read = try await pages.answer(query) {
                let page = try await self.page(query, asOf: query.after?.asOf ?? query.asOf ?? now)
                return RenderedPage(bytes: render(page), asOf: page.asOf)
            }
            return (read.bytes, read.asOf)
        } catch {
            throw ReportError(error)
        }
    }

    private func page(_ query: ReportQuery, asOf: Instant) async throws -> ReportPage {
        let table = query.report.table(query.filter, asOf: asOf)
        let rows = try await database.query(table.page(after: query.after, limit: query.limit)).map { try table.row($0) }
        let total = query.counted ? try await database.query(table.count()).first?.decode(Int.self) : nil
        let next = rows.count > query.limit ? ReportCursor(asOf: asOf, keys: rows[query.limit - 1].keys) : nil
        return ReportPage(asOf: asOf, columns: table.columns, rows: rows.prefix(query.limit).map(\.values), next: next, total: total)
    }

    /// The columns of a report's files.
    public func columns(of query: ReportQuery, at now: Instant) -> [ReportColumn] {
        query.report.table(query.filter, asOf: query.asOf ?? now).columns
    }

    /// The whole report as CSV rows without a header, in pieces as the database gives them.
    public func csv(_ query: ReportQuery, in slot: ExportSlot, at now: Instant, write: ([UInt8]) async throws -> Void) async throws {
        let table = query.report.table(query.filter, asOf: query.asOf ?? now)
        for try await piece in database.copyOut(table.csv()) { try await write(piece) }
        // Held until the last byte is written.
        withExtendedLifetime(slot) {}
    }

    /// The whole report as rows of cells, some thousands at a time, all as they stood at one moment; nothing at all if there are
    /// more than `most`.
    ///
    /// - Returns: how many rows there are.
    public func cells(
        _ query: ReportQuery, most: Int, in slot: ExportSlot, at now: Instant, atOnce limit: Int = 2_000,
        write: @escaping @Sendable ([[ReportValue]]) async throws -> Void
    ) async throws(ReportError) -> Int {
        do {
            let asOf = query.asOf ?? now
            let table = query.report.table(query.filter, asOf: asOf)
            let total = try await database.transaction(isolation: .repeatableRead, readOnly: true) { transaction in
                let total = try await transaction.query(table.count()).first?.decode(Int.self) ?? 0
                guard total <= most else { return total }
                var after: ReportCursor?
                repeat {
                    let rows = try await transaction.query(table.page(after: after, limit: limit, cells: true)).map {
                        try table.row($0, cells: true)
                    }
                    try await write(rows.prefix(limit).map(\.values))
                    after = rows.count > limit ? ReportCursor(asOf: asOf, keys: rows[limit - 1].keys) : nil
                } while after != nil
                return total
            }
            withExtendedLifetime(slot) {}
            return total
        } catch {
            throw ReportError(error)
        }
    }

    /// Overdue clocks by department and stage, most overdue first.
    public func overdueTotals(_ query: ReportQuery, at now: Instant) async throws(ReportError) -> [OverdueTotal] {
        do {
            return try await database.query(ReportTable.overdueTotals(query.filter, asOf: query.asOf ?? now)).map { row in
                let (department, stage, open, metLate, worst) = try row.decode((DepartmentCode?, Stage, Int, Int, Int).self)
                return OverdueTotal(department: department, stage: stage, open: open, metLate: metLate, worst: worst)
            }
        } catch {
            throw ReportError(error)
        }
    }

    /// Open clocks past due by stage: the gauge that operations watch.
    public func overdueByStage(at now: Instant) async throws(ReportError) -> [(stage: String, count: Int)] {
        do {
            return try await database.query(
                """
                select stage, count(*) from clocks k
                where \(Clock.isPressing("k")) and due_at < \(now) group by stage order by stage
                """
            ).map { try $0.decode((String, Int).self) }
        } catch {
            throw ReportError(error)
        }
    }
}
