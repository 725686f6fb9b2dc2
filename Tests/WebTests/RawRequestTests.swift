import Testing

@Suite("Requests as they come", .timeLimit(.minutes(2)))
struct RawRequestTests {
    @Test(arguments: [
        "GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /livez HTTP/1.1\r\nHost: l\r\nbad header\r\n\r\n",
        "POST /v1/cases HTTP/1.1\r\nHost: l\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/cases HTTP/1.1\r\nHost: l\r\nContent-Length: x\r\n\r\n",
        "POST /v1/cases HTTP/1.1\r\nHost: l\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "POST /v1/cases HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /\u{0} HTTP/1.1\r\nHost: l\r\n\r\n", "\u{16}\u{3}\u{1}\u{0}\u{5}hello\r\n\r\n",
    ])
    func `what is no request is refused and the connection ends`(request: String) async throws {
        let line = try await GivenLine.shared()
        let connection = try await line.connection()
        try await connection.send(Array(request.utf8))
        if let reply = try? await connection.reply() { #expect(reply.status == 400, "\(reply.status) \(reply.text)") }
        #expect(try await connection.isClosedByServer())
        #expect(try await line.call("GET", "/livez").status == 200)
    }

    @Test func `a request cannot hide in the body of another`() async throws {
        let line = try await GivenLine.shared()
        let connection = try await line.connection()
        let hidden = "GET /v1/regions HTTP/1.1\r\nHost: l\r\n\r\n"
        try await connection.send(
            Array(
                "POST /v1/cases HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n\(hidden)"
                    .utf8))
        let first = try await connection.reply()
        #expect(first.status == 400, "\(first.status) \(first.text)")
        await connection.close()
    }

    @Test func `requests in a row on one connection are answered in their order`() async throws {
        let line = try await GivenLine.shared()
        let connection = try await line.connection()
        let submission = HTTPConnection.request(
            "POST", "/v1/cases", [("Content-Type", "application/json")], body: Array(GivenLine.complaint.utf8))
        try await connection.send(
            HTTPConnection.request("GET", "/livez") + submission + HTTPConnection.request("GET", "/nowhere") + submission
                + HTTPConnection.request("GET", "/livez"))
        var statuses: [Int] = []
        for _ in 1...5 { statuses.append(try await connection.reply().status) }
        #expect(statuses == [200, 201, 404, 201, 200])
        await connection.close()
    }

    @Test func `a refusal before the body leaves the connection in order`() async throws {
        let line = try await GivenLine.shared()
        let connection = try await line.connection()
        let body = Array(GivenLine.complaint.utf8)
        for (path, headers, status) in [
            ("/v1/cases", [("Authorization", "Bearer x"), ("Content-Type", "application/json")], 401),
            ("/v1/cases", [("Content-Type", "text/plain")], 415), ("/nowhere", [("Content-Type", "application/json")], 404),
            ("/livez", [("Content-Type", "application/json")], 405), ("/v1/cases", [("Content-Type", "application/json")], 201),
        ] {
            #expect(try await connection.call("POST", path, headers, body: body).status == status)
        }
        await connection.close()
    }

    @Test func `a body in single bytes is a body`() async throws {
        let line = try await GivenLine.shared()
        let connection = try await line.connection()
        for byte in HTTPConnection.request(
            "POST", "/v1/cases", [("Content-Type", "Application/JSON; Charset=\"UTF-8\"")], body: Array(GivenLine.complaint.utf8))
        {
            try await connection.send([byte])
        }
        #expect(try await connection.reply().status == 201)
        await connection.close()
    }

    @Test func `a client that goes away in the middle leaves nothing`() async throws {
        let line = try await GivenLine()
        let before = try await line.counts()
        for _ in 1...20 {
            let connection = try await line.connection()
            let request = HTTPConnection.request(
                "POST", "/v1/cases", [("Content-Type", "application/json")], body: Array(GivenLine.complaint.utf8))
            try await connection.send(Array(request.dropLast(5)))
            await connection.close()
        }
        _ = try await together(5) { _ in try await line.call("GET", "/livez").status }
        #expect(try await line.counts() == before)
        await line.stop()
    }
}
