import Casework
import ServiceDesk
import Testing

/// Who may read what an order says of a report that is not in it any more.
@Suite("Words of an order", .timeLimit(.minutes(2)))
struct OrderWordsTests {
    @Test func `an order that repeats another's words goes to nobody whom a report accuses that was in that`() async throws {
        let line = try await GivenLine()
        let against =
            #"{"kind":"report","title":"举报","body":"占道","category":"030701","region":"331102","against":{"department":"331102-urban-management"}}"#
        let (file, ended) = (try await line.submit(against), try await line.submit(against))
        let path = "/v1/supervision-orders/\(try await line.order([file, ended]))"
        try await line.accept(ended, as: .governmentHead)
        try await line.reply(ended, as: .governmentHead)
        try await line.review(ended, approved: true)
        try await line.close(ended)
        _ = try await line.call("PUT", "\(path)/reply", as: .governmentHead, #"{"text":"已办"}"#)
        let rejected = try await line.call("PUT", "\(path)/rejection", as: .supervisor, #"{"text":"未整改"}"#)
        let successor = "/v1/supervision-orders/\(try #require(rejected.json["successor"].int, "\(rejected.text)"))"
        #expect(try await line.call("GET", successor, as: .governmentHead).json["cases"].items.map(\.text) == [file.number])
        // It turns out to be none, and goes to whom the other accuses.
        try await line.step("PUT", "\(file.path)/classification", of: file, as: .dispatcher, #"{"kind":"complaint"}"#)
        let request = try await line.requestReturn(file, to: "331102-urban-management", as: .governmentHead)
        try await line.rule(request, upheld: true, of: file)
        try #require(try await line.read(file, as: .handler).status == 200)
        #expect(try await line.call("GET", successor, as: .handler).status == 404)
        #expect(try await line.call("GET", successor, as: .supervisor).json["state"].text == "lapsed")
        let history = try await line.call("GET", "\(file.path)/events", as: .handler)
        #expect(history.status == 200 && !history.text.contains("order_"), "\(history.text)")
        await line.stop()
    }
}
