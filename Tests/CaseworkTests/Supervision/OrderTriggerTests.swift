import Casework
import Testing
import WorkingTime

struct OrderTriggerTests {
    @Test(arguments: Stage.allCases)
    func `what runs out decides whether an order follows`(stage: Stage) {
        let expected: OrderTrigger.Event? =
            switch stage {
            case .sign: .unsigned
            case .reply: .orderUnmet
            case .accept, .handle, .rework, .notify, .respond, .review, .secondReview: .overdue
            default: nil
            }
        #expect(OrderTrigger.Event(overdue: stage) == expected)
    }

    @Test func `a trigger holds in its days and raises its order after its delay`() throws {
        let delayed = OrderTrigger(
            id: "A", event: .overdue, level: .order, demand: "限期", delay: Limit(amount: 2, unit: .workingDay), validFrom: day("2026-03-02"),
            validTo: day("2026-03-06"))
        let atOnce = OrderTrigger(
            id: "B", event: .overdue, level: .keyOrder, demand: "限期", delay: nil, validFrom: day("2026-03-04"), validTo: nil)
        let usual = try Given.usual.get()
        let jurisdiction = Jurisdiction(
            map: usual.map, limits: usual.limits, calendar: usual.calendar, settings: usual.settings, triggers: [delayed, atOnce],
            version: 9)
        #expect(jurisdiction.triggers(for: .overdue, at: at("03-01 10:00")).isEmpty)
        #expect(jurisdiction.triggers(for: .overdue, at: at("03-02 10:00")).map(\.id) == ["A"])
        #expect(jurisdiction.triggers(for: .overdue, at: at("03-06 23:00")).map(\.id) == ["A", "B"])
        #expect(jurisdiction.triggers(for: .overdue, at: at("03-07 00:00")).map(\.id) == ["B"])
        #expect(jurisdiction.triggers(for: .unsigned, at: at("03-06 10:00")).isEmpty)
        #expect(delayed.instant(after: day("2026-03-05").end, in: usual.calendar) == day("2026-03-09").end.justAfter)
        #expect(atOnce.instant(after: at("03-05 10:00"), in: usual.calendar) == at("03-05 10:00"))
    }

    @Test func `an order that nobody answers in time ends unmet, and its clock with it`() throws {
        var story = try SupervisionOrderTests.ordered(Story.reaching(.handling), at: at("03-02 10:00"))
        let order = SupervisionOrderTests.order()
        #expect(!order.isUnmet(at: order.dueAt) && order.isUnmet(at: order.dueAt.justAfter))
        #expect(!SupervisionOrderTests.order(in: .replied).isUnmet(at: order.dueAt.justAfter))
        let (unmet, event) = order.unmet(at: order.dueAt.justAfter)
        #expect(unmet.state == .unmet && unmet.nextLevel == .keyOrder && unmet.version == 2)
        #expect(event.kind == .orderUnmet && event.author == .system)
        story.follow(story.file.following(unmet, event))
        let clock = try #require(story.clock(.reply))
        #expect(clock.ending == .cancelled && clock.standing(at: at("03-09 09:00")) == .metLate, "late stays late")
    }

    @Test func `the line itself issues orders where supervisors may, and nowhere else`() throws {
        let order = SupervisionOrderID(rawValue: 9)
        for state in CaseState.allCases {
            guard let story = try? Story.reaching(state) else { continue }
            var refusal: Refusal?
            do throws(Refusal) {
                let decision = try story.file.ordered(
                    order, level: .order, demand: "限期", by: .system, at: at("03-20 10:00"), under: story.jurisdiction)
                #expect(decision.events.map(\.author) == [.system])
                #expect(decision.next.clocks.last?.order == order && decision.next.clocks.last?.department == decision.next.lead)
            } catch {
                refusal = error
            }
            #expect(refusal == (CaseAction.issueOrder.fits(state) ? nil : .stateForbids(.issueOrder, state)))
        }
    }
}
