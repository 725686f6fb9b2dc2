import Casework
import Database
import Testing
import WorkingTime

@testable import ServiceDesk

/// Changes as the history keeps them.
struct CaseChangesTests {
    static let now = Instant(microseconds: 1_790_000_000_123_456)
    static let day = now.day
    private static let police = DepartmentCode(rawValue: "police")
    private static let gov = DepartmentCode(rawValue: "gov")
    private static let watch = DepartmentCode(rawValue: "watch")

    private static func clock(_ ordinal: Int, full: Bool) -> Clock {
        let halts = [
            Clock.Halt(from: now, to: now.adding(seconds: 60), ground: "requester"), Clock.Halt(from: now, to: nil, ground: "hearing"),
        ]
        return Clock(
            ordinal: ordinal, stage: .handle, rule: "HL-HELP", department: full ? Self.police : nil, startedAt: now,
            dueAt: now.adding(seconds: 3600), originalDueAt: full ? now : nil, provisional: full, calendarVersion: 7, countsLate: !full,
            order: full ? SupervisionOrderID(rawValue: 8) : nil, extendedBy: full ? Limit(amount: 3, unit: .workingDay) : nil,
            halts: full ? halts : [], continues: full ? 1 : nil, endedAt: full ? now : nil, ending: full ? .silence : nil)
    }

    private static func support(full: Bool) -> Support {
        Support(
            department: full ? Self.police : Self.gov, since: now, demand: full ? "请协助" : nil, answer: full ? "已协助" : nil,
            answeredBy: full ? AccountID(rawValue: 4) : nil, answeredAt: full ? now : nil)
    }

    private static func returning(full: Bool) -> ReturnRequest {
        ReturnRequest(
            department: Self.police, requestedBy: AccountID(rawValue: 4), requestedAt: now, reason: "不属\n\"本\"单位", legalBasis: "三定",
            proposed: Self.gov, ruledBy: full ? AccountID(rawValue: 5) : nil, ruledAt: full ? now : nil, upheld: full ? false : nil,
            ruling: full ? "驳回" : nil, designated: full ? Self.watch : nil, lapsedAt: full ? now : nil)
    }

    private static func request(full: Bool) -> TimeRequest {
        TimeRequest(
            ordinal: full ? 2 : 1, kind: full ? .suspension : .complexity, department: Self.police, requestedBy: AccountID(rawValue: 4),
            requestedAt: now, reason: "疑难", ground: full ? .hearing : nil, measures: full ? "整治" : nil, until: full ? day : nil,
            decidedBy: full ? AccountID(rawValue: 5) : nil, decidedAt: full ? now : nil, granted: full ? true : nil,
            decision: full ? "同意" : nil, endedAt: full ? now : nil)
    }

    static let assignments: [CaseChanges.Assignment] = [
        .opened(CaseNumber(day: day, serial: 7), .report, receivedAt: now), .kind(.complaint), .category(CategoryCode(rawValue: "0101")),
        .category(nil),
        .region(RegionCode(rawValue: "3301")), .region(nil), .against(.department(Self.police)), .against(.name("张某")), .against(nil),
        .accused([Self.gov, Self.police]),
        .accused([]), .filedAsReport(true), .urgent(true), .complex(false), .regime(Regime(name: "petition", matter: "any")), .regime(nil),
        .changedAt(now), .state(.answeredDirectly), .lead(Self.police), .lead(nil), .signed(true), .dispatches(3),
        .handler(AccountID(rawValue: 9)), .handler(nil), .urges(2), .urgedAt(now), .urgedAt(nil),
        .suspension(Suspension(ground: .thirdParty, since: now, until: day)), .suspension(nil), .parkedUntil(day), .parkedUntil(nil),
        .reworks(1), .reopenings(2), .parent(CaseID(rawValue: 3)), .parent(nil), .rejection(Rejection(ground: .unlawful, route: "法院")),
        .rejection(nil), .outcome(.interim), .outcome(nil), .endedAt(now), .endedAt(nil), .version(12), .support(support(full: false)),
        .support(support(full: true)), .supportGone(Self.gov), .clockStarted(clock(1, full: false)), .clockStarted(clock(2, full: true)),
        .clockEnded(3, .met, at: now), .clockMoved(4, clock(4, full: true).due), .clockMoved(4, clock(4, full: false).due),
        .clockHalted(5, clock(5, full: true).halts), .clockHalted(5, []), .returnRequest(returning(full: false)),
        .returnRequest(returning(full: true)), .timeRequest(request(full: false)), .timeRequest(request(full: true)),
        .callback(Callback(at: now, account: nil, opinion: Opinion(contacted: false))),
        .callback(
            Callback(
                at: now, account: AccountID(rawValue: 4),
                opinion: Opinion(contacted: true, solved: false, service: .satisfied, result: .veryDissatisfied, text: "不满意"))),
    ]

    @Test(arguments: assignments) func `each assignment is read as it was written`(assignment: CaseChanges.Assignment) throws {
        let changes = CaseChanges([assignment])
        #expect(try CaseChanges(json: try #require(changes.json).text) == changes)
    }

    @Test func `nothing is kept of nothing`() {
        #expect(CaseChanges([]).json == nil)
    }

    @Test func `what stands first is done first, in whatever order the database keeps members`() throws {
        let opened = Self.assignments[0]
        let json =
            #"{"state":"handling","opened":{"at":1790000000123456,"kind":"report","number":"\#(CaseNumber(day: Self.day, serial: 7))"}}"#
        #expect(try CaseChanges(json: json).assignments == [opened, .state(.handling)])
    }

    @Test(arguments: [
        "[]", "{", #"{"state":"nowhere"}"#, #"{"unknown":1}"#, #"{"urges":"two"}"#, #"{"opened":{"number":"1","kind":"report","at":0}}"#,
        #"{"clocks_ended":[{"clock":1,"as":"met"}]}"#,
    ])
    func `what no history holds is refused`(json: String) {
        #expect(throws: (any Error).self) { try CaseChanges(json: json) }
    }
}
