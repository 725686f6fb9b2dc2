import Casework
import WorkingTime

extension Given {
    /// The platform's own rows of the time-limit list and the rows of supervision orders.
    static let timeLimitRows: [(id: String, matter: String, stage: Stage, amount: Int, unit: LimitUnit)] = [
        ("HL-DISPATCH", "any", .dispatch, 2, .workingHour),
        ("HL-SIGN", "any", .sign, 1, .workingDay),
        ("HL-RETURN", "any", .return, 1, .workingDay),
        ("HL-RULING", "any", .returnRuling, 1, .workingDay),
        ("HL-CONTACT", "any", .firstContact, 1, .workingDay),
        ("HL-CONSULT", "consultation", .handle, 2, .workingDay),
        ("HL-HELP", "help_request", .handle, 5, .workingDay),
        ("HL-SUGGEST", "suggestion", .handle, 5, .workingDay),
        ("HL-COMPLAINT", "complaint", .handle, 5, .workingDay),
        ("HL-REPORT", "report", .handle, 5, .workingDay),
        ("HL-COMMEND", "commendation", .handle, 5, .workingDay),
        ("HL-COMPLEX", "complex (approved)", .handle, 15, .workingDay),
        ("HL-FEEDBACK", "any", .feedback, 2, .workingDay),
        ("HL-CALLBACK", "any", .callback, 3, .workingDay),
        ("HL-REWORK", "any", .rework, 3, .workingDay),
        ("HL-SUPPORT", "any", .support, 3, .workingDay),
        ("HL-URGENT", "urgent", .firstContact, 2, .clockHour),
        ("SO-ORDER", "supervision order", .reply, 3, .workingDay),
        ("SO-KEY", "key supervision order", .reply, 2, .workingDay),
        ("SO-LISTED", "listed supervision order", .reply, 1, .workingDay),
        ("SO-INTERVIEW", "interview", .reply, 1, .workingDay),
    ]

    static let tenDays = Limit(amount: 10, unit: .workingDay).map { TimeLimit.Extension(limit: $0, times: 1, approver: "hotline") }

    static let rulesBegin = "2016-09-28"

    /// - Parameter rows: the rows in force from `rulesBegin` on.
    static func timeLimits(_ rows: [(id: String, matter: String, stage: Stage, amount: Int, unit: LimitUnit)] = timeLimitRows)
        -> [TimeLimit]
    {
        rows.compactMap { row in
            guard let limit = Limit(amount: row.amount, unit: row.unit) else { return nil }
            return TimeLimit(
                id: row.id, regime: row.id.hasPrefix("SO-") ? "supervision" : "hotline", matter: row.matter, stage: row.stage,
                startEvent: "", limit: limit, extension: row.stage == .handle && row.matter != "commendation" ? tenDays : nil,
                pause: row.stage == .handle ? "suspension keeps the remainder" : nil,
                onSilence: row.stage == .return ? "right lost" : "overdue", basis: "platform profile",
                status: "proposal", effectiveFrom: day(rulesBegin))
        }
    }

    /// Street trading goes to the urban-management authority of the first county with the police beside it, gambling to the city's police.
    static let lifecycleEntries = [
        entry(1, "010101", to: "code:urban-1", supporting: ["code:police"]), entry(2, "020101", to: "code:police"),
    ]

    /// - Parameter published: the last year whose holiday notice is known.
    static func calendar(version: Int = 4, published: Int = 2026, exceptions: [CalendarException] = []) throws -> WorkCalendar {
        let noon = 12 * 60
        return try WorkCalendar(
            version: version, exceptions: exceptions, publishedYears: Set(2010...published), statutoryHolidays: [],
            officeHours: [
                OfficeHours(validFrom: day("2000-01-01"), validTo: nil, opens: 8 * 60 + 30, closes: noon),
                OfficeHours(validFrom: day("2000-01-01"), validTo: nil, opens: 14 * 60, closes: 17 * 60 + 30),
            ])
    }

    static func jurisdiction(
        limits: [TimeLimit] = timeLimits(), maximumDispatches: Int? = 3, calendar: WorkCalendar? = nil
    ) throws -> Jurisdiction {
        let calendar = try calendar ?? Self.calendar()
        let numbers: [(Setting, Int?)] = [
            (.maximumDispatches, maximumDispatches), (.reopenWindow, 30), (.requesterReopenings, 1), (.automaticReworks, 1),
            (.longestSuspension, 60), (.longestParking, 180), (.shortestCorrection, 5),
        ]
        let settings = Settings(
            numbers.compactMap { setting, number in
                number.flatMap { Settings.Entry(setting, value: Double($0), unit: .calendarDay, validFrom: day(rulesBegin), validTo: nil) }
            })
        return Jurisdiction(
            map: try map(lifecycleEntries), limits: try TimeLimits(limits), calendar: calendar, settings: settings, version: 9)
    }

    /// Built once: a calendar of a century takes a while without optimisation.
    static let usual = Result { try jurisdiction() }
}

/// An instant of March 2026, which begins with a Sunday and has no holiday: `at("03-02 09:00")`.
func at(_ text: String) -> Instant {
    Instant(rfc3339: "2026-" + text.replacing(" ", with: "T") + ":00+08:00") ?? Instant(microseconds: .min)
}

extension Instant {
    /// One microsecond later, the least that this clock can tell.
    var justAfter: Instant { adding(microseconds: 1) }
    var justBefore: Instant { adding(microseconds: -1) }
}
