import Casework
import ServiceDesk
import Testing
import WorkingTime

/// A case under the lists of Lishui, followed from command to command without a database.
struct StatuteStory {
    static let lishui = Result { try ListImport(directory: repository + "/ops/lishui").read().jurisdiction(on: Day("2026-03-02")!) }

    private(set) var file: Case
    private(set) var events: [CaseEvent] = []
    let jurisdiction: Jurisdiction

    /// Received at 09:00 of a day in the city's Liandu district.
    static func begin(
        _ kind: Kind, category: String?, on day: String, named: Bool = false, under given: Jurisdiction? = nil
    ) throws -> StatuteStory {
        let jurisdiction = try given ?? lishui.get()
        let now = try at(day, "09:00")
        let filing = Filing(
            kind: kind, title: "诉求", body: "诉求", category: category.map { CategoryCode($0) }, region: RegionCode("331102"),
            requester: named ? Requester(name: "王") : nil,
            receivedAt: now)
        let decision = try Case.open(
            filing, id: CaseID(rawValue: 1), number: CaseNumber(day: now.day, serial: 1),
            routing: jurisdiction.map.resolve(filing.question(on: now.day)), at: now, under: jurisdiction)
        return StatuteStory(file: decision.next, jurisdiction: jurisdiction)
    }

    /// A matter that a dispatcher puts under a statute ten minutes after it came in.
    static func begin(_ kind: Kind, under regime: Regime, on day: String, named: Bool = false) throws -> StatuteStory {
        var story = try begin(kind, category: "030701", on: day, named: named)
        try story.tell(.classify(Classification(regime: regime)), by: .dispatcher, day, "09:10")
        return story
    }

    static func at(_ day: String, _ time: String) throws -> Instant {
        try #require(Instant(rfc3339: "\(day)T\(time)\(time.count == 5 ? ":00" : "")+08:00"))
    }

    func staff(_ role: Role) -> Staff {
        let isOfDepartment = role == .handler || role == .departmentHead
        return Staff(
            id: AccountID(rawValue: (Role.allCases.firstIndex(of: role) ?? 0) + 1), name: role.rawValue, roles: [role],
            department: isOfDepartment ? file.lead : nil)
    }

    mutating func tell(_ command: CaseCommand, by role: Role = .handler, _ day: String, _ time: String = "10:00") throws {
        follow(try file.decide(command, by: staff(role), at: Self.at(day, time), under: jurisdiction))
    }

    mutating func ask(_ command: RequesterCommand, _ day: String) throws {
        follow(try file.decide(command, heldByOthers: false, at: Self.at(day, "10:00"), under: jurisdiction))
    }

    mutating func turn(_ command: SystemCommand, _ day: String, _ time: String = "00:00:03") throws {
        follow(try file.decide(command, heldByOthers: false, marked: [], at: Self.at(day, time), under: jurisdiction))
    }

    private mutating func follow(_ decision: Decision) {
        file = decision.next
        events = decision.events
    }

    func refusal(of command: CaseCommand, by role: Role = .handler, _ day: String, _ time: String = "10:00") throws -> Refusal? {
        let now = try Self.at(day, time)
        do throws(Refusal) {
            _ = try file.decide(command, by: staff(role), at: now, under: jurisdiction)
            return nil
        } catch {
            return error
        }
    }

    mutating func grant(_ wish: TimeWish, _ day: String) throws {
        try tell(.requestTime(wish), by: .departmentHead, day, "10:00")
        try tell(.decideTime(TimeDecision(kind: wish.kind, granted: true, text: "同意")), by: .supervisor, day, "10:30")
    }

    func clock(_ stage: Stage) throws -> Clock { try #require(file.clocks.last { $0.stage == stage }) }

    /// The open clocks as `handle LB-HANDLE 2026-03-04>2026-06-01`.
    var open: [String] {
        file.clocks.filter(\.isOpen).map { "\($0.stage.rawValue) \($0.rule) \($0.startedAt.day)>\($0.dueAt.day)" }
    }

    /// Those of the statute and of the matter.
    var own: [String] { open.filter { line in !["sign", "return", "first_contact", "support"].contains { line.hasPrefix($0 + " ") } } }
}
