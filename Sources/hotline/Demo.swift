import Casework
import Database
import Formats
import ServiceDesk
import WorkingTime

/// The demonstration: the Lishui lists, an account for each role, one case that came in late, and
/// three commands to try.
struct Demo {
    private let tokensPath: String
    private let sample: Sample

    /// The case that is there to be tracked.
    private struct Sample {
        let number: String
        let queryCode: String
    }

    /// The accounts: two handlers of two departments, one of each other role. The dispatcher also
    /// records calls, as in a small line.
    private static let accounts: [(key: String, roles: Set<Role>, department: DepartmentCode?)] = [
        ("operator", [.operator], nil),
        ("dispatcher", [.dispatcher, .operator], nil),
        ("handler_a", [.handler], DepartmentCode(rawValue: "331102-urban-management")),
        ("handler_b", [.handler], DepartmentCode(rawValue: "331121-market-regulation")),
        ("department_head", [.departmentHead], DepartmentCode(rawValue: "331102-urban-management")),
        ("supervisor", [.supervisor], nil),
        ("custodian", [.custodian], nil),
        ("auditor", [.auditor], nil),
        ("administrator", [.administrator], nil),
    ]

    /// A database in use that the demonstration must not touch.
    struct InUse: Error, CustomStringConvertible {
        let description =
            "The database holds cases or accounts that the demonstration did not make: --demo would overwrite its lists and make "
            + "administrators. Start without --demo, or give the demonstration a database of its own."
    }

    /// Refuses a database that is not the demonstration's, before anything is changed in it.
    /// - Parameter isOwn: of the data directory; there its keeper may have added accounts to the demonstration's.
    static func refuseDatabaseInUse(_ database: Database, isOwn: Bool) async throws {
        let tables = try await database.query("select to_regclass('accounts') is not null and to_regclass('cases') is not null")
        guard try tables.first?.decode(Bool.self) == true else { return }
        let names = Set(try await Accounts(database).list().map(\.name))
        let demonstrated = Set(accounts.map { name(of: $0.key) })
        let hasCases = try await !database.query("select 1 from cases limit 1").isEmpty
        if names.isDisjoint(with: demonstrated) {
            if hasCases || !names.isEmpty { throw InUse() }
        } else if !isOwn, !names.isSubset(of: demonstrated) {
            throw InUse()
        }
    }

    /// Once: what was changed on the line since, by a notice or a proposal, stays while the files do.
    static func loadLists(from directory: String, into database: Database, at now: Instant) async throws {
        let lists = ListImport(directory: directory)
        if try await lists.isApplied(to: database) { return }
        do {
            let difference = try await lists.run(on: database, dryRun: false, today: now.day)
            if !difference.isEmpty { tell("The Lishui lists were loaded.") }
        } catch let refused as ListImportError {
            guard try await hasLists(database) else { throw refused }
            // Cases go by what is stored: the line goes on with that, and its keeper decides.
            tell("The Lishui lists were not loaded; those stored stay. \(refused)")
        }
    }

    private static func hasLists(_ database: Database) async throws -> Bool {
        try await database.query("select exists (select from departments)").first?.decode(Bool.self) ?? false
    }

    static func prepare(desk: ServiceDesk, database: Database, in directory: String, at now: Instant) async throws -> Demo {
        let tokensPath = "\(directory)/demo-tokens.json"
        let samplePath = "\(directory)/demo-case.json"
        try await makeAccounts(in: database, tokensPath: tokensPath, at: now)
        let known = Files.exists(samplePath) ? try? JSONParser.parse(try Files.read(samplePath)) : nil
        if let number = known?.object?["number"]?.string, let code = known?.object?["query_code"]?.string,
            let parsed = CaseNumber(number), (try? await desk.track(parsed, code: code, at: now)) != nil
        {
            return Demo(tokensPath: tokensPath, sample: Sample(number: number, queryCode: code))
        }
        let bytes = try await submitSample(to: desk, database: database, at: now)
        try Files.writePrivately(bytes, to: samplePath)
        let made = try JSONParser.parse(bytes).object
        return Demo(
            tokensPath: tokensPath, sample: Sample(number: made?["number"]?.string ?? "", queryCode: made?["query_code"]?.string ?? ""))
    }

    /// Makes the accounts that are missing. Those that exist stay as they are, revoked ones too; only if the file of
    /// tokens is gone do all get new ones.
    private static func makeAccounts(in database: Database, tokensPath: String, at now: Instant) async throws {
        let accounts = Accounts(database)
        let isFileThere = Files.exists(tokensPath)
        let existing = Set(try await accounts.list().map(\.name))
        let known = isFileThere ? try JSONParser.parse(try Files.read(tokensPath)).object : nil
        var tokens: [(String, String)] = []
        for (key, roles, department) in Self.accounts {
            let name = name(of: key)
            if !existing.contains(name) {
                tokens.append((key, try await accounts.add(name: name, roles: roles, department: department, at: now, days: 365)))
            } else if !isFileThere, let token = try await accounts.renew(name: name, at: now, days: 365) {
                tokens.append((key, token))
            } else if let token = known?[key]?.string {
                tokens.append((key, token))
            }
        }
        if isFileThere, existing.isSuperset(of: Self.accounts.map { name(of: $0.key) }) { return }
        var writer = JSONWriter()
        writer.object { object in
            for (key, token) in tokens { object.member(key, token) }
        }
        try Files.writePrivately(writer.bytes, to: tokensPath)
    }

    private static func name(of key: String) -> String { "demo-\(key)" }

    /// A letter that reached the line ten days ago and is recorded only now, so that the overdue report has something to show.
    private static func submitSample(to desk: ServiceDesk, database: Database, at now: Instant) async throws -> [UInt8] {
        let recorder = try await Accounts(database).id(of: name(of: "operator"))
        let filing = Filing(
            kind: .complaint, title: "小区门口占道经营，噪音扰民",
            body: "莲都区白云街道某小区东门每晚有流动摊贩占道经营，油烟和噪音影响居民休息，多次劝导无效，请城管部门处理。",
            region: RegionCode(rawValue: "331102"), address: "丽水市莲都区白云街道", channel: .letter,
            receivedAt: Instant(microseconds: now.microseconds - 10 * 86_400_000_000), registeredBy: recorder)
        return try await desk.submit(filing, key: nil, at: now) { receipt in
            var writer = JSONWriter()
            writer.object {
                $0.member("number", receipt.number.description)
                $0.member("query_code", receipt.queryCode)
            }
            return writer.bytes
        }
    }

    /// Three commands that work exactly as printed.
    func announce(url: String, certificate: String?) {
        let curl = certificate.map { "curl -sS --cacert '\($0)'" } ?? "curl -sS"
        let body = #"{"kind":"complaint","title":"路灯不亮","body":"莲都区紫金街道花园路路灯坏了三天，夜间出行不便，请维修。","location":{"address":"丽水市莲都区紫金街道花园路"}}"#
        let token = #"$(sed -n 's/.*"supervisor":"\([0-9a-f]*\)".*/\1/p' '"# + tokensPath + "')"
        tell(
            """
            Bearer tokens of the demo accounts are in \(tokensPath)

            Submit a request:
            \(curl) -H 'Content-Type: application/json' -d '\(body)' \(url)/v1/cases

            Track a case:
            \(curl) -H 'X-Query-Code: \(sample.queryCode)' \(url)/v1/tracking/\(sample.number)

            What is overdue, as the supervisor sees it:
            \(curl) -H "Authorization: Bearer \(token)" \(url)/v1/reports/overdue
            """)
    }
}
