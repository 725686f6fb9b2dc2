import Casework
import Database

/// Holds histories against the cases: each must rebuild its case exactly.
public struct Histories: Sendable {
    /// A case that its history does not tell as it stands.
    public struct Finding: Sendable {
        public let number: String
        /// What differs or cannot be read, by the names of the history's changes.
        public let differences: String
    }

    public struct Summary: Sendable {
        /// Cases whose history rebuilt them.
        public internal(set) var rebuilt = 0
        /// Cases begun before histories told everything; nothing can be said of them.
        public internal(set) var older = 0
        public internal(set) var differing = 0
    }

    private let database: Database

    public init(_ database: Database) {
        self.database = database
    }

    /// Replays every case, `batch` at a time in the order of their ids, beside whatever the line does meanwhile.
    public func verify(batch: Int = 500, each report: @escaping @Sendable (Finding) -> Void) async throws(DeskError) -> Summary {
        var summary = Summary()
        var last = 0
        while true {
            let after = last
            let (verdicts, end) = try await desk {
                try await self.database.transaction(isolation: .repeatableRead, readOnly: true) { transaction in
                    let files = try await CaseStore.batch(after: after, limit: batch, in: transaction)
                    let lines = try await Self.lines(of: files.map(\.id.rawValue), in: transaction)
                    return (files.map { Self.verdict(on: $0, by: lines[$0.id.rawValue] ?? []) }, files.last?.id.rawValue)
                }
            }
            for verdict in verdicts {
                switch verdict {
                case .same: summary.rebuilt += 1
                case .older: summary.older += 1
                case .differs(let finding):
                    summary.differing += 1
                    report(finding)
                }
            }
            guard let end else { return summary }
            last = end
        }
    }

    private enum Verdict {
        case same, older
        case differs(Finding)
    }

    /// What the lines of several histories changed, each in its order.
    private static func lines(of ids: [Int], in database: some Queryable) async throws -> [Int: [String]] {
        let rows = try await database.query(
            """
            select case_id, changes::text from case_events where case_id = any(\(ids)) and changes is not null order by case_id, ordinal
            """)
        var lines: [Int: [String]] = [:]
        for row in rows {
            let (id, changes) = try row.decode((Int, String).self)
            lines[id, default: []].append(changes)
        }
        return lines
    }

    private static func verdict(on file: Case, by lines: [String]) -> Verdict {
        let number = file.number.description
        do {
            let told = try Case(replaying: try lines.map { try CaseChanges(json: $0) }, id: file.id)
            let differences = CaseChanges(from: told, to: file.recorded)
            if told == file.recorded { return .same }
            return .differs(Finding(number: number, differences: differences.json?.text ?? "more than the case has"))
        } catch ReplayFailure.notOpened {
            return .older
        } catch {
            return .differs(Finding(number: number, differences: String(describing: error)))
        }
    }
}
