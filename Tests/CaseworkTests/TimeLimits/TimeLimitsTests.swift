import Casework
import Testing
import WorkingTime

struct TimeLimitsTests {
    static func givenLimit(
        _ id: String, _ matter: String, _ stage: Stage, regime: String = "hotline", from: String = "2016-09-28", to: String? = nil
    ) -> TimeLimit {
        TimeLimit(
            id: id, regime: regime, matter: matter, stage: stage, startEvent: "dispatched", limit: oneDay, basis: "platform profile",
            status: "proposal", effectiveFrom: day(from), effectiveTo: to.map(day))
    }

    static let oneDay: Limit = {
        guard let limit = Limit(amount: 1, unit: .workingDay) else { preconditionFailure("one working day is a limit") }
        return limit
    }()

    static func limits() throws -> TimeLimits {
        try TimeLimits([
            givenLimit("SIGN", "any", .sign), givenLimit("CONSULT", "consultation", .handle), givenLimit("COMPLAINT", "complaint", .handle),
            givenLimit("COMPLEX", "complex (approved)", .handle), givenLimit("CONTACT", "any", .firstContact),
            givenLimit("URGENT", "urgent", .firstContact),
            givenLimit("FOI-2008", "any", .handle, regime: "disclosure request", from: "2008-05-01", to: "2019-05-14"),
            givenLimit("FOI-2019", "any", .handle, regime: "disclosure request", from: "2019-05-15"),
            givenLimit("SR", "complaint or report", .handle, regime: "social assistance"),
            givenLimit("SM", "consumer complaint", .handle, regime: "market regulation"),
        ])
    }

    @Test(
        arguments: [
            (Stage.sign, Kind.complaint, false, false, "SIGN"),
            (.sign, .report, true, true, "SIGN"),
            (.handle, .complaint, false, false, "COMPLAINT"),
            (.handle, .consultation, false, true, "CONSULT"),
            (.handle, .complaint, true, false, "COMPLEX"),
            (.handle, .report, true, false, "COMPLEX"),
            (.handle, .report, false, false, nil),
            (.firstContact, .complaint, false, false, "CONTACT"),
            (.firstContact, .complaint, true, true, "URGENT"),
            (.callback, .complaint, false, false, nil),
        ] as [(Stage, Kind, Bool, Bool, String?)])
    func `the rule closest to the case applies`(stage: Stage, kind: Kind, complex: Bool, urgent: Bool, id: String?) throws {
        #expect(try Self.limits().rule(for: stage, kind: kind, complex: complex, urgent: urgent, on: day("2020-01-01"))?.id == id)
    }

    @Test(arguments: [
        ("2008-04-30", nil), ("2008-05-01", "FOI-2008"), ("2019-05-14", "FOI-2008"), ("2019-05-15", "FOI-2019"), ("2030-01-01", "FOI-2019"),
    ])
    func `the rule in force on the day of receipt applies`(date: String, id: String?) throws {
        let rule = try Self.limits().rule(for: .handle, kind: .consultation, regime: "disclosure request", on: day(date))
        #expect(rule?.id == id)
    }

    @Test func `among equals the later one applies`() throws {
        for ids in [["A", "B"], ["B", "A"]] {
            let limits = try TimeLimits([
                Self.givenLimit(ids[0], "any", .sign, from: "2016-01-01"), Self.givenLimit(ids[1], "any", .sign, from: "2020-01-01"),
            ])
            #expect(limits.rule(for: .sign, kind: .report, on: day("2019-12-31"))?.id == ids[0])
            #expect(limits.rule(for: .sign, kind: .report, on: day("2020-01-01"))?.id == ids[1])
        }
    }

    @Test func `a closer rule beats a later one`() throws {
        for (kind, any) in [("A", "B"), ("B", "A")] {
            let limits = try TimeLimits([
                Self.givenLimit(kind, "report", .handle, from: "2016-01-01"), Self.givenLimit(any, "any", .handle, from: "2020-01-01"),
            ])
            #expect(limits.rule(for: .handle, kind: .report, on: day("2021-01-01"))?.id == kind)
            #expect(limits.rule(for: .handle, kind: .complaint, on: day("2021-01-01"))?.id == any)
        }
    }

    @Test(
        arguments: [
            ("social assistance", Kind.complaint, "SR"), ("social assistance", .report, "SR"), ("social assistance", .suggestion, nil),
            ("market regulation", .complaint, nil), ("nowhere", .complaint, nil),
        ] as [(String, Kind, String?)])
    func `a statute may name two kinds, and other words bind nobody`(regime: String, kind: Kind, id: String?) throws {
        #expect(try Self.limits().rule(for: .handle, kind: kind, regime: regime, on: day("2020-01-01"))?.id == id)
    }

    @Test func `rows that contradict themselves make no list`() {
        #expect(throws: TimeLimitsError.duplicate("A")) {
            try TimeLimits([Self.givenLimit("A", "any", .sign), Self.givenLimit("A", "any", .handle)])
        }
        #expect(throws: TimeLimitsError.endsBeforeItStarts("A")) {
            try TimeLimits([Self.givenLimit("A", "any", .sign, from: "2020-01-02", to: "2020-01-01")])
        }
    }

    @Test(arguments: [
        "dispatch", "sign", "return", "return_ruling", "first_contact", "handle", "feedback", "callback", "rework", "accept", "review",
        "second_review", "correction_notice", "third_party", "co_producer", "notify", "respond", "reply", "support",
    ])
    func `each stage of the list has a name`(stage: String) {
        #expect(Stage(rawValue: stage) != nil)
        #expect(Stage.allCases.count == 19)
    }

    @Test func `rows are found by id and by the day`() throws {
        let limits = try Self.limits()
        #expect(limits[id: "SIGN"]?.stage == .sign)
        #expect(limits[id: "NONE"] == nil)
        #expect(limits.inForce(on: day("2010-01-01")).map(\.id) == ["FOI-2008"])
        #expect(limits.all.count == 10)
    }
}
