import Database
import FoundationEssentials
import Formats
import Glibc
import PostgresFixture
import Testing

@testable import EmbeddedPostgres

/// How the server comes up, or says why not, and how short commands serve it.
@Suite("Starting the server", .timeLimit(.minutes(3)))
struct ProcessStartTests {
    /// A data folder that goes with the test, and the database that goes with the folder.
    private final class Place {
        let directory = "/tmp/hotline-start-\(UUID().uuidString)"
        let conninfo: String

        init(_ conninfo: String) { self.conninfo = conninfo }
        deinit { try? FileManager.default.removeItem(atPath: directory) }

        var options: [String] { ["--data-dir", directory, "--home", repository, "--database-url", conninfo] }

        func server(_ arguments: [String] = []) async throws -> HotlineProcess {
            try await HotlineProcess(dataDirectory: directory, ["--database-url", conninfo] + arguments)
        }

        /// Runs a command to its end.
        func run(_ words: String...) async throws -> (code: Int32, output: String) {
            let exit = try await Command(HotlineProcess.executable, words + options).result()
            return (exit.code, exit.output)
        }

        func refusedStart(_ words: String...) async throws -> String {
            let exit = try await Command(HotlineProcess.executable, ["serve", "--plain-http"] + words + options).result()
            #expect(exit.code != 0 && !exit.output.contains("listens on"), "\(exit.code) \(exit.output)")
            return exit.output
        }

        func token(of role: String) throws -> String {
            try JSONParser.parse(file("\(directory)/demo-tokens.json")).object?[role]?.string ?? ""
        }
    }

    @Test func `a data folder closed to others is opened for passing, and its secrets stay closed`() async throws {
        let directory = "/tmp/hotline-start-\(UUID().uuidString)"
        #expect(mkdir(directory, 0o700) == 0)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let server = try await HotlineProcess(dataDirectory: directory, ["--demo"])
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
        for name in ["hotline.key", "demo-tokens.json"] {
            var facts = stat()
            #expect(stat("\(directory)/\(name)", &facts) == 0 && facts.st_mode & 0o077 == 0, "\(name)")
        }
    }

    private func status(_ server: HotlineProcess, _ path: String, token: String) async throws -> Int {
        let connection = try await HTTPConnection.open(port: server.port)
        let reply = try await connection.call("GET", path, [("Authorization", "Bearer \(token)")])
        await connection.close()
        return reply.status
    }

    @Test func `a database is not opened with another key than its own`() async throws {
        let place = Place(try await GivenLine.database())
        let server = try await place.server()
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
        let key = "\(place.directory)/hotline.key"
        let kept = "\(place.directory)/kept.key"
        try FileManager.default.moveItem(atPath: key, toPath: kept)

        let missing = try await place.refusedStart("--listen", "127.0.0.1:0")
        #expect(missing.contains("The key file \(key) is missing") && missing.contains("--key-file"), "\(missing)")
        #expect(!FileManager.default.fileExists(atPath: key), "a new key was made over a database in use")

        let other = Place(try await GivenLine.database())
        let stranger = try await other.server()
        stranger.signal(SIGTERM)
        #expect(await stranger.exit == 0)
        let another = try await place.refusedStart("--listen", "127.0.0.1:0", "--key-file", "\(other.directory)/hotline.key")
        #expect(another.contains("\(other.directory)/hotline.key is not the one"), "\(another)")

        let again = try await place.server(["--key-file", kept])
        again.signal(SIGTERM)
        #expect(await again.exit == 0)
    }

    @Test func `without lists the server says what to run, and waiting is no way out`() async throws {
        let place = Place(try await PostgresFixture.conninfo())
        #expect(try await place.run("migrate").code == 0)
        let server = try await place.server()
        #expect(server.output.contains("No lists are loaded: run hotline import lishui"), "\(server.output)")
        let connection = try await HTTPConnection.open(port: server.port)
        #expect(try await connection.call("GET", "/readyz").code == "not_set_up")
        let body = #"{"kind":"complaint","title":"夜市占道经营","body":"每晚占道经营，油烟扰民。"}"#
        let reply = try await connection.call("POST", "/v1/cases", [("Content-Type", "application/json")], body: Array(body.utf8))
        #expect(reply.status == 503 && reply.code == "not_set_up" && reply["retry-after"] == nil, "\(reply.status) \(reply.text)")

        #expect(try await place.run("import", "lishui").code == 0)
        try await eventually { try await connection.call("GET", "/readyz").status == 200 }
        await connection.close()
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
    }

