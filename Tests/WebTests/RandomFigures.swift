import Casework
import Database
import SeededRandom
import WorkingTime

/// Cases as chance makes them, with all that scorecards are counted from: valid rows, written straight into the tables.
struct RandomFigures {
    struct File {
        var id: Int
        var number: String
        var kind: String
        var category: String?
        var region: String?
        var accused: String?
        var state: String
        var department: String?
        var outcome: String?
        var reworks: Int
        var parent: Int?
        var receivedAt: Instant
        var endedAt: Instant?
        /// Before it was taken up again.
        var layClosed: (from: Instant, to: Instant)?
    }

    struct Clock {
        var caseID: Int
        var ordinal: Int
        var stage: String
        var department: String?
        var startedAt: Instant
        var dueAt: Instant
        var countsLate = true
        var order: Int?
        var endedAt: Instant?
        var endedHow: String?
        var pausedAt: Instant?
        /// Two at most.
        var pauses: [(from: Instant, to: Instant)] = []
        var extended = false
        /// The ordinal of the clock whose count it goes on with.
        var continues: Int?
    }

    struct Return {
        var caseID: Int
        var department: String
        var requestedAt: Instant
        var ruledAt: Instant?
        var upheld: Bool?
    }

    struct Callback {
        var caseID: Int
        var ordinal: Int
        var at: Instant
        var contacted: Bool
        var solved: Bool?
        var service: String?
        var result: String?
    }

    struct Appeal {
        var caseID: Int
        var department: String
        var month: Month
        var indicator: String?
        var granted: Bool?
    }

    struct Check {
        var caseID: Int
        var place: Int
        var department: String?
        var outcome: String?
        var checkedAt: Instant?
        var contacted: Bool?
        var solved: Bool?
    }

    let now: Instant
    private(set) var files: [File] = []
    private(set) var clocks: [Clock] = []
    private(set) var returns: [Return] = []
    private(set) var callbacks: [Callback] = []
    private(set) var appeals: [Appeal] = []
    private(set) var checks: [Check] = []
    /// Cases that an order concerns.
    private(set) var supervised: [Int] = []

    private static let departments = [
        "331102-urban-management", "331102-construction", "331102-gov", "331121-market-regulation", "331121-gov", "331100-police",
        "331100-gov", "331102-market-regulation", "331100-supervision", "331100-discipline",
    ]
    private static let ratings = ["very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied"]
    private let categories: [String]
    private let regions: [String]
    private var random: SeededGenerator

