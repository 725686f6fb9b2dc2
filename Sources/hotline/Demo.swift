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

    static func loadLists(from directory: String, into database: Database, at now: Instant) async throws {
        let difference = try await ListImport(directory: directory).run(on: database, dryRun: false, today: now.day)
        if !difference.isEmpty { tell("The Lishui lists were loaded.") }
    }

    static func prepare(desk: ServiceDesk, database: Database, in directory: String, at now: Instant) async throws -> Demo {
        let tokensPath = "\(directory)/demo-tokens.json"
        let samplePath = "\(directory)/demo-case.json"
        try await makeAccounts(in: database, tokensPath: tokensPath, at: now)
        let known = Files.exists(samplePath) ? try? JSONParser.parse(try Files.read(samplePath)) : nil
        if let number = known?.object?["number"]?.string, let code = known?.object?["query_code"]?.string,
            let parsed = CaseNumber(number), (try? await desk.track(parsed, code: code)) != nil
        {
            return Demo(tokensPath: tokensPath, sample: Sample(number: number, queryCode: code))
        }
        let bytes = try await submitSample(to: desk, database: database, at: now)
        try Files.writePrivately(bytes, to: samplePath)
        let made = try JSONParser.parse(bytes).object
        return Demo(
            tokensPath: tokensPath, sample: Sample(number: made?["number"]?.string ?? "", queryCode: made?["query_code"]?.string ?? ""))
    }

    /// Accounts that exist keep the tokens in the file; if the file is gone, all get new ones.
    private static func makeAccounts(in database: Database, tokensPath: String, at now: Instant) async throws {
        let accounts = Accounts(database)
        let existing = Set(try await accounts.list().filter { $0.tokenExpiresAt.map { now < $0 } ?? false }.map(\.name))
        let names = Self.accounts.map { "demo-\($0.key)" }
        if Files.exists(tokensPath), existing.isSuperset(of: names) { return }
        var writer = JSONWriter()
        var tokens: [(String, String)] = []
        for account in Self.accounts {
            tokens.append(
                (
                    account.key,
                    try await accounts.renew(
                        name: "demo-\(account.key)", roles: account.roles, department: account.department, at: now, days: 365)
                ))
        }
        writer.object { object in
            for (key, token) in tokens { object.member(key, token) }
        }
        try Files.writePrivately(writer.bytes, to: tokensPath)
    }

    /// A letter that reached the line ten days ago and is recorded only now, so that the overdue report has something to show.
    private static func submitSample(to desk: ServiceDesk, database: Database, at now: Instant) async throws -> [UInt8] {
        let recorder = try await Accounts(database).id(of: "demo-operator")
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