    @Test func `a notice is shown, then loaded from a file, and the demonstration keeps it`() async throws {
        let place = Place(try await PostgresFixture.conninfo())
        #expect(try await place.run("migrate").code == 0)
        var server = try await place.server(["--demo"])
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
        let path = "\(place.directory)/notice.csv"
        try #require(FileManager.default.createFile(atPath: path, contents: Data(Given2027.file.utf8)))
        let shown = try await place.run("import", "calendar", path, "--dry-run")
        let loaded = try await place.run("import", "calendar", path)
        for exit in [shown, loaded] { #expect(exit.code == 0 && exit.output.contains("+ 2027-01-01 off 元旦"), "\(exit.output)") }
        let again = try await place.run("import", "calendar", path)
        #expect(again.code == 0 && again.output.contains("nothing changes"), "\(again.output)")
        let broken = try await place.run("import", "calendar", "\(repository)/ops/lishui/settings.csv")
        #expect(broken.code != 0 && broken.output.contains("settings.csv:1:1"), "\(broken.output)")

        server = try await place.server(["--demo"])
        let connection = try await HTTPConnection.open(port: server.port)
        let year = try await connection.call("GET", "/v1/calendar?year=2027")
        #expect(year.json["published"].bool == true, "\(year.text)")
        await connection.close()
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
    }

    @Test func `a server whose schema was changed under it is not ready`() async throws {
        let place = Place(try await GivenLine.database())
        let server = try await place.server()
        let connection = try await HTTPConnection.open(port: server.port)
        #expect(try await connection.call("GET", "/readyz").status == 200)
        let database = Database(DatabaseConfiguration(conninfo: place.conninfo), logger: quiet)
        try await database.execute("insert into schema_migrations (version, name, checksum) values (9000, 'later', '')")
        let reply = try await connection.call("GET", "/readyz")
        #expect(reply.status == 503 && reply.code == "not_set_up", "\(reply.status) \(reply.text)")
        try await database.execute("delete from schema_migrations where version = 9000")
        #expect(try await connection.call("GET", "/readyz").status == 200)
        await database.close()
        await connection.close()
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
    }

    @Test func `a port that is taken is named, with the way out`() async throws {
        let place = Place(try await GivenLine.database())
        let server = try await place.server()
        let output = try await place.refusedStart("--listen", "127.0.0.1:\(server.port)")
        #expect(output.contains("127.0.0.1:\(server.port) is taken by another program; choose another with --listen"), "\(output)")
        #expect(!output.contains("swept") && !output.contains("ancel"), "\(output)")
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
    }

    @Test func `the demonstration goes on with the stored lists where cases forbid those of the files`() async throws {
        let place = Place(try await GivenLine.database())
        var server = try await place.server(["--demo"])
        let connection = try await HTTPConnection.open(port: server.port)
        let filing = #"{"kind":"complaint","title":"占道","body":"占道","category":"030701","region":"331102"}"#
        let sent = try await connection.call("POST", "/v1/cases", [("Content-Type", "application/json")], body: Array(filing.utf8))
        #expect(sent.status == 201)
        await connection.close()
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
        let database = Database(DatabaseConfiguration(conninfo: place.conninfo), logger: quiet)
        let used = "select responsibility from routings where responsibility is not null order by 1 limit 1"
        let entry = try #require(try await database.query(SQL(stringLiteral: used)).first).decode(Int.self)
        // As by a proposal that was accepted on the line; and the files are others than before.
        try await database.execute("update responsibilities set supporting = '{auth:police@city}' where id = \(entry)")
        try await database.execute("update list_version set imported = null")
        server = try await place.server(["--demo"])
        #expect(server.output.contains("those stored stay") && server.output.contains("cases went by responsibility"), "\(server.output)")
        let kept = try await database.query("select supporting = '{auth:police@city}' from responsibilities where id = \(entry)")
        #expect(try kept.first?.decode(Bool.self) == true)
        await database.close()
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
    }

    @Test func `a number in the environment that is none is named`() async throws {
        let place = Place(try await GivenLine.database())
        for (name, option) in [("HOTLINE_CONNECTIONS", "--connections"), ("HOTLINE_STREAMS", "--streams")] {
            let words = ["\(name)=viele", HotlineProcess.executable, "serve", "--plain-http", "--listen", "127.0.0.1:0"]
            let exit = try await Command("/usr/bin/env", words + place.options).result()
            #expect(exit.code != 0 && exit.output.contains("\(option), or \(name), takes"), "\(exit.output)")
        }
    }

    @Test func `the demonstration keeps away from a database in use`() async throws {
        let place = Place(try await GivenLine.database())
        #expect(try await place.run("account", "add", "王建国", "--role", "supervisor").code == 0)
        let output = try await place.refusedStart("--demo", "--listen", "127.0.0.1:0")
        #expect(output.contains("Start without --demo"), "\(output)")
        #expect(try await place.run("account", "list").output.split(separator: "\n").count == 1)
    }

    @Test func `a demo account that was revoked stays so until it is renewed`() async throws {
        let place = Place(try await GivenLine.database())
        var server = try await place.server(["--demo"])
        let (handler, supervisor) = (try place.token(of: "handler_a"), try place.token(of: "supervisor"))
        #expect(try await status(server, "/v1/queue", token: handler) == 200)
        #expect(try await place.run("account", "revoke", "demo-handler_a").code == 0)
        server.signal(SIGTERM)
        #expect(await server.exit == 0)

        server = try await place.server(["--demo"])
        #expect(try place.token(of: "supervisor") == supervisor)
        #expect(try await status(server, "/v1/reports/overdue", token: supervisor) == 200)
        #expect(try place.token(of: "handler_a") == handler)
        #expect(try await status(server, "/v1/queue", token: handler) == 401)

        let renewed = try await place.run("account", "renew", "demo-handler_a", "--days", "2")
        #expect(renewed.code == 0)
        let token = renewed.output.filter { !$0.isWhitespace }
        try await eventually { try await status(server, "/v1/queue", token: token) == 200 }
        #expect(try await status(server, "/v1/queue", token: handler) == 401)
        let list = try await place.run("account", "list").output
        #expect(list.contains("demo-handler_a\thandler\t331102-urban-management\tuntil"), "\(list)")
        #expect(try await place.run("account", "renew", "nobody").code != 0)
        server.signal(SIGTERM)
        #expect(await server.exit == 0)
    }

    @Test(arguments: ["dispatcher", "supervisor"])
    func `who decides between departments belongs to none`(role: String) async throws {
        let place = Place(try await GivenLine.database())
        let refused = try await place.run("account", "add", "x", "--role", role, "--department", "331102-urban-management")
        #expect(refused.code != 0 && refused.output.contains("leave out --department"), "\(refused.output)")
    }
}
