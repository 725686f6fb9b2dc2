import Casework
import CaseworkSQL
import Database
import IdentityVault
import WorkingTime

/// The natural batch: while one statement is in flight, all the submissions that arrive wait
/// together, and the next statement writes all of them. No timer and no added delay: a lone
/// submission goes at once.
actor IntakeBatches {
    /// Statements in flight at once, so that the processor has work while the disk syncs.
    private static let lanes = 2
    /// Submissions in one statement.
    private static let largestBatch = 256
    /// Beyond this many waiting, new ones are told to come back: better than to keep them past their patience.
    private static let mostWaiting = 4096
    /// The same for the bytes of their texts.
    private static let mostBytesWaiting = 32 << 20
    /// The increment of the sequence `case_serials`.
    private static let serialBlock = 100

    private struct Waiting {
        let submission: Submission
        let done: CheckedContinuation<Result<[UInt8], DeskError>, Never>
    }

    private let database: Database
    private let writer: IntakeWriter
    private var waiting: [Waiting] = []
    private var bytesWaiting = 0
    private var busyLanes = 0
    private var serials: [Int] = []

    init(database: Database, lists: Lists, vault: IdentityVault, queryCodes: QueryCodes, answers: Answers) {
        self.database = database
        writer = IntakeWriter(database: database, lists: lists, vault: vault, queryCodes: queryCodes, answers: answers)
    }

    func submit(_ submission: Submission) async -> Result<[UInt8], DeskError> {
        guard waiting.count < Self.mostWaiting, bytesWaiting < Self.mostBytesWaiting else { return .failure(.busy("the intake is full")) }
        return await withCheckedContinuation { done in
            waiting.append(Waiting(submission: submission, done: done))
            bytesWaiting += submission.filing.body.utf8.count
            openLane()
        }
    }

    private func openLane() {
        guard busyLanes < Self.lanes, !waiting.isEmpty else { return }
        busyLanes += 1
        let batch = takeBatch()
        Task {
            await write(batch)
            busyLanes -= 1
            openLane()
        }
    }

    /// The submissions that go together: no two with the same key, since the second is to be
    /// answered with what the first made.
    private func takeBatch() -> [Waiting] {
        var keys: Set<[UInt8]> = []
        var batch: [Waiting] = []
        var left: [Waiting] = []
        for entry in waiting {
            let isFirst = entry.submission.key.map { keys.insert($0.key).inserted } ?? true
            if isFirst, batch.count < Self.largestBatch { batch.append(entry) } else { left.append(entry) }
        }
        waiting = left
        bytesWaiting = left.reduce(0) { $0 + $1.submission.filing.body.utf8.count }
        return batch
    }

    private func write(_ batch: [Waiting]) async {
        let results: [Result<[UInt8], DeskError>]
        do {
            let serials = try await reserve(batch.reduce(0) { $0 + $1.submission.cases })
            results = await writer.write(batch.map(\.submission), serials: serials)
        } catch {
            results = batch.map { _ in .failure(DeskError(error)) }
        }
        for (entry, result) in zip(batch, results) { entry.done.resume(returning: result) }
    }

    /// A serial for a case that is not opened by a submission.
    func serial() async throws -> Int { try await reserve(1)[0] }

    /// Serials for case numbers, reserved in blocks so that no two processes share one. What is left
    /// of a block at a stop becomes a gap, which a number may have.
    private func reserve(_ count: Int) async throws -> [Int] {
        while serials.count < count {
            let blocks = (count - serials.count + Self.serialBlock - 1) / Self.serialBlock
            let rows = try await database.query("select nextval('case_serials') from generate_series(1, \(blocks))")
            for row in rows {
                let first = try row.decode(Int.self)
                serials.append(contentsOf: first..<first + Self.serialBlock)
            }
        }
        defer { serials.removeFirst(count) }
        return Array(serials.prefix(count))
    }
}
