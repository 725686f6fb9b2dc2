import Casework
import CaseworkSQL
import Database

extension ReportTable {
    /// Due instants that a change of the calendar moved, as their clocks ran then. Nothing of the case but what a list of work needs.
    static func dueMoves(_ filter: ReportFilter, calendarVersion version: Int?) -> ReportTable {
        var conditions = [filter.onRequests("m.department", at: "m.moved_at")]
        if let stage = filter.stage { conditions.append("m.stage = \(stage)") }
        if let version { conditions.append("m.calendar_version = \(version)") }
        return ReportTable(
            columns: [
                ReportColumn("number", "工单编号", .code, "c.number"),
                ReportColumn("kind", "诉求类型", .code, "c.kind"),
                ReportColumn("region", "区域", .region, "c.region"),
                ReportColumn("department", "承办单位", .department, "m.department"),
                ReportColumn("stage", "环节", .code, "m.stage"),
                ReportColumn("clock", "时钟序号", .number, "m.ordinal"),
                ReportColumn("old_due_at", "原到期时间", .instant, "m.old_due_at"),
                ReportColumn("new_due_at", "新到期时间", .instant, "m.new_due_at"),
                ReportColumn("calendar_version", "日历版本", .number, "m.calendar_version"),
                ReportColumn("moved_at", "变更时间", .instant, "m.moved_at"),
            ],
            source: "due_moves m join cases c on c.id = m.case_id", condition: SQL(joined: conditions, separator: " and "),
            keys: [.integer("m.id")], descending: true)
    }
}
