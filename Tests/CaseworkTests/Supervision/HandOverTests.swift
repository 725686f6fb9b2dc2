import Casework
import Testing
import WorkingTime

/// What becomes of the orders on a case that goes to another department.
struct HandOverTests {
    /// A case that `urban-1` returned, with an order on it, and the ruling that sends it to `urban-2`.
    private static func ruled() throws -> (before: Case, ruling: Decision) {
        var story = try SupervisionOrderTests.ordered(Story.reaching(.dispatched), at: at("03-02 09:05"))
        try story.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 09:10"))
        let ruling = try story.file.decide(
            .ruleOnReturn(Ruling(verdict: .upheld(to: nil), text: "成立")), by: Actor.dispatcher.staff, at: at("03-03 09:00"),
            under: story.jurisdiction)
        return (story.file, ruling)
    }

    @Test(arguments: [SupervisionOrder.State.issued, .acknowledged])
    func `an order about this case alone goes with it, within the time that is left`(state: SupervisionOrder.State) throws {
        var (before, ruling) = try Self.ruled()
        let order = SupervisionOrderTests.order(in: state)
        let (changed, left) = try ruling.handOver([OrderOnCase(order, isAlone: true)], from: before, under: try Given.usual.get())
        #expect(left.isEmpty)
        let next = try #require(changed.first)
        #expect(next.department == "urban-2")
        #expect(next.state == .issued, "the new department has acknowledged nothing")
        #expect(next.acknowledgedAt == nil)
        #expect(next.dueAt == order.dueAt)
        #expect(next.version == order.version + 1)
        #expect(next.allowedActions(for: Given.handler(of: "urban-2")) == [.acknowledge, .reply])
        #expect(next.allowedActions(for: Actor.handlerOfLead.staff).isEmpty)
        let clock = try #require(ruling.next.clocks.last { $0.order == order.id })
        #expect(clock.department == "urban-2" && clock.isOpen && clock.startedAt == at("03-02 09:05"))
        #expect(ruling.events.map(\.kind) == [.returnUpheld, .dispatched, .orderMoved])
        #expect(ruling.events.last?.facts == ["order": "8", "department": "urban-2"])
    }

    @Test func `an order about several cases stays with the others`() throws {
        var (before, ruling) = try Self.ruled()
        let order = SupervisionOrderTests.order()
        let (changed, left) = try ruling.handOver([OrderOnCase(order, isAlone: false)], from: before, under: try Given.usual.get())
        #expect(changed.isEmpty)
        #expect(left == [order.id])
        let clock = try #require(ruling.next.clocks.last { $0.order == order.id })
        #expect(clock.ending == .cancelled && clock.endedAt == at("03-03 09:00") && clock.department == "urban-1")
        #expect(ruling.events.last?.kind == .orderLeft)
    }

    @Test func `an order from which a report has left goes to nobody whom that accuses`() throws {
        var (before, ruling) = try Self.ruled()
        let order = SupervisionOrderTests.order()
        let (changed, left) = try ruling.handOver(
            [OrderOnCase(order, isAlone: true, accused: ["urban-2"])], from: before, under: try Given.usual.get())
        #expect(left == [order.id])
        let lapsed = try #require(changed.first)
        #expect(lapsed.state == .lapsed && lapsed.decidedAt == at("03-03 09:00") && lapsed.version == order.version + 1)
        #expect(ruling.next.clocks.last { $0.order == order.id }?.ending == .cancelled)
    }

    @Test(arguments: [SupervisionOrder.State.replied, .accepted, .rejected])
    func `an answered order stays with whom answered`(state: SupervisionOrder.State) throws {
        var (before, ruling) = try Self.ruled()
        let (changed, left) = try ruling.handOver(
            [OrderOnCase(SupervisionOrderTests.order(in: state), isAlone: true)], from: before, under: try Given.usual.get())
        #expect(changed.isEmpty && left.isEmpty)
        #expect(ruling.events.map(\.kind) == [.returnUpheld, .dispatched])
    }

    @Test func `a rejected return leaves the orders where they are`() throws {
        var story = try SupervisionOrderTests.ordered(Story.reaching(.dispatched), at: at("03-02 09:05"))
        try story.tell(.requestReturn(Given.grounds), by: .handlerOfLead, at("03-02 09:10"))
        let before = story.file
        var ruling = try before.decide(
            .ruleOnReturn(Ruling(verdict: .rejected, text: "应办")), by: Actor.dispatcher.staff, at: at("03-03 09:00"),
            under: story.jurisdiction)
        let (changed, left) = try ruling.handOver(
            [OrderOnCase(SupervisionOrderTests.order(), isAlone: true)], from: before, under: try Given.usual.get())
        #expect(changed.isEmpty && left.isEmpty)
        #expect(ruling.next.clocks.contains { $0.order != nil && $0.isOpen && $0.department == "urban-1" })
    }
}
