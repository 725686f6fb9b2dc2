import Casework
import Formats
import ServiceDesk
import Testing
import WorkingTime

/// What a parking holds off, and what it does not.
@Suite("Parked cases", .timeLimit(.minutes(2)))
struct ParkingTests {
    /// Due with Tuesday, 22 September, the order two working days later, the red card five, the key order ten.
    @Test(arguments: [true, false])
    func `what waits for the end of a parking comes with the day after it, also when it ends early`(early: Bool) async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        try await line.accept(file)
        let id = try await line.ask(.parking, of: file, until: "2026-12-01")
        try await line.decide(.parking, id, of: file)
        #expect(try await line.tick(at: "09-23T00:00:00").marked == 2)
        #expect(try await line.tick(at: "11-20T09:00:00").orders == 0)
        #expect(try await line.cards(of: Person.bureau) == ["red first_contact", "yellow first_contact"], "that is not parked")
        if early {
            try await line.step("DELETE", "\(file.path)/parking", of: file, as: .supervisor, #"{"text":"措施未落实"}"#)
        } else {
            #expect(try await line.tick(at: "12-01T23:59:59").isEmpty)
        }
        let tally = try await line.tick(at: early ? "11-21T00:00:00" : "12-02T00:00:00")
        #expect(tally.orders == 2 && tally.yellowCards == 1 && tally.redCards == 1)
        let cards = try await line.cards(of: Person.bureau).filter { $0.hasSuffix("handle") }
        #expect(cards.sorted() == ["red handle", "yellow handle"])
        #expect(try await line.desk.tick(at: line.clock.now).isEmpty)
        await line.stop()
    }

    @Test func `whoever helps with a parked case and is late has its card`() async throws {
        let line = try await GivenLine()
        let file = try await line.givenHandling()
        try await line.step(
            "POST", "\(file.path)/supporting-departments", of: file, as: .handler,
            #"{"departments":["331102-construction"],"text":"请核实"}"#)
        try await line.decide(.parking, try await line.ask(.parking, of: file, until: "2026-12-01"), of: file)
        try await line.tick(at: "10-20T09:00:00")
        #expect(try await line.cards(of: Person.neighbour).contains("yellow support"))
        await line.stop()
    }

    @Test func `an order on a parked case is to be answered all the same`() async throws {
        let line = try await GivenLine()
        let file = try await line.givenHandling()
        _ = try await line.order([file])
        try await line.decide(.parking, try await line.ask(.parking, of: file), of: file)
        let tally = try await line.tick(at: "09-21T00:00:00")
        #expect(tally.redCards == 1)
        await line.stop()
    }

    @Test func `an order on a parked case that nobody answers is issued a level up`() async throws {
        let line = try await GivenLine()
        let file = try await line.givenHandling()
        let id = try await line.order([file])
        try await line.decide(.parking, try await line.ask(.parking, of: file, until: "2026-12-24"), of: file)
        try await line.tick(at: "09-21T00:00:00")
        try await line.tick(at: "09-21T00:00:01")
        let order = try await line.call("GET", "/v1/supervision-orders/\(id)", as: .supervisor).json
        #expect(order["state"].text == "unmet" && !order["successor"].isNull)
        await line.stop()
    }
}
