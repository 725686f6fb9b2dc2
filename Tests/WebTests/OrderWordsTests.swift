import Casework
import Database
import Formats
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
        try await line.classify(file, #"{"kind":"complaint"}"#)
        let request = try await line.requestReturn(file, to: "331102-urban-management", as: .governmentHead)
        try await line.rule(request, upheld: true, of: file)
        try #require(try await line.read(file, as: .handler).status == 200)
        #expect(try await line.call("GET", successor, as: .handler).status == 404)
        #expect(try await line.call("GET", successor, as: .supervisor).json["state"].text == "lapsed")
        let history = try await line.call("GET", "\(file.path)/events", as: .handler)
        #expect(history.status == 200 && !history.text.contains("order_"), "\(history.text)")
        await line.stop()
    }

    @Test func `a report that has left an order keeps it from nobody who is to answer it`() async throws {
        let line = try await GivenLine()
        let (leaving, staying) = (try await line.submit(), try await line.submit())
        let path = "/v1/supervision-orders/\(try await line.order([leaving, staying]))"
        try await line.classify(leaving, #"{"kind":"report","against":{"department":"331102-urban-management"}}"#)
        try #require(try await line.read(leaving, as: .handler).status == 404)
        #expect(try await line.call("GET", path, as: .handler).json["cases"].items.map(\.text) == [staying.number])
        #expect(try await line.call("GET", "/v1/supervision-orders", as: .head).json["items"].items.count == 1)
        #expect(try await line.call("GET", "/v1/reports/orders", as: .head).json["items"].items.count == 1)
        #expect(try await line.call("GET", path, as: .governmentHead).status == 200)
        // Against those above it, too: they are shut out, and the bureau below them answers.
        try await line.database.execute("update cases set accused = array['331102-gov'] where number = \(leaving.number)")
        #expect(try await line.call("GET", path, as: .governmentHead).status == 404)
        #expect(try await line.call("GET", "/v1/reports/orders", as: .governmentHead).json["items"].items.isEmpty)
        #expect(try await line.call("PUT", "\(path)/reply", as: .handler, #"{"text":"已办"}"#).status == 200)
        // So is what it says in the history of the case that is left, and the order that repeats it.
        let rejected = try await line.call("PUT", "\(path)/rejection", as: .supervisor, #"{"text":"未整改"}"#)
        let successor = "/v1/supervision-orders/\(try #require(rejected.json["successor"].int))"
        for (person, isShown) in [(Person.handler, true), (.governmentHead, false)] {
            #expect(try await line.call("GET", successor, as: person).status == (isShown ? 200 : 404), "\(person)")
            let view = try await line.read(staying, as: person)
            #expect(view.json["supervision_orders"].items.count == (isShown ? 2 : 0), "\(view.text)")
            let history = try await line.call("GET", "\(staying.path)/events", as: person)
            #expect(history.status == 200 && history.text.contains("order_") == isShown, "\(history.text)")
        }
        // Nor is it told by a clock that it sets, or by the line that says of the clock that it is late.
        try await line.accept(staying)
        #expect(try await line.tick(at: "09-19T00:00:00").marked > 0)
        for (person, isShown) in [(Person.handler, true), (.governmentHead, false)] {
            for path in [staying.path, "\(staying.path)/clocks", "\(staying.path)/events"] {
                let text = try await line.call("GET", path, as: person).text
                #expect((text.contains(#""stage":"reply""#) || text.contains(#""stage": "reply""#)) == isShown, "\(person): \(text)")
            }
        }
        await line.stop()
    }

    @Test func `what a report has left is not asked of whom it accuses, also where the case has gone on to it`() async throws {
        let line = try await GivenLine()
        let (leaving, staying) = (try await line.submit(), try await line.submit())
        let path = "/v1/supervision-orders/\(try await line.order([leaving, staying]))"
        try await line.classify(leaving, #"{"kind":"report","against":{"department":"331102-construction"}}"#)
        _ = try await line.call("PUT", "\(path)/reply", as: .handler, #"{"text":"已办"}"#)
        try await line.rule(try await line.requestReturn(staying), upheld: true, of: staying)
        let rejected = try await line.call("PUT", "\(path)/rejection", as: .supervisor, #"{"text":"未整改"}"#)
        #expect(rejected.status == 200 && rejected.json["state"].text == "rejected" && rejected.json["successor"].isNull)
        #expect(try await line.call("GET", "/v1/supervision-orders", as: .helper).json["items"].items.isEmpty)
        let history = try await line.call("GET", "\(staying.path)/events", as: .helper)
        #expect(history.status == 200 && !history.text.contains("order_"), "\(history.text)")
        await line.stop()
    }

    @Test func `an order about a report is kept from whom the report accuses`() async throws {
        let line = try await GivenLine()
        let file = try await line.submit()
        let id = try await line.order([file])
        #expect(try await line.call("GET", "/v1/supervision-orders/\(id)", as: .handler).status == 200)
        // What turns out to be a report against the bureau that leads it.
        try await line.database.execute(
            "update cases set kind = 'report', accused = array['331102-urban-management'] where number = \(file.number)")
        try #require(try await line.read(file, as: .handler).status == 404)
        for (method, path) in [("GET", ""), ("PUT", "/acknowledgement"), ("PUT", "/reply")] {
            let body = path == "/reply" ? #"{"text":"已办"}"# : nil
            #expect(try await line.call(method, "/v1/supervision-orders/\(id)\(path)", as: .handler, body).status == 404, "\(path)")
        }
        #expect(try await line.call("GET", "/v1/supervision-orders", as: .head).json["items"].items.isEmpty)
        #expect(try await line.call("GET", "/v1/supervision-orders/\(id)", as: .governmentHead).status == 200)
        #expect(try await line.call("GET", "/v1/supervision-orders/\(id)", as: .supervisor).status == 200)
        await line.stop()
    }
}
