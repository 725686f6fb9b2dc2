import Casework
import Testing
import WorkingTime

struct SupervisionOrderTests {
    static func order(in state: SupervisionOrder.State = .issued, dueAt: Instant = day("2026-03-05").end) -> SupervisionOrder {
        let replied = [.replied, .accepted, .rejected].contains(state)
        let decided = [.accepted, .rejected, .unmet, .lapsed].contains(state)
        return SupervisionOrder(
            id: SupervisionOrderID(rawValue: 8), department: "urban-1", level: .order, issuedAt: at("03-02 10:00"), dueAt: dueAt,
            changedAt: at("03-02 10:00"), state: state, acknowledgedAt: state == .issued ? nil : at("03-02 10:00"),
            reply: replied ? "已办" : nil, repliedAt: replied ? at("03-02 10:00") : nil, decision: decided ? "" : nil,
            decidedAt: decided ? at("03-02 10:00") : nil, version: 1)
    }

    static func command(_ action: OrderAction) -> OrderCommand {
        switch action {
        case .acknowledge: .acknowledge
        case .reply: .reply("已办")
        case .accept: .accept("属实")
        case .reject: .reject("不实")
        }
    }

    @Test func `the table has a row for each action and a column for each state`() {
        let table = Permissions(orderPermissionTable)
        #expect(table.problems.isEmpty)
        #expect(table.states == SupervisionOrder.State.allCases.map(\.rawValue))
        #expect(Set(table.rows.keys) == Set(OrderAction.allCases.map(\.rawValue)))
    }

    @Test(arguments: SupervisionOrder.State.allCases, OrderAction.allCases)
    func `each cell is as the table says, with its refusal`(state: SupervisionOrder.State, action: OrderAction) {
        let table = Permissions(orderPermissionTable)
        let order = Self.order(in: state)
        #expect(Self.command(action).action == action)
        for actor in Actor.allCases {
            let expected: Refusal? =
                switch table.mark(action.rawValue, actor, state.rawValue) {
                case "yes": nil
                case "state": .orderStateForbids(action, state)
                default: .notLead("urban-1")
                }
            var refusal: Refusal?
            do throws(Refusal) {
                _ = try order.decide(Self.command(action), by: actor.staff, at: at("03-02 11:00"))
            } catch {
                refusal = error
            }
            #expect(refusal == expected, "\(actor.rawValue)")
            #expect(order.allowedActions(for: actor.staff).contains(action) == (expected == nil), "\(actor.rawValue)")
        }
    }

    @Test func `an order is acknowledged, answered and accepted, with its times and one line of history each`() throws {
        let handler = Actor.handlerOfLead.staff
        let (acknowledged, first) = try Self.order().decide(.acknowledge, by: handler, at: at("03-02 11:00"))
        #expect(acknowledged.state == .acknowledged)
        #expect(acknowledged.acknowledgedAt == at("03-02 11:00"))
        #expect(acknowledged.version == 2)
        let (replied, second) = try acknowledged.decide(.reply("已办结"), by: handler, at: at("03-03 11:00"))
        #expect(replied.state == .replied)
        #expect(replied.acknowledgedAt == at("03-02 11:00"))
        #expect(replied.reply == "已办结")
        #expect(replied.repliedAt == at("03-03 11:00"))
        #expect(replied.decidedAt == nil)
        let (accepted, third) = try replied.decide(.accept(nil), by: Actor.supervisor.staff, at: at("03-04 11:00"))
        #expect(accepted.state == .accepted)
        #expect(accepted.decision == nil)
        #expect(accepted.decidedAt == at("03-04 11:00"))
        #expect(accepted.changedAt == at("03-04 11:00"))
        #expect(accepted.version == 4)
        #expect([first, second, third].map(\.kind) == [.orderAcknowledged, .orderReplied, .orderAccepted])
        #expect([first, second, third].map(\.text) == [nil, "已办结", nil])
        #expect([first, second, third].allSatisfy { $0.facts == ["order": "8"] })
        #expect(first.author == .staff(handler.id, .handler))
        #expect(third.author == .staff(Actor.supervisor.staff.id, .supervisor))
        let (rejected, _) = try replied.decide(.reject("未整改"), by: Actor.supervisor.staff, at: at("03-04 11:00"))
        #expect(rejected.state == .rejected)
        #expect(rejected.decision == "未整改")
        #expect([acknowledged, replied, accepted].map(\.nextLevel) == [nil, nil, nil])
        #expect(rejected.nextLevel == .keyOrder)
        #expect(SupervisionOrder.Level.allCases.map(\.next) == [.keyOrder, .listedOrder, .interview, nil])
    }

