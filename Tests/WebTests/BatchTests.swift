import Casework
import Database
import Formats
import Testing

@Suite("Batches", .timeLimit(.minutes(2)))
struct BatchTests {
    @Test func `three hundred at once are all stored, each under a number of its own`() async throws {
        let line = try await GivenLine()
        let second = try await line.another()
        let files = try await together(300) { index in
            try await [line, second][index % 2].submit(GivenLine.complaint.replacing("夜市", with: "第\(index)"))
        }
        #expect(Set(files.map(\.number)).count == 300 && Set(files.map(\.queryCode)).count > 290)
        #expect(files.allSatisfy { CaseNumber($0.number) != nil })
        #expect(try await line.count("select count(*) from cases") == 300)
        // Everything of each case is there, and the right thing in each.
        #expect(
            try await line.count(
                """
                select count(*) from cases c
                where (select count(*) from case_events e where e.case_id = c.id) = c.event_count
                    and (select count(*) from clocks k where k.case_id = c.id) = c.clock_count
                    and exists (select from routings r where r.case_id = c.id and r.department = c.department)
                """) == 300)
        for index in stride(from: 0, to: 300, by: 37) {
            let read = try await line.track(files[index].number, files[index].queryCode)
            #expect(read.json["title"].text == "第\(index)占道经营")
        }
        await second.stop()
        await line.stop()
    }

    /// Rows that the lists in memory still know and the tables no longer: only PostgreSQL can refuse them.
    @Test func `what the database refuses fails alone`() async throws {
        let line = try await GivenLine()
        try await line.forgetBehindItsBack(category: "030702", region: "331102206")
        let bad = [
            GivenLine.complaint.replacing("030701", with: "030702"),
            GivenLine.complaint.replacing(#""331102""#, with: #""331102206""#),
            String(GivenLine.complaint.dropLast()) + #","against":{"department":"331102206"}}"#,
        ]
        let replies = try await together(120) { index in
            try await line.call("POST", "/v1/cases", index % 4 == 3 ? bad[index / 4 % 3] : GivenLine.complaint)
        }
        for (index, reply) in replies.enumerated() {
            if index % 4 == 3 {
                // The lists have changed under the request: another try will see the new ones.
                #expect(reply.status == 503 && reply.code == "busy" && reply["retry-after"] != nil, "\(reply.status) \(reply.text)")
            } else {
                #expect(reply.status == 201, "\(reply.text)")
            }
        }
        #expect(try await line.count("select count(*) from cases") == 90)
        await line.stop()
    }
}

extension GivenLine {
    /// Removes rows of the lists without a word to those who hold them in memory.
    func forgetBehindItsBack(category: String, region: String) async throws {
        try await database.transaction { transaction in
            for table in ["categories", "regions", "departments", "responsibilities", "keywords"] {
                try await transaction.execute("alter table \(unsafeSQL: table) disable trigger user")
            }
            try await transaction.execute("delete from keywords where category = \(category)")
            try await transaction.execute(
                "delete from responsibilities where category = \(category) or region = \(region) or department = \(region)")
            try await transaction.execute("delete from categories where code = \(category)")
            try await transaction.execute("delete from departments where code = \(region)")
            try await transaction.execute("delete from regions where code = \(region)")
        }
    }
}