    init(_ count: Int, seed: UInt64, from: Instant, now: Instant, map: ResponsibilityMap) {
        self.now = now
        // Some of all levels: with all of them nearly every case would be a group of its own.
        categories = stride(from: 0, to: map.categories.count, by: 50).map { map.categories[$0].code.rawValue }
        regions = stride(from: 0, to: map.regions.count, by: 25).map { map.regions[$0].code.rawValue }
        random = SeededGenerator(seed: seed)
        for number in 0..<count { addFile(800_000_000 + number, from: from) }
        addAppeals()
        addChecks()
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: values.indices, using: &random)] }

    /// Whole tens of minutes, so that many instants fall together; never after now.
    private mutating func later(than instant: Instant, hours: Int) -> Instant {
        min(instant.adding(seconds: Int64(Int.random(in: 0...(hours * 6), using: &random) * 600)), now)
    }

    private mutating func addFile(_ id: Int, from: Instant) {
        let received = later(than: from, hours: Int(now.seconds(since: from) / 3600))
        let kind = pick(["consultation", "help_request", "complaint", "complaint", "report", "suggestion"])
        var file = File(
            id: id, number: CaseNumber(day: received.day, serial: id).description, kind: kind,
            category: chance(90) ? pick(categories) : nil,
            region: chance(90) ? pick(regions) : nil, accused: kind == "report" && chance(40) ? pick(Self.departments) : nil,
            state: "received",
            department: nil, outcome: nil, reworks: chance(12) ? 1 : 0, parent: nil, receivedAt: received, endedAt: nil)
        var own = [Clock]()
        own.append(ended(Clock(caseID: id, ordinal: 0, stage: "dispatch", startedAt: received, dueAt: received.adding(seconds: 7200))))
        if chance(12) { own.append(limit("accept", of: id, at: received, by: pick(Self.departments), days: 7)) }
        if chance(88) { file.department = addDispatches(id, at: later(than: received, hours: 6), &own) }
        end(&file)
        for index in own.indices { own[index].ordinal = index + 1 }
        clocks += own
        files.append(file)
        addCallbacks(of: file)
        if chance(8) { supervised.append(id) }
    }

    /// One to three departments after each other.
    /// - Returns: the last.
    private mutating func addDispatches(_ id: Int, at first: Instant, _ own: inout [Clock]) -> String {
        var at = first
        var departments = [pick(Self.departments)]
        while chance(20), departments.count < 3,
            let next = Self.departments.filter({ !departments.contains($0) }).randomElement(using: &random)
        {
            departments.append(next)
        }
        var before: Int?
        for (index, department) in departments.enumerated() {
            own.append(limit("sign", of: id, at: at, by: department, days: 1))
            own.append(
                ended(
                    Clock(
                        caseID: id, ordinal: 0, stage: "return", department: department, startedAt: at, dueAt: day(at, 1), countsLate: false
                    )))
            if chance(30) { own.append(limit("first_contact", of: id, at: at, by: department, days: 1)) }
            if chance(10) { own.append(limit("support", of: id, at: at, by: pick(Self.departments), days: 2)) }
            var handle = limit("handle", of: id, at: at, by: department, days: pick([2, 5, 5, 15]))
            if chance(20) { pause(&handle) }
            // Mostly the count of the department before goes on.
            if let before, chance(60) {
                let old = own[before]
                handle = ended(
                    Clock(caseID: id, ordinal: 0, stage: "handle", department: department, startedAt: old.startedAt, dueAt: old.dueAt))
                handle.continues = before + 1
            }
            handle.extended = chance(15)
            if index + 1 < departments.count {
                let next = later(than: at, hours: 200)
                handle.endedAt = next
                handle.endedHow = "replaced"
                handle.pausedAt = nil
                let ruled = chance(95)
                returns.append(
                    Return(
                        caseID: id, department: department, requestedAt: later(than: at, hours: 12), ruledAt: ruled ? next : nil,
                        upheld: ruled ? chance(85) : nil))
                at = next
            }
            before = own.count
            own.append(handle)
        }
        let last = departments[departments.count - 1]
        // Reopened, or reworked: limits of their own.
        if chance(5) { own.append(limit("handle", of: id, at: later(than: at, hours: 400), by: last, days: 5)) }
        if chance(10) {
            var rework = limit("rework", of: id, at: later(than: at, hours: 300), by: last, days: 3)
            if chance(30) { pause(&rework) }
            own.append(rework)
        }
        if chance(5) {
            var reply = limit("reply", of: id, at: at, by: last, days: 1)
            reply.order = 1
            own.append(reply)
        }
        return last
    }

    private func day(_ start: Instant, _ days: Int) -> Instant { start.day.advanced(by: days).end }

    private mutating func limit(_ stage: String, of id: Int, at: Instant, by department: String, days: Int) -> Clock {
        ended(Clock(caseID: id, ordinal: 0, stage: stage, department: department, startedAt: at, dueAt: day(at, days)))
    }

    private mutating func ended(_ clock: Clock) -> Clock {
        var clock = clock
        let hours = Int(clock.dueAt.seconds(since: clock.startedAt) / 3600)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<55: clock.endedAt = min(later(than: clock.startedAt, hours: hours), clock.dueAt)
        case 55..<60: clock.endedAt = min(clock.dueAt, now)
        case 60..<85: clock.endedAt = later(than: clock.startedAt, hours: hours * 3)
        case 85..<88: clock.pausedAt = later(than: clock.startedAt, hours: hours)
        default: break
        }
        if clock.endedAt != nil { clock.endedHow = chance(88) ? "met" : pick(["cancelled", "cancelled", "silence"]) }
        return clock
    }

    private mutating func pause(_ clock: inout Clock) {
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            let from = later(than: clock.pauses.last?.to ?? clock.startedAt, hours: 60)
            clock.pauses.append((from, later(than: from, hours: 90)))
        }
    }

    private mutating func end(_ file: inout File) {
        guard file.department != nil, chance(60) else {
            file.state = file.department == nil ? "received" : pick(["dispatched", "handling", "replied", "callback"])
            if chance(5), let parent = files.last?.id {
                file.state = "merged"
                file.parent = parent
                file.endedAt = later(than: file.receivedAt, hours: 48)
            }
            return
        }
        file.state = chance(90) ? "closed" : "withdrawn"
        file.outcome = pick(["solved", "solved", "explained", "interim"])
        let ended = later(than: file.receivedAt.adding(seconds: 7 * 3600), hours: 500)
        file.endedAt = ended
        if chance(8) {
            let closed = later(than: file.receivedAt, hours: 200)
            file.layClosed = (closed, max(closed, min(later(than: closed, hours: 300), ended)))
        }
    }

    private mutating func addCallbacks(of file: File) {
        guard chance(60) else { return }
        var at = file.receivedAt
        for ordinal in 1...Int.random(in: 1...3, using: &random) {
            at = later(than: at, hours: 600)
            let contacted = chance(80)
            callbacks.append(
                Callback(
                    caseID: file.id, ordinal: ordinal, at: at, contacted: contacted, solved: contacted ? chance(70) : nil,
                    service: contacted && chance(70) ? pick(Self.ratings) : nil, result: contacted && chance(70) ? pick(Self.ratings) : nil)
            )
        }
    }

    private mutating func addAppeals() {
        let indicators: [String?] = Indicator.allCases.filter(\.countsCases).map(\.rawValue) + [nil, nil, nil, nil, nil, nil]
        var taken: Set<String> = []
        for _ in 0..<(files.count / 10) {
            let clock = pick(clocks)
            guard let department = clock.department else { continue }
            let month = Month(containing: clock.dueAt.day)
            let indicator = pick(indicators)
            guard taken.insert("\(clock.caseID) \(department) \(month) \(indicator ?? "")").inserted else { continue }
            appeals.append(
                Appeal(
                    caseID: clock.caseID, department: department, month: month, indicator: indicator,
                    granted: pick([true, true, false, nil])))
        }
    }

    private mutating func addChecks() {
        for file in files where file.state == "closed" && chance(15) {
            let contacted: Bool? = pick([true, true, true, false, nil])
            checks.append(
                Check(
                    caseID: file.id, place: checks.count + 1, department: file.department, outcome: file.outcome,
                    checkedAt: contacted == nil ? nil : later(than: file.receivedAt, hours: 1000), contacted: contacted,
                    solved: contacted == true ? chance(75) : nil))
        }
    }
}
