import Casework
import Testing

@Suite("Allowed actions", .timeLimit(.minutes(5)))
struct AllowedActionTests {
    @Test(arguments: GivenStage.all)
    func `each action can be carried out by the call that names it`(stage: GivenStage) async throws {
        let line = try await GivenLine.shared()
        let parent = try await line.submit().number
        let file = try await stage.reach(line)
        for person in GivenStage.readers {
            for action in try await line.offers(file, to: person, parent: parent).map(\.action) {
                // A case of its own for each: what is done to one changes what can be done next.
                let file = try await stage.reach(line)
                let call = try #require(await line.offers(file, to: person, parent: parent).first { $0.action == action })
                let reply = try await line.call(call)
                #expect((200...201).contains(reply.status), "\(stage.name): \(call): \(reply.status) \(reply.text)")
            }
        }
    }

    @Test func `each action is offered somewhere`() async throws {
        let line = try await GivenLine.shared()
        var offered: Set<CaseAction> = []
        for stage in GivenStage.all {
            let file = try await stage.reach(line)
            for person in GivenStage.readers { offered.formUnion(try await line.offers(file, to: person, parent: "").map(\.action)) }
        }
        #expect(Set(CaseAction.allCases).subtracting(offered).isEmpty, "\(Set(CaseAction.allCases).subtracting(offered))")
    }
}
