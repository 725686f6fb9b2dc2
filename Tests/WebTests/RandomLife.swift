import Testing
import WorkingTime

/// Cases that come, are worked on or forgotten as chance has it, while the clock runs on.
struct RandomLife {
    static let harmfulTitles = ["=SUM(1;1)", "+SUM(1)", "-SUM(1)", "@SUM(1)"]

    private let line: GivenLine
    private var dice: Dice
    private(set) var files: [GivenCase] = []
    private var titles = harmfulTitles

    init(_ line: GivenLine, seed: UInt64) {
        self.line = line
        dice = Dice(seed)
    }

    /// Each step is some hours long and brings seven cases and fourteen deeds.
    mutating func run(steps: Int) async throws {
        for _ in 0..<steps {
            line.clock.now = line.clock.now.adding(seconds: Int64(60 + dice.below(5 * 3600)))
            let filings = (0..<7).map { _ in filing() }
            let deeds = files.isEmpty ? [] : (0..<14).map { _ in deed(on: files[dice.below(files.count)]) }
            let line = line
            async let new = together(filings.count) { try await line.submit(filings[$0]) }
            // What chance asks may not be possible: then nothing happens, which is part of life.
            _ = try await together(deeds.count) { index in
                let (method, path, person, body) = deeds[index]
                let reply = try await line.call(method, path, as: person, headers: [("If-Match", "*")], body)
                try #require(reply.status < 500, "\(reply.text)")
                return reply.status
            }
            files += try await new
        }
    }

    private mutating func filing() -> String {
        let kind = ["complaint", "complaint", "report", "help_request", "consultation"][dice.below(5)]
        let title = titles.popLast() ?? "占道经营"
        // One in seven has no place, and waits for a dispatcher who may not come.
        if dice.below(7) == 0 { return #"{"kind":"\#(kind)","title":"求助","body":"请帮忙"}"# }
        let region = ["331102", "331102", "331121", "331102004"][dice.below(4)]
        return #"{"kind":"\#(kind)","title":"\#(title)","body":"占道经营","category":"030701","region":"\#(region)"}"#
    }

    private mutating func deed(on file: GivenCase) -> (String, String, Person, String?) {
        switch dice.below(10) {
        case 0: ("PUT", "\(file.path)/signature", .handler, nil)
        case 1, 2: ("PUT", "\(file.path)/acceptance", .handler, nil)
        case 3: ("POST", "\(file.path)/contacts", .handler, #"{"means":"phone","reached":true,"text":"已联系"}"#)
        case 4: ("PUT", "\(file.path)/reply", .handler, #"{"text":"已办","outcome":"solved"}"#)
        case 5: ("PUT", "\(file.path)/review", .supervisor, #"{"approved":\#(dice.below(2) == 0),"text":"复核"}"#)
        case 6: ("PUT", "\(file.path)/closure", .supervisor, #"{"outcome":"solved"}"#)
        case 7: ("PUT", "\(file.path)/callback", .supervisor, #"{"contacted":\#(dice.below(2) == 0 ? "false" : #"true,"solved":true"#)}"#)
        case 8: ("POST", "/v1/supervision-orders", .supervisor, #"{"cases":["\#(file.number)"],"demand":"限期"}"#)
        default: ("PUT", "\(file.path)/dispatch", .dispatcher, #"{"department":"331102-construction"}"#)
        }
    }
}