    @Test func `who answers at once has acknowledged, and time does not run backwards`() throws {
        let (replied, event) = try Self.order().decide(.reply("已办"), by: Actor.headOfLead.staff, at: at("03-02 09:00"))
        #expect(replied.acknowledgedAt == at("03-02 10:00"))
        #expect(replied.repliedAt == at("03-02 10:00"))
        #expect(event.at == at("03-02 10:00"))
    }

    static func ordered(_ story: Story, _ id: Int = 8, at now: Instant, level: SupervisionOrder.Level = .order) throws -> Story {
        var story = story
        story.follow(
            try story.file.ordered(
                SupervisionOrderID(rawValue: id), level: level, demand: "限期办结", by: .staff(Actor.supervisor.staff.id, .supervisor), at: now,
                under: story.jurisdiction))
        return story
    }

    @Test(arguments: [
        (SupervisionOrder.Level.order, "reply SO-ORDER urban-1 03-02 10:00 → 03-05 23:59"),
        (.keyOrder, "reply SO-KEY urban-1 03-02 10:00 → 03-04 23:59"),
        (.listedOrder, "reply SO-LISTED urban-1 03-02 10:00 → 03-03 23:59"),
        (.interview, "reply SO-INTERVIEW urban-1 03-02 10:00 → 03-03 23:59"),
    ])
    func `an order starts a clock of its level in the case and changes nothing else of it`(
        level: SupervisionOrder.Level, clock: String
    ) throws {
        let before = try Story.reaching(.handling)
        let story = try Self.ordered(before, at: at("03-02 10:00"), level: level)
        #expect(story.clocks == before.clocks + [clock])
        #expect(story.clock(.reply)?.order == SupervisionOrderID(rawValue: 8))
        #expect(story.clock(.reply)?.countsLate == true)
        #expect(story.file.state == .handling)
        #expect(story.file.version == before.file.version + 1)
        #expect(story.events.map(\.kind) == [.orderIssued])
        #expect(story.events.map(\.text) == ["限期办结"])
        #expect(story.events.map(\.facts) == [["order": "8", "level": level.rawValue]])
    }

    @Test func `the reply ends the clock of its order and of no other, late if it is late`() throws {
        var story = try Self.ordered(Story.reaching(.handling), at: at("03-02 10:00"))
        story = try Self.ordered(story, 9, at: at("03-02 11:00"))
        let handler = Actor.handlerOfLead.staff
        let (acknowledged, told) = try Self.order().decide(.acknowledge, by: handler, at: at("03-03 09:00"))
        story.follow(story.file.following(acknowledged, told))
        #expect(story.events.map(\.kind) == [.orderAcknowledged])
        #expect(story.file.version == 6, "signed, accepted, ordered twice, acknowledged")
        #expect(story.file.clocks.filter { $0.order != nil }.map(\.isOpen) == [true, true], "to acknowledge is not to answer")
        let (replied, event) = try acknowledged.decide(.reply("已办"), by: handler, at: day("2026-03-05").end.justAfter)
        story.follow(story.file.following(replied, event))
        let clocks = story.file.clocks.filter { $0.order != nil }
        #expect(clocks.map { $0.standing(at: at("03-06 09:00")) } == [.metLate, .overdue])
        #expect(story.file.nextDueAt == day("2026-03-03").end, "the case's own clocks run on")
        let (accepted, last) = try replied.decide(.accept(nil), by: Actor.supervisor.staff, at: at("03-09 09:00"))
        story.follow(story.file.following(accepted, last))
        #expect(story.file.clocks.filter { $0.order != nil }.map(\.endedAt) == [day("2026-03-05").end.justAfter, nil])
    }

    @Test func `an answer in the last instant is in time`() throws {
        var story = try Self.ordered(Story.reaching(.handling), at: at("03-02 10:00"))
        let (replied, event) = try Self.order().decide(.reply("已办"), by: Actor.handlerOfLead.staff, at: day("2026-03-05").end)
        story.follow(story.file.following(replied, event))
        #expect(story.clock(.reply)?.standing(at: at("03-09 09:00")) == .met)
    }

    @Test func `an order outlives the closure of its case`() throws {
        var story = try Self.ordered(Story.reaching(.callback), at: at("03-02 10:00"))
        try story.tell(.recordCallback(Opinion(contacted: true, solved: true)), by: .supervisor, at("03-02 11:00"))
        try story.tell(.close(outcome: .solved, text: nil), by: .supervisor, at("03-02 11:00"))
        #expect(story.openStages == ["reply"])
        #expect(story.file.nextDueAt == day("2026-03-05").end)
    }
}
