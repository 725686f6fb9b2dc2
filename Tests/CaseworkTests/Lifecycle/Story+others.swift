import Casework
import WorkingTime

/// What requesters and the line itself do in a story, and what a department asks for and gets.
extension Story {
    mutating func run(_ command: SystemCommand, _ now: Instant) throws {
        follow(try file.decide(command, at: now, under: jurisdiction))
    }

    func refusal(of command: SystemCommand, _ now: Instant) -> Refusal? {
        refusal { () throws(Refusal) in _ = try file.decide(command, at: now, under: jurisdiction) }
    }

    mutating func hear(_ command: RequesterCommand, heldByOthers: Bool = false, _ now: Instant) throws {
        follow(try file.decide(command, heldByOthers: heldByOthers, at: now, under: jurisdiction))
    }

    func refusal(of command: RequesterCommand, _ now: Instant) -> Refusal? {
        refusal { () throws(Refusal) in _ = try file.decide(command, heldByOthers: false, at: now, under: jurisdiction) }
    }

    private func refusal(_ decide: () throws(Refusal) -> Void) -> Refusal? {
        do throws(Refusal) {
            try decide()
            return nil
        } catch {
            return error
        }
    }

    /// Asked by the lead's head, granted by whoever decides such requests.
    mutating func grant(_ wish: TimeWish, asked: Instant, decided: Instant? = nil) throws {
        try tell(.requestTime(wish), by: .headOfLead, asked)
        let decider = wish.kind == .complexity ? Actor.dispatcher : .supervisor
        try tell(.decideTime(TimeDecision(kind: wish.kind, granted: true, text: "同意")), by: decider, decided ?? asked)
    }

    /// The lead's people have reached the requester and the supporting department has answered: only the matter itself runs.
    mutating func settleTheRest(_ now: Instant) throws {
        try tell(.recordContact(Contact(means: .phone, reached: true, text: "")), by: .handlerOfLead, now)
        try tell(.answerSupport("已协助"), by: .handlerOfSupporting, now)
    }
}

extension Case {
    /// As the line does where nobody else has joined the case and nothing is marked as overdue.
    func decide(_ command: SystemCommand, at now: Instant, under jurisdiction: Jurisdiction) throws(Refusal) -> Decision {
        try decide(command, heldByOthers: false, marked: [], at: now, under: jurisdiction)
    }
}

extension TimeWish {
    static func extending(until day: Day) -> TimeWish { TimeWish(kind: .extension, reason: "情况复杂", until: day) }
    static func resting(until day: Day, for ground: SuspensionGround = .requester) -> TimeWish {
        TimeWish(kind: .suspension, reason: "等待材料", until: day, ground: ground)
    }
    static func parking(until day: Day) -> TimeWish { TimeWish(kind: .parking, reason: "历史遗留", until: day, measures: "逐步整治") }
    static let complex = TimeWish(kind: .complexity, reason: "案情疑难")
}
