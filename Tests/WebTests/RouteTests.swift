import Casework
import HTTPTypes
import ServiceDesk
import Testing
import WorkingTime
import Yams

@testable import Web

@Suite("Routes", .timeLimit(.minutes(2)))
struct RouteTests {
    @Test func `every route has the roles of the golden file, and no other route is there`() throws {
        let golden = String(decoding: try file(repository + "/Tests/WebTests/routes.golden"), as: UTF8.self)
        let routes = RouteTable.routes.map { route in
            let access =
                switch route.access {
                case .anyone: "anyone"
                case .requester: "query code"
                case .staff(let roles): roles.map(\.rawValue).sorted().joined(separator: ", ")
                }
            return "\(route.method) \(route.path) — \(access)"
        }
        #expect(routes.sorted() == golden.split(separator: "\n").map(String.init).sorted())
    }

    @Test func `the contract describes the routes that are there and no others`() throws {
        let contract = String(decoding: try file(repository + "/api/openapi.yaml"), as: UTF8.self)
        let document = try #require(try Yams.load(yaml: contract) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let methods: Set = ["get", "put", "post", "delete", "patch", "head", "options", "trace"]
        var described: [String] = []
        for (path, item) in paths {
            for method in item.keys where methods.contains(method) { described.append("\(method.uppercased()) \(path)") }
        }
        #expect(described.sorted() == RouteTable.routes.map { "\($0.method) \($0.path)" }.sorted())
    }

    @Test func `the contract names the parameters of each route`() throws {
        let contract = String(decoding: try file(repository + "/api/openapi.yaml"), as: UTF8.self)
        let document = try #require(try Yams.load(yaml: contract) as? [String: Any])
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let components = document["components"] as? [String: Any]
        let shared = components?["parameters"] as? [String: [String: Any]] ?? [:]
        func parameters(_ list: Any?) -> [[String: Any]] {
            (list as? [[String: Any]] ?? []).map { parameter in
                guard let reference = parameter["$ref"] as? String, let name = reference.split(separator: "/").last else {
                    return parameter
                }
                return shared[String(name)] ?? [:]
            }
        }
        for route in RouteTable.routes {
            let item = paths[route.path]
            let operation = item?[route.method.rawValue.lowercased()] as? [String: Any]
            let all = parameters(item?["parameters"]) + parameters(operation?["parameters"])
            let names = all.filter { $0["in"] as? String == "query" }.compactMap { $0["name"] as? String }
            #expect(Set(names) == Set(route.query), "\(route.method) \(route.path)")
        }
    }

    @Test func `the contract knows the problem codes that are explained, and no others`() throws {
        let contract = String(decoding: try file(repository + "/api/openapi.yaml"), as: UTF8.self)
        let components = try #require((try Yams.load(yaml: contract) as? [String: Any])?["components"] as? [String: Any])
        // By the names on the way; a reference ends it.
        func codes(_ path: String...) -> Set<String> {
            let end = path.reduce(components as Any?) { node, name in (node as? [String: Any])?[name] } as? [String: Any]
            return Set(end?["enum"] as? [String] ?? [])
        }
        let page = String(decoding: try file(repository + "/api/problems.md"), as: UTF8.self)
        let rows = page.split(separator: "\n").map { $0.split(separator: "|").map { $0.filter { !" `".contains($0) } } }
        let explained = rows.filter { $0.count == 5 && Int($0[1]) != nil }
        #expect(explained.count > 50)
        #expect(codes("schemas", "Problem", "properties", "code") == Set(explained.map { $0[0] }))
        let conflict = codes("responses", "Conflict", "content", "application/problem+json", "schema", "properties", "code")
        #expect(conflict == Set(explained.filter { $0[1] == "409" }.map { $0[0] }))
    }

