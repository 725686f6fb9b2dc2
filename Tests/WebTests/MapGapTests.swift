import Casework
import Database
import Formats
import ServiceDesk
import Testing
import WorkingTime

@Suite("Gaps and overlaps of the map", .timeLimit(.minutes(2)))
struct MapGapTests {
    private static let path = "/v1/reports/responsibilities"

    private static func pages(_ path: String, of line: GivenLine) async throws -> [JSON] {
        var items: [JSON] = []
        var cursor = ""
        repeat {
            let page = try await line.call("GET", path + cursor, as: .administrator)
            try #require(page.status == 200, "\(page.text)")
            items += page.json["items"].items
            cursor = page.json["next"].string.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
        return items
    }

    @Test func `a gap is where the map answers a question with no department`() async throws {
        let line = try await GivenLine()
        let day = try #require(Day("2026-12-01"))
        // One entry ends, and another answers for some kinds in one county.
        _ = try await line.accept(try await line.propose(GivenLine.ending(of: try await line.stallEntry(), on: "2026-11-30")))
        let map = line.desk.jurisdiction.map
        let parts = map.responsibilities.filter { "030701".hasPrefix($0.category.rawValue) && $0.isValid(on: day) }
        for entry in parts { _ = try await line.accept(try await line.propose(GivenLine.ending(of: entry.id, on: "2026-11-30"))) }
        let partial =
            #"{"sort":"addition","entry":{"category":"030701","kinds":["complaint"],"region":"331121","assignee":"code:331121-gov","valid_from":"2026-12-01"}}"#
        #expect(try await line.accept(try await line.propose(partial)).status == 200)

        let gaps = try await Self.pages("\(Self.path)/gaps?on=2026-12-01&category=030701&limit=50", of: line)
        let changed = line.desk.jurisdiction.map
        var expected: [String] = []
        for region in changed.regions where region.level > .city {
            let kinds = Kind.allCases.filter { kind in
                let question = RoutingQuestion(
                    kind: kind, category: CategoryCode("030701"), region: region.code, title: "", body: "", on: day)
                return changed.resolve(question).lead == nil
            }
            if !kinds.isEmpty { expected.append("\(region.code) \(kinds.map(\.rawValue))") }
        }
        #expect(gaps.map { "\($0["region"]["code"].text) \($0["kinds"].items.map(\.text))" } == expected && expected.count > 100)
        let county = try await line.call("GET", "\(Self.path)/gaps?on=2026-12-01&category=030701&region=331121", as: .supervisor).json
        #expect(county["items"].items.allSatisfy { $0["kinds"].items.count == 5 } && !county["items"].items.isEmpty)
        let csv = try await line.call(
            "GET", "\(Self.path)/gaps?on=2026-12-01&category=0307", as: .supervisor, headers: [("Accept", "text/csv")])
        #expect(csv["content-disposition"] == "attachment; filename=\"responsibility-gaps.csv\"")
        #expect(try CSVTable(parsing: csv.bytes, file: "gaps.csv").rows.count >= gaps.count)
        await line.stop()
    }

    @Test func `the gaps of the whole map come in pages and as one file`() async throws {
        let line = try await GivenLine.shared()
        let paged = try await Self.pages("\(Self.path)/gaps?on=2026-09-16&limit=500", of: line)
        let csv = try CSVTable(
            parsing: try await line.call("GET", "\(Self.path)/gaps?on=2026-09-16&format=csv&lang=en", as: .supervisor).bytes,
            file: "gaps.csv")
        func keys(_ gaps: [(String, String)]) -> [String] { gaps.map { "\($0.0) \($0.1)" }.sorted() }
        #expect(
            keys(paged.map { ($0["category"]["code"].text, $0["region"]["code"].text) })
                == keys(csv.rows.map { ($0["category"] ?? "", $0["region"] ?? "") }))
        let map = line.desk.jurisdiction.map
        #expect(paged.count == map.gaps(on: GivenLine.morning.day).count)
    }

    @Test func `an overlap names the entry that loses though it is closer in one respect`() async throws {
        let line = try await GivenLine()
        let before = try await Self.pages("\(Self.path)/overlaps?on=2026-12-01&limit=7", of: line)
        let broad =
            #"{"sort":"addition","entry":{"category":"03","region":"331121001","assignee":"code:331121-gov","valid_from":"2026-12-01"}}"#
        let made = try await line.accept(try await line.propose(broad)).json["responsibility_made"].int
        let after = try await Self.pages("\(Self.path)/overlaps?on=2026-12-01&limit=7", of: line)
        let new = after.filter { $0["loser"]["id"].int == made }
        #expect(after.count - before.count == new.count && !new.isEmpty)
        for overlap in new {
            #expect(overlap["decided_by"].text == "deeper_category" && overlap["region"]["code"].text == "331121001")
            #expect(overlap["example"]["passed_over"]["code"].text == "331121-gov")
            let category = overlap["category"]["code"].text
            let answer = try await line.call(
                "POST", "/v1/responsibilities/resolve",
                #"{"kind":"\#(overlap["kinds"].items[0].text)","category":"\#(category)","region":"331121001","on":"2026-12-01"}"#
            ).json
            #expect(answer["responsibility"].int == overlap["winner"]["id"].int, "\(category)")
            #expect(answer["department"].text == overlap["example"]["leads"]["code"].text)
        }
        let csv = try await line.call("GET", "\(Self.path)/overlaps?on=2026-12-01&format=csv", as: .supervisor)
        #expect(csv.text.split(separator: "\n").count == after.count + 1)
        #expect(try await line.call("GET", "\(Self.path)/overlaps?cursor=1", as: .supervisor).faults == ["cursor malformed_cursor"])
        await line.stop()
    }
}
