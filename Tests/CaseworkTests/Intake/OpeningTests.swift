import Casework
import Testing
import WorkingTime

struct OpeningTests {
    @Test func `where the map is certain a case is dispatched as it comes in`() throws {
        let story = try Story.begin()
        #expect(story.file.state == .dispatched)
        #expect(story.file.lead == "urban-1")
        #expect(story.file.supporting == ["police"])
        #expect(story.file.dispatches == 1)
        #expect(story.file.version == 1)
        #expect(!story.file.signed)
        #expect(story.file.handler == nil)
        #expect(story.file.category == "010101")
        #expect(story.file.region == "3301")
        #expect(
            story.clocks == [
                "dispatch HL-DISPATCH line 03-02 09:00 → 03-02 11:00 met 03-02 09:00",
                "support HL-SUPPORT police 03-02 09:00 → 03-05 23:59",
                "sign HL-SIGN urban-1 03-02 09:00 → 03-03 23:59",
                "return HL-RETURN urban-1 03-02 09:00 → 03-03 23:59",
                "handle HL-COMPLAINT urban-1 03-02 09:00 → 03-09 23:59",
                "first_contact HL-CONTACT urban-1 03-02 09:00 → 03-03 23:59",
            ])
        #expect(story.events.map(\.kind) == [.received, .dispatched])
        #expect(story.events.map(\.author) == [.requester, .system])
        #expect(story.events.map(\.facts) == [["channel": "web"], ["department": "urban-1", "supporting": "police"]])
        guard case .byMap(let routing) = story.routing else {
            Issue.record("not by the map")
            return
        }
        #expect(routing.responsibility == 1)
    }

    @Test func `where it is not the case waits for a dispatcher against the dispatch limit alone`() throws {
        let story = try Story.begin(category: nil)
        #expect(story.file.state == .received)
        #expect(story.file.lead == nil)
        #expect(story.file.supporting.isEmpty)
        #expect(story.file.dispatches == 0)
        #expect(story.file.version == 1)
        #expect(story.clocks == ["dispatch HL-DISPATCH line 03-02 09:00 → 03-02 11:00"])
        #expect(story.file.nextDueAt == at("03-02 11:00"))
        #expect(story.events.map(\.kind) == [.received])
        guard case .byMap(let routing) = story.routing else {
            Issue.record("the map's doubt is kept")
            return
        }
        #expect(routing.lead == nil)
    }

    @Test func `a letter that lay for days was dispatched late, and the department's clocks begin when it gets it`() throws {
        let story = try Story.begin(receivedAt: at("02-25 16:30"), at: at("03-02 09:00"), registeredBy: AccountID(rawValue: 5))
        #expect(story.clocks[0] == "dispatch HL-DISPATCH line 02-25 16:30 → 02-26 09:30 met 03-02 09:00")
        #expect(story.file.clocks[0].standing(at: at("03-02 09:00")) == .metLate)
        #expect(story.clocks[2] == "sign HL-SIGN urban-1 03-02 09:00 → 03-03 23:59")
        #expect(story.file.receivedAt == at("02-25 16:30"))
        #expect(story.file.changedAt == at("03-02 09:00"))
        #expect(story.events.map(\.at) == [at("03-02 09:00"), at("03-02 09:00")])
        #expect(story.events.map(\.author) == [.staff(AccountID(rawValue: 5), .operator), .system])
        #expect(story.events[0].facts == ["channel": "phone"])
    }

    @Test func `a report against the department that would lead goes above it`() throws {
        let story = try Story.begin(.report, against: .department("urban-1"))
        #expect(story.file.lead == "gov-1")
        #expect(story.file.state == .dispatched)
        #expect(story.file.supporting == ["police"])
        #expect(story.file.against == .department("urban-1"))
    }

    @Test func `a requester never appears in words`() {
        let requester = Requester(name: "王五", phone: "13800000000", email: "w@example.cn", idNumber: "330000199001010000")
        let filing = Filing(kind: .complaint, title: "", body: "", requester: requester, receivedAt: at("03-02 09:00"))
        var dumped = ""
        dump(filing, to: &dumped)
        for text in ["\(requester)", String(reflecting: requester), "\(filing)", dumped] {
            #expect(!text.contains("王五") && !text.contains("138") && !text.contains("w@") && !text.contains("3300001990"))
        }
        #expect("\(requester)" == "•••")
    }
}
