import Casework
import WorkingTime

extension Given {
    /// Rows of statutes as the list has them: with clocks of their own for acceptance, for corrections and for the opinions of
    /// others, from receipt and from acceptance, and with meanings of silence.
    static let statuteRows:
        [(
            id: String, regime: String, matter: String, stage: Stage, start: String, amount: Int, unit: LimitUnit,
            grant: Int?, pause: String?, silence: String
        )] = [
            ("XF-ACCEPT", "petition", "petition filed with an agency", .accept, "received", 15, .calendarDay, nil, nil, "overdue"),
            ("XF-HANDLE", "petition", "申诉求决", .handle, "accepted", 60, .calendarDay, 30, nil, "overdue"),
            (
                "FOI-2019", "disclosure request", "any", .handle, "received", 20, .workingDay, 20,
                "time for third parties and other organs not counted", "overdue"
            ),
            (
                "FOI-CORRECT", "disclosure request", "unclear request", .correctionNotice, "received", 7, .workingDay, nil,
                nil, "deemed abandoned"
            ),
            (
                "FOI-THIRD", "disclosure request", "third party", .thirdParty, "third_party_received", 15, .workingDay, nil, nil,
                "decides itself"
            ),
            (
                "FOI-COPRODUCER", "disclosure request", "co-producer", .coProducer, "co_producer_received", 15, .workingDay, nil,
                nil, "deemed consent"
            ),
            ("SM-ACCEPT", "market regulation", "consumer complaint", .accept, "received", 7, .workingDay, nil, nil, "overdue"),
            (
                "SM-MEDIATE", "market regulation", "consumer complaint", .handle, "accepted", 10, .workingDay, nil,
                "inspection and appraisal time not counted", "mediation ends"
            ),
            (
                "LB-HANDLE", "labour inspection", "complaint", .handle, "case_filed", 60, .workingDay, 30,
                "suspension resumes the remainder", "overdue"
            ),
            ("MT-HANDLE", "metrology", "report", .handle, "received", 10, .workingDay, nil, "verification time not counted", "overdue"),
            ("GS-HANDLE", "gas supply", "complaint", .handle, "received", 6, .calendarDay, nil, nil, "request granted"),
        ]

    static func statutes() -> [TimeLimit] {
        statuteRows.compactMap { row in
            guard let limit = Limit(amount: row.amount, unit: row.unit) else { return nil }
            let grant = row.grant.flatMap { Limit(amount: $0, unit: row.unit) }
            return TimeLimit(
                id: row.id, regime: row.regime, matter: row.matter, stage: row.stage, startEvent: row.start, limit: limit,
                extension: grant.map { TimeLimit.Extension(limit: $0, times: 1, approver: "head") }, pause: row.pause,
                onSilence: row.silence, basis: "",
                status: "read", effectiveFrom: day(rulesBegin))
        }
    }

    static let regimes = Set(statuteRows.map(\.regime)).sorted().map { Regime(name: $0, matter: "any") }

    /// The lists with statutes, the holiday notice of 2026 not yet published.
    static let unannounced = Result { try jurisdiction(limits: timeLimits() + statutes(), calendar: calendar(published: 2025)) }

    /// The same with the notice: holidays, and work on a Saturday in exchange.
    static let announced = Result {
        let off = ["2026-03-26", "2026-03-27", "2026-04-06", "2026-05-01"]
        let worked = ["2026-03-28", "2026-05-09"]
        let exceptions =
            off.map { CalendarException(day: day($0), status: .off, name: "假日") }
            + worked.map { CalendarException(day: day($0), status: .work, name: "假日") }
        return try jurisdiction(
            limits: timeLimits() + statutes(), calendar: calendar(version: 5, published: 2026, exceptions: exceptions))
    }
}