    @Test func `the gate opens to the right roles only`() async throws {
        let line = try await GivenLine()
        let places = try await Places(in: line)
        let expired = try await line.expiredToken()
        let revoked = try await line.revokedToken()
        let badTokens = [
            nil, "Bearer", "Bearer garbage", "Bearer \(expired)", "Bearer \(revoked)", "Basic dXNlcjpwYXNz",
            "Bearer \(line.token(of: .supervisor)) x", "Bearer \(String(repeating: "a", count: 600))", line.token(of: .supervisor),
        ]
        for route in RouteTable.routes {
            guard case .staff(let roles) = route.access else { continue }
            let path = places.path(of: route)
            var answers: Set<[UInt8]> = []
            for token in badTokens {
                let headers = token.map { [("Authorization", $0)] } ?? []
                let reply = try await line.call(route.method.rawValue, path, headers: headers, places.body(of: route))
                #expect(reply.status == 401 && reply["www-authenticate"] == "Bearer", "\(route.method) \(path) with \(token ?? "no token")")
                answers.insert(reply.bytes)
            }
            #expect(answers.count == 1, "\(path): refusals differ")
            for role in Role.allCases {
                // A stream that opens does not end.
                let method = route.path.hasSuffix("/stream") && roles.contains(role) ? "HEAD" : route.method.rawValue
                let reply = try await line.call(
                    method, path, as: .only(role), headers: [("If-Match", "\"1\"")], places.body(of: route))
                if roles.contains(role) {
                    #expect(
                        ![401, 403, 405, 500, 503].contains(reply.status),
                        "\(route.method) \(path) as \(role): \(reply.status) \(reply.text)")
                } else {
                    #expect(reply.status == 403 && reply.code == "role_may_not", "\(route.method) \(path) as \(role): \(reply.status)")
                }
            }
        }
        await line.stop()
    }

    @Test func `what one may not know of is not there`() async throws {
        let line = try await GivenLine()
        let places = try await Places(in: line)
        for route in RouteTable.routes {
            guard case .staff(let roles) = route.access, route.path.contains("{") else { continue }
            for person in [Person.stranger, .strangeHead, .recorder] where !roles.isDisjoint(with: person.roles) {
                let seen = [("If-Match", "\"1\"")]
                let reply = try await line.call(
                    route.method.rawValue, places.path(of: route), as: person, headers: seen, places.body(of: route))
                #expect(reply.status == 404, "\(route.method) \(route.path) as \(person): \(reply.status) \(reply.text)")
                let unknown = try await line.call(
                    route.method.rawValue, places.nobodys.path(of: route), as: person, headers: seen, places.body(of: route))
                #expect(unknown.status == 404 && unknown.bytes == reply.bytes, "\(route.method) \(route.path): the unknown looks different")
            }
        }
        await line.stop()
    }

    @Test func `lists show strangers nothing`() async throws {
        let line = try await GivenLine()
        _ = try await Places(in: line)
        for path in ["/v1/cases?total=true", "/v1/queue?total=true", "/v1/supervision-orders"] {
            let own = try await line.call("GET", path, as: .handler)
            #expect(!own.json["items"].items.isEmpty, "\(path)")
            let reply = try await line.call("GET", path, as: .stranger)
            #expect(reply.status == 200 && reply.json["items"].items.isEmpty, "\(path): \(reply.text)")
            #expect([nil, 0].contains(reply.json["total"].int))
        }
        #expect(try await line.call("GET", "/v1/cases", as: .recorder).json["items"].items.isEmpty)
        await line.stop()
    }

    @Test func `an unknown path and an unknown method are told apart`() async throws {
        let line = try await GivenLine.shared()
        for path in ["/", "/v1", "/v1/case", "/v1/cases/1/2/3", "/v2/cases", "/v1/cases/%00", "/docs/../v1"] {
            let reply = try await line.call("GET", path, as: .supervisor)
            #expect(reply.status == 404 && reply.code == "not_found", "\(path): \(reply.status)")
            #expect(reply["content-type"] == "application/problem+json")
        }
        var methods: [String: Set<String>] = [:]
        for route in RouteTable.routes { methods[route.path, default: []].insert(route.method.rawValue) }
        for (path, known) in methods {
            let allowed = known.contains("GET") ? known.union(["HEAD"]) : known
            for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] where !allowed.contains(method) {
                let reply = try await line.call(method, path)
                #expect(reply.status == 405, "\(method) \(path): \(reply.status)")
                #expect(reply["allow"] == allowed.sorted().joined(separator: ", "), "\(method) \(path)")
            }
        }
    }

    @Test(arguments: [
        "/livez", "/v1/regions", "/v1/cases", "/nowhere", "/v1/queue/claims", "/v1/reports/overdue?format=csv", "/v1/cases?x=1",
    ])
    func `HEAD answers as GET does, without a body`(path: String) async throws {
        let line = try await GivenLine.shared()
        let headers = [("Authorization", "Bearer \(line.token(of: .supervisor))")]
        let connection = try await line.connection()
        let head = try await connection.call("HEAD", path, headers)
        // A body after a HEAD would be read as the next answer.
        let get = try await connection.call("GET", path, headers)
        #expect(head.status == get.status)
        #expect(head["content-type"] == get["content-type"])
        let refused = try await connection.call("HEAD", "/v1/cases")
        #expect(refused.status == 401)
        #expect(try await connection.call("GET", "/livez").text == "ok\n")
        await connection.close()
    }

    @Test(arguments: [
        ("/v1/cases?stat=received", "stat unknown_parameter"), ("/v1/cases?state=lost", "state unknown_value"),
        ("/v1/cases?limit=0", "limit out_of_range"), ("/v1/cases?limit=501", "limit out_of_range"),
        ("/v1/cases?limit=x", "limit out_of_range"), ("/v1/cases?limit=1&limit=2", "limit repeated"),
        ("/v1/cases?cursor=1-2", "cursor malformed_cursor"), ("/v1/cases?cursor=-1", "cursor malformed_cursor"),
        ("/v1/cases?cursor=99999999999999999999", "cursor malformed_cursor"), ("/v1/cases?total=1", "total wrong_type"),
        ("/v1/cases?department=nobody", "department unknown_code"), ("/v1/cases?category=%00", "category unknown_code"),
        ("/v1/cases?received_from=yesterday", "received_from malformed_instant"),
        ("/v1/reports/overdue?as_of=2099-01-01T00:00:00%2B08:00", "as_of in_the_future"),
        ("/v1/reports/overdue?cursor=9999999999999999-1-1-1", "cursor in_the_future"),
        ("/v1/reports/overdue?format=xml", "format unknown_value"), ("/livez?verbose=1", "verbose unknown_parameter"),
    ])
    func `a parameter that means nothing is refused by name`(path: String, fault: String) async throws {
        let line = try await GivenLine.shared()
        let reply = try await line.call("GET", path, as: .supervisor)
        #expect(reply.status == 400 && reply.code == "invalid_parameter", "\(reply.status) \(reply.text)")
        #expect(reply.faults == [fault])
    }

    @Test(arguments: [
        "/v1/queue?cursor=9999999999999999-9999999999999999", "/v1/queue?cursor=0-0", "/v1/cases?cursor=9999999999999999",
        "/v1/queue?due_before=9999-12-31T23:59:59%2B08:00", "/v1/cases?received_from=9999-12-31T23:59:59%2B08:00",
        "/v1/return-requests?cursor=9999999999999999", "/v1/cards?cursor=9999999999999999-9999999999999999",
        "/v1/notices?cursor=9999999999999999", "/v1/accountability-entries?cursor=9999999999999999",
        "/v1/supervision-orders?cursor=9999999999999999",
        "/v1/reports/overdue?cursor=1-9999999999999999-9999999999999999-1", "/v1/reports/overdue?cursor=0-0-0-0",
    ])
    func `far ends of the ranges are no fault`(path: String) async throws {
        let line = try await GivenLine.shared()
        #expect(
            try await line.call(
                "GET", path, as: ["ov", "orders", "cards", "account"].contains { path.contains($0) } ? .supervisor : .dispatcher
            ).status == 200)
    }

    @Test func `problems speak the language that is asked for`() async throws {
        let line = try await GivenLine.shared()
        for (accepted, language) in [
            (nil, "zh"), ("en", "en"), ("en-GB, en;q=0.9", "en"), ("zh-CN, en;q=0.8", "zh"), ("de, en;q=0.5", "en"), ("en;q=0", "zh"),
            ("en;q=x;;,", "en"), ("*", "zh"),
        ] {
            let reply = try await line.call("GET", "/nowhere", headers: accepted.map { [("Accept-Language", $0)] } ?? [])
            #expect(reply["content-language"] == language, "\(accepted ?? "nothing")")
            #expect(reply.json["title"].text == (language == "zh" ? "未找到" : "Not found"))
        }
    }
}
