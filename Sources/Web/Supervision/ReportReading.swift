import Casework
import HTTPTypes
import HummingbirdCore
import ServiceDesk
import Statistics
import WorkingTime

extension StaffCall {
    /// A head sees the departments below their own; a supervisor sees all, or those asked for.
    func reportQuery(_ report: Report) throws -> ReportQuery {
        var query = ReportQuery(report, try reportFilter())
        query.asOf = try self.query.instant("as_of")
        if let asOf = query.asOf, asOf > now {
            throw Problem.invalidParameter("as_of", "in_the_future", Words("不能晚于现在。", "It must not lie in the future."))
        }
        query.limit = try self.query.limit()
        query.counted = try self.query.bool("total") ?? false
        query.after = try self.query.cursor(parts: report.keyCount + 1).map {
            ReportCursor(asOf: Instant(microseconds: Int64($0[0])), keys: Array($0.dropFirst()))
        }
        // The page before may be another server's, whose clock is a little ahead.
        if let after = query.after, after.asOf > now.adding(seconds: 60) {
            throw Problem.invalidParameter("cursor", "in_the_future", Words("请使用上一页返回的 next。", "Use the next of the page before."))
        }
        return query
    }

    func reportFilter() throws -> ReportFilter {
        let map = desk.jurisdiction.map
        var filter = ReportFilter(scope: CaseScope(of: staff, in: map))
        if let asked = try query.code("department", DepartmentCode.self, knownBy: { map.department($0) != nil }) {
            filter.departments = map.subtree(of: asked).sorted()
        }
        filter.stage = try query.oneOf("stage", Stage.self)
        filter.kind = try query.oneOf("kind", Kind.self)
        filter.regions = try query.code("region", RegionCode.self) { map.region($0) != nil }.map { map.subtree(of: $0) }
        filter.categories = try query.code("category", CategoryCode.self) { map.category($0) != nil }.map { map.branch(of: $0) }
        let (from, to) = (try query.day("from"), try query.day("to"))
        if let from, let to, to < from {
            throw Problem.endsBeforeItBegins("to")
        }
        filter.from = from?.start
        filter.before = to?.advanced(by: 1).start
        return filter
    }
}
