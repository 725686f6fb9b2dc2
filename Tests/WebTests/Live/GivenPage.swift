import Formats
import Testing

/// A page that shows a list and keeps it true by a stream, as a clerk's browser does.
actor GivenPage {
    struct Event: Sendable {
        let name: String
        let id: String
        let data: JSON
        /// What it did not fit: an item that came though it was there, or left or changed though it was not.
        var surprises = false
    }

    let line: GivenLine
    let path: String
    let person: Person
    private let query: String
    private var connection: HTTPConnection?
    private(set) var lastID = ""
    private(set) var retry = 0
    private(set) var items: [String: JSON] = [:]
    private(set) var events: [Event] = []

    /// - Parameter path: of the list.
    init(_ line: GivenLine, _ path: String, _ query: String = "", as person: Person) {
        (self.line, self.path, self.query, self.person) = (line, path, query, person)
    }

    /// Reads the list and follows it from there.
    static func open(_ line: GivenLine, _ path: String, _ query: String = "", as person: Person) async throws -> GivenPage {
        let page = GivenPage(line, path, query, as: person)
        try await page.load()
        let reply = try await page.connect()
        try #require(reply.status == 200, "\(path)?\(query) as \(person): \(reply.status)")
        return page
    }

    func load() async throws {
        (items, lastID) = try await list()
        events = []
    }

    private func list() async throws -> ([String: JSON], String) {
        var items: [String: JSON] = [:]
        var id: String?
        var cursor = ""
        repeat {
            let page = try await line.call("GET", "\(path)?limit=500\(query.isEmpty ? "" : "&")\(query)\(cursor)", as: person)
            try #require(page.status == 200, "\(page.text)")
            if id == nil { id = page["last-event-id"] }
            // The stream of the overdue list is about the clocks that still run.
            for item in page.json["items"].items where item["state"].text != "met_late" { items[Self.key(item)] = item }
            cursor = page.json["next"].string.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
        return (items, try #require(id))
    }

    @discardableResult
    func connect(to other: GivenLine? = nil, since id: String? = nil) async throws -> Reply {
        let connection = try await (other ?? line).connection()
        var headers = [("Authorization", "Bearer \(line.token(of: person))")]
        let id = id ?? lastID
        if !id.isEmpty { headers.append(("Last-Event-ID", id)) }
        try await connection.send(HTTPConnection.request("GET", "\(path)/stream\(query.isEmpty ? "" : "?")\(query)", headers))
        let head = try await connection.replyHead()
        if head.status == 200 { self.connection = connection } else { await connection.close() }
        return head
    }

    func disconnect() async {
        await connection?.close()
        connection = nil
    }

    /// Takes in what comes next. False when the server has ended the stream.
    /// - Parameter most: the connection breaks after so many events.
    @discardableResult
    func take(atMost most: Int = .max) async throws -> Bool {
        guard let bytes = try await connection?.chunk() else {
            await disconnect()
            return false
        }
        var name = ""
        var count = 0
        var data: JSON?
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("id: ") { lastID = String(line.dropFirst(4)) }
            if line.hasPrefix("retry: ") { retry = Int(line.dropFirst(7)) ?? 0 }
            if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
            if line.hasPrefix("data: ") { data = try JSONParser.parse(Array(line.dropFirst(6).utf8)) }
            if line.isEmpty, let item = data {
                apply(Event(name: name, id: lastID, data: item))
                data = nil
                count += 1
                if count == most { return false }
            }
        }
        return true
    }

    /// What the page still shows otherwise than the list when it has had time; nil if nothing. Signs of life come each second.
    func difference() async throws -> String? {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            let (now, _) = try await list()
            var lines: [String] = []
            for (key, item) in now where !Self.same(item, items[key] ?? .null) { lines.append("- \(items[key] ?? .null) + \(item)") }
            for (key, item) in items where now[key] == nil { lines.append("- \(item)") }
            if lines.isEmpty { return nil }
            guard ContinuousClock.now < deadline else { return lines.joined(separator: "\n") }
            guard try await take() else { return "the stream ended" }
        }
    }

    private func apply(_ event: Event) {
        var event = event
        let key = Self.key(event.data)
        event.surprises = (event.name == "new") != (items[key] == nil)
        switch event.name {
        case "new", "changed": items[key] = event.data
        case "gone": items[key] = nil
        default: break
        }
        events.append(event)
    }

    /// Takes in what comes until an event fits.
    func next(_ name: String, _ number: String) async throws -> Event {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            if let index = events.firstIndex(where: { $0.name == name && $0.data["number"].text == number }) {
                let event = events[index]
                events.removeFirst(index + 1)
                return event
            }
            let isOpen = try await take()
            try #require(
                isOpen && ContinuousClock.now < deadline,
                "\(person) \(query) waits for \(name) \(number) and saw \(events.map { "\($0.name) \($0.data["number"].text)" })")
        }
    }

    func forget() { events = [] }

    private static func key(_ item: JSON) -> String { "\(item["number"].text) \(item["clock"].int ?? 0)" }

    /// What a clock is late by grows by itself.
    private static func same(_ left: JSON, _ right: JSON) -> Bool {
        guard let left = left.object, let right = right.object, left.count == right.count else { return false }
        return zip(left, right).allSatisfy { $0.key == $1.key && ($0.key == "overdue_seconds" || $0.value == $1.value) }
    }
}
