import Casework
import HTTPTypes

/// Every route, grouped by who may call it.
public enum RouteTable {
    public static let routes: [Route] = [
        .anyone(.post, "/v1/cases", use: IntakeRoutes.submit),
        .requester(.get, "/v1/tracking/{number}", use: TrackingRoutes.track),
        .requester(.post, "/v1/tracking/{number}/supplements", use: TrackingRoutes.supplement),
        .requester(.put, "/v1/tracking/{number}/withdrawal", use: TrackingRoutes.withdraw),
        .requester(.put, "/v1/tracking/{number}/feedback", use: TrackingRoutes.rate),

        .anyone(.get, "/v1/categories", query: ["parent"], use: ListRoutes.categories),
        .anyone(.get, "/v1/regions", query: ["parent"], use: ListRoutes.regions),
        .anyone(.get, "/v1/departments", query: ["parent", "region", "limit", "cursor"], use: ListRoutes.departments),
        .anyone(
            .get, "/v1/responsibilities", query: ["on", "category", "department", "limit", "cursor"], use: ListRoutes.responsibilities),
        .anyone(.post, "/v1/responsibilities/resolve", use: ListRoutes.resolve),
        .anyone(.get, "/v1/time-limits", query: ["on"], use: ListRoutes.timeLimits),
        .anyone(.get, "/v1/due-dates", query: ["from", "amount", "unit"], use: ClockRoutes.dueDate),
        .anyone(.get, "/v1/calendar", query: ["year"], use: CalendarRoutes.year),

        .anyone(.get, "/livez", use: OperationRoutes.live),
        .anyone(.get, "/readyz", use: OperationRoutes.ready),
        .anyone(.get, "/metrics", use: OperationRoutes.metrics),
        .anyone(.get, "/openapi.yaml", use: OperationRoutes.contract),
        .anyone(.get, "/docs", use: OperationRoutes.docs),
        .anyone(.get, "/docs/problems", use: OperationRoutes.problems),
        .anyone(.get, "/docs/indicators", use: OperationRoutes.indicators),

        .staff(
            readers, .get, "/v1/cases",
            query: listing + ["state", "kind", "department", "category", "region", "received_from", "received_before"], use: CaseRoutes.list
        ),
        .staff([.administrator], .put, "/v1/calendar/{year}", query: ["dry_run"], use: CalendarRoutes.load),
        .staff(readers, .get, "/v1/cases/{number}", use: CaseRoutes.read),
        .staff(readers, .get, "/v1/cases/{number}/events", use: CaseRoutes.events),
        .staff(readers, .get, "/v1/cases/{number}/clocks", use: CaseRoutes.clocks),
        .staff(readers, .get, "/v1/cases/{number}/routing", use: CaseRoutes.routing),
        .staff([.dispatcher, .handler, .departmentHead, .supervisor], .post, "/v1/cases/{number}/notes", use: DepartmentRoutes.note),
        .staff([.operator, .dispatcher], .post, "/v1/cases/{number}/supplements", use: TriageRoutes.supplement),

        .staff([.dispatcher], .put, "/v1/cases/{number}/classification", use: TriageRoutes.classify),
        .staff([.dispatcher], .put, "/v1/cases/{number}/dispatch", use: TriageRoutes.dispatch),
        .staff([.dispatcher], .put, "/v1/cases/{number}/refusal", use: TriageRoutes.refuse),
        .staff([.operator, .dispatcher], .put, "/v1/cases/{number}/direct-answer", use: TriageRoutes.answerDirectly),
        .staff([.dispatcher], .put, "/v1/cases/{number}/merge", use: TriageRoutes.merge),
        .staff([.dispatcher], .post, "/v1/cases/{number}/split", use: TriageRoutes.split),
        .staff([.dispatcher], .get, "/v1/return-requests", query: ["open", "limit", "cursor"], use: CaseRoutes.returnRequests),
        .staff([.dispatcher], .put, "/v1/return-requests/{id}/ruling", use: TriageRoutes.rule),

        .staff(mapKeepers, .get, "/v1/responsibilities/{id}/precedents", query: ["limit", "cursor"], use: PrecedentRoutes.list),
        .staff([.dispatcher, .administrator], .post, "/v1/responsibilities/dry-run", use: DryRunRoutes.run),
        .staff([.dispatcher, .administrator], .post, "/v1/responsibility-proposals", use: ProposalRoutes.propose),
        .staff(
            mapKeepers, .get, "/v1/responsibility-proposals", query: ["state", "responsibility", "limit", "cursor"],
            use: ProposalRoutes.list),
        .staff(mapKeepers, .get, "/v1/responsibility-proposals/{id}", use: ProposalRoutes.read),
        .staff([.administrator], .put, "/v1/responsibility-proposals/{id}/acceptance", use: ProposalRoutes.accept),
        .staff([.administrator], .put, "/v1/responsibility-proposals/{id}/dismissal", use: ProposalRoutes.dismiss),
        .staff(
            [.supervisor, .administrator], .get, "/v1/reports/responsibilities/gaps", query: ["on", "category", "region"] + table,
            use: MapGapRoutes.gaps),
        .staff(
            [.supervisor, .administrator], .get, "/v1/reports/responsibilities/overlaps", query: ["on", "category"] + table,
            use: MapGapRoutes.overlaps),
        .staff(
            [.supervisor, .administrator], .get, "/v1/reports/responsibilities/unused", query: ["from", "to"] + table,
            use: MapUseRoutes.unused),
        .staff(
            [.supervisor, .administrator], .get, "/v1/reports/responsibilities/doubts", query: ["from", "to"] + table,
            use: MapUseRoutes.doubts),

        .staff(
            [.dispatcher, .handler, .departmentHead], .get, "/v1/queue",
            query: listing + ["role", "handler", "state", "kind", "region", "due_before", "sort"],
            use: QueueRoutes.list),
        .staff(
            [.dispatcher, .handler, .departmentHead], .get, "/v1/queue/stream",
            query: ["role", "handler", "state", "kind", "region", "due_before"], use: StreamRoutes.queue),
        .staff([.dispatcher, .handler, .departmentHead], .post, "/v1/queue/claims", use: QueueRoutes.claim),
        .staff([.dispatcher, .handler, .departmentHead], .delete, "/v1/cases/{number}/claim", use: DepartmentRoutes.release),
        .staff(department, .put, "/v1/cases/{number}/signature", use: DepartmentRoutes.sign),
        .staff(department, .put, "/v1/cases/{number}/acceptance", use: DepartmentRoutes.accept),
        .staff(department, .post, "/v1/cases/{number}/contacts", use: DepartmentRoutes.contact),
        .staff(department, .post, "/v1/cases/{number}/return-requests", use: DepartmentRoutes.requestReturn),
        .staff(department, .put, "/v1/cases/{number}/reply", use: DepartmentRoutes.reply),

        .staff(department, .post, "/v1/cases/{number}/extension-requests", use: TimeRoutes.requestExtension),
        .staff(department, .post, "/v1/cases/{number}/suspension-requests", use: TimeRoutes.requestSuspension),
        .staff(department, .post, "/v1/cases/{number}/complexity-requests", use: TimeRoutes.requestComplexity),
        .staff(department, .post, "/v1/cases/{number}/parking-requests", use: TimeRoutes.requestParking),
        .staff(
            [.dispatcher, .handler, .departmentHead, .supervisor], .get, "/v1/time-requests", query: ["kind", "open", "limit", "cursor"],
            use: TimeRoutes.list),
        .staff([.supervisor], .put, "/v1/extension-requests/{id}/decision", use: TimeRoutes.decideExtension),
        .staff([.supervisor], .put, "/v1/suspension-requests/{id}/decision", use: TimeRoutes.decideSuspension),
        .staff([.dispatcher], .put, "/v1/complexity-requests/{id}/decision", use: TimeRoutes.decideComplexity),
        .staff([.supervisor], .put, "/v1/parking-requests/{id}/decision", use: TimeRoutes.decideParking),
        .staff([.handler, .departmentHead, .supervisor], .put, "/v1/cases/{number}/resumption", use: TimeRoutes.resume),
        .staff([.handler, .departmentHead, .supervisor], .delete, "/v1/cases/{number}/parking", use: TimeRoutes.unpark),
        .staff(
            [.dispatcher, .handler, .departmentHead], .post, "/v1/cases/{number}/supporting-departments", use: SupportRoutes.request),
        .staff(department, .put, "/v1/cases/{number}/supporting-answer", use: SupportRoutes.answer),
        .staff(
            [.dispatcher, .handler, .departmentHead], .delete, "/v1/cases/{number}/supporting-departments/{department}",
            use: SupportRoutes.release),
        .staff(department, .put, "/v1/cases/{number}/correction-request", use: SupportRoutes.requestCorrection),
        .staff(department, .post, "/v1/cases/{number}/consultations", use: SupportRoutes.consult),

        .staff([.supervisor], .put, "/v1/cases/{number}/review", use: ReviewRoutes.review),
        .staff([.supervisor], .put, "/v1/cases/{number}/closure", use: ReviewRoutes.close),
        .staff([.supervisor], .delete, "/v1/cases/{number}/closure", use: ReviewRoutes.reopen),
        .staff([.supervisor], .put, "/v1/cases/{number}/callback", use: ReviewRoutes.recordCallback),
        .staff([.supervisor], .put, "/v1/cases/{number}/rework", use: ReviewRoutes.orderRework),
        .staff([.supervisor], .post, "/v1/cases/{number}/urges", use: ReviewRoutes.urge),
        .staff([.supervisor], .post, "/v1/supervision-orders", use: OrderRoutes.issue),
        .staff(
            [.supervisor, .handler, .departmentHead], .get, "/v1/supervision-orders", query: ["state", "limit", "cursor"],
            use: OrderRoutes.list),
        .staff([.supervisor, .handler, .departmentHead], .get, "/v1/supervision-orders/{id}", use: OrderRoutes.read),
        .staff(department, .put, "/v1/supervision-orders/{id}/acknowledgement", use: OrderRoutes.acknowledge),
        .staff(department, .put, "/v1/supervision-orders/{id}/reply", use: OrderRoutes.reply),
        .staff([.supervisor], .put, "/v1/supervision-orders/{id}/acceptance", use: OrderRoutes.accept),
        .staff([.supervisor], .put, "/v1/supervision-orders/{id}/rejection", use: OrderRoutes.reject),
        .staff([.supervisor, .departmentHead], .get, "/v1/cards", query: cards, use: CardRoutes.list),
        .staff([.supervisor], .put, "/v1/cards/{id}/withdrawal", use: CardRoutes.withdraw),
        .staff([.supervisor], .post, "/v1/accountability-entries", use: AccountabilityRoutes.draft),
        .staff(
            [.supervisor, .handler, .departmentHead], .get, "/v1/accountability-entries",
            query: ["state", "cause", "department", "limit", "cursor"], use: AccountabilityRoutes.list),
        .staff([.supervisor, .handler, .departmentHead], .get, "/v1/accountability-entries/{id}", use: AccountabilityRoutes.read),
        .staff([.supervisor], .put, "/v1/accountability-entries/{id}/draft", use: AccountabilityRoutes.redraft),
        .staff([.supervisor], .put, "/v1/accountability-entries/{id}/publication", use: AccountabilityRoutes.publish),
        .staff([.supervisor], .put, "/v1/accountability-entries/{id}/withdrawal", use: AccountabilityRoutes.withdraw),
        .staff(told, .get, "/v1/notices", query: ["unread", "limit", "cursor"], use: NoticeRoutes.list),
        .staff(told, .put, "/v1/notices/{id}/reading", use: NoticeRoutes.read),
        .staff(heads, .get, "/v1/reports/overdue", query: report + ["stage", "as_of"], use: ReportRoutes.overdue),
        .staff(heads, .get, "/v1/reports/overdue/totals", query: filters + ["stage", "as_of"], use: ReportRoutes.overdueTotals),
        .staff(heads, .get, "/v1/reports/overdue/stream", query: filters + ["stage"], use: StreamRoutes.overdue),
        .staff(heads, .get, "/v1/reports/due-soon", query: report + ["stage", "due_before"], use: ReportRoutes.dueSoon),
        .staff(heads, .get, "/v1/reports/orders", query: report + ["level"], use: ReportRoutes.orders),
        .staff(heads, .get, "/v1/reports/orders/totals", query: report, use: ReportRoutes.orderTotals),
        .staff(heads, .get, "/v1/reports/returns", query: report + ["state"], use: ReportRoutes.returns),
        .staff(heads, .get, "/v1/reports/returns/totals", query: report, use: ReportRoutes.returnTotals),
        .staff(heads, .get, "/v1/reports/extensions", query: report + ["request", "state"], use: ReportRoutes.extensions),
        .staff(heads, .get, "/v1/reports/extensions/totals", query: report, use: ReportRoutes.extensionTotals),
        .staff(heads, .get, "/v1/reports/repeats", query: report, use: ReportRoutes.repeats),
        .staff(heads, .get, "/v1/reports/repeats/totals", query: report, use: ReportRoutes.repeatTotals),
        .staff(heads, .get, "/v1/reports/ping-pong", query: report, use: ReportRoutes.pingPong),
        .staff(heads, .get, "/v1/reports/late-signing", query: report, use: ReportRoutes.lateSigning),
        .staff(
            heads.union([.administrator]), .get, "/v1/reports/due-moves", query: report + ["stage", "calendar_version"],
            use: ReportRoutes.dueMoves),

        .staff(
            [.supervisor, .departmentHead], .get, "/v1/reports/scorecards",
            query: ["from", "to", "by", "department"] + TableForm.query, use: ScorecardRoutes.report),
        .staff([.supervisor], .put, "/v1/reports/months/{month}/seal", use: ScorecardRoutes.seal),
        .staff([.supervisor], .get, "/v1/reports/months/{month}/corrections", query: ["by"], use: ScorecardRoutes.corrections),
        .staff([.departmentHead], .post, "/v1/scorecard-appeals", use: AppealRoutes.appeal),
        .staff(
            [.supervisor, .departmentHead], .get, "/v1/scorecard-appeals", query: ["open", "month", "limit", "cursor"],
            use: AppealRoutes.list),
        .staff([.supervisor], .put, "/v1/scorecard-appeals/{id}/decision", use: AppealRoutes.decide),
        .staff([.supervisor], .post, "/v1/callback-samples", use: SampleRoutes.draw),
        .staff([.supervisor], .get, "/v1/callback-samples", query: ["limit", "cursor"], use: SampleRoutes.list),
        .staff([.supervisor], .get, "/v1/callback-samples/{id}", use: SampleRoutes.read),
        .staff([.supervisor], .put, "/v1/callback-samples/{id}/cases/{number}", use: SampleRoutes.check),
    ]

    /// Who reads cases, each within their scope.
    private static let readers: Set<Role> = [.operator, .dispatcher, .handler, .departmentHead, .supervisor]
    private static let department: Set<Role> = [.handler, .departmentHead]
    /// Who reads what the responsibility map has learned. Departments do not: precedents name cases of others.
    private static let mapKeepers: Set<Role> = [.dispatcher, .supervisor, .administrator]
    /// Who is told things: everybody who does something.
    private static let told: Set<Role> = [.operator, .dispatcher, .handler, .departmentHead, .supervisor, .custodian, .administrator]
    private static let cards = ["department", "colour", "issued_from", "issued_before", "limit", "cursor"]
    private static let listing = ["limit", "cursor", "total"]
    private static let table = ["limit", "cursor"] + TableForm.query
    private static let heads: Set<Role> = [.supervisor, .departmentHead]
    private static let filters = ["department", "region", "category", "kind", "from", "to"]
    private static let report = filters + listing + TableForm.query
}
