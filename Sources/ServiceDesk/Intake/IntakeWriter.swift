import Casework
import CaseworkSQL
import Cryptography
import Database
import IdentityVault
import WorkingTime

/// Writes a batch of submissions in one statement. A bad row fails alone, never its neighbours.
struct IntakeWriter: Sendable {
    let database: Database
    let lists: Lists
    let vault: IdentityVault
    let queryCodes: QueryCodes
    let answers: Answers

    func write(_ batch: [Submission], serials: [Int]) async -> [Result<[UInt8], DeskError>] {
        let jurisdiction = lists.current
        var entries: [IntakeEntry?] = []
        var results: [Result<[UInt8], DeskError>] = []
        var serials = serials[...]
        for submission in batch {
            do {
                let entry = try open(submission, serials: serials.prefix(submission.cases), under: jurisdiction)
                entries.append(entry)
                results.append(.success(entry.answer))
            } catch {
                entries.append(nil)
                results.append(.failure(DeskError(error)))
            }
            serials = serials.dropFirst(submission.cases)
        }
        let stored = await store(entries.compactMap { $0 })
        for (index, entry) in entries.enumerated() {
            guard let entry else { continue }
            switch stored[entry.file.id] {
            case .success(.stored): break
            case .success(.repeated(let answer)): results[index] = .success(answer)
            case .failure(let error): results[index] = .failure(error)
            case nil: results[index] = .failure(.failed("a submission got no result"))
            }
        }
        return results
    }

    /// Routes and opens a filing's cases in memory and renders what its requester is told.
    /// - Parameter serials: one for the filing, and one for the report that it holds.
    private func open(_ submission: Submission, serials: ArraySlice<Int>, under jurisdiction: Jurisdiction) throws -> IntakeEntry {
        let filing = submission.filing
        let queryCode = try queryCodes.make()
        guard let serial = serials.first, let ownSerial = serials.last else { throw DeskError.failed("a submission without a serial") }
        let main = try Opening(filing, serial: serial, at: submission.now, under: jurisdiction)
        let split = try filing.separateReport.map {
            try Opening($0, serial: ownSerial, splitFrom: main.file, at: submission.now, under: jurisdiction)
        }
        let reports = split.map { [$0] } ?? []
        let answer = submission.answer(main.receipt(queryCode, with: reports.map { $0.receipt(queryCode) }))
        return IntakeEntry(
            filing: filing, file: main.file, events: main.events, routing: main.routing,
            registeredAt: submission.now, queryCode: queryCodes.hash(queryCode, of: main.file.number),
            identity: try submission.requester.map(vault.seal), key: submission.key,
            sealedAnswer: try submission.key.map { try answers.seal(answer, for: $0) }, answer: answer,
            report: reports.map { report in
                report.entry(queryCode: queryCodes.hash(queryCode, of: report.file.number), key: submission.key, at: submission.now)
            })
    }

    private enum Stored {
        case stored
        case repeated([UInt8])
    }

    private func store(_ entries: [IntakeEntry]) async -> [CaseID: Result<Stored, DeskError>] {
        guard !entries.isEmpty else { return [:] }
        do {
            let rows = try await database.query(IntakeStatement.inserting(entries, into: vault))
            let ids = Set(try rows.map { CaseID(rawValue: try $0.decode(Int.self)) })
            return try await settle(entries, stored: ids)
        } catch let error as DatabaseError where entries.count > 1 && error.blamesARow {
            var results: [CaseID: Result<Stored, DeskError>] = [:]
            for entry in entries { results.merge(await store([entry])) { first, _ in first } }
            return results
        } catch {
            return Dictionary(uniqueKeysWithValues: entries.map { ($0.file.id, .failure(DeskError(error))) })
        }
    }

    /// What was not stored had a key that was used before: its first answer is repeated.
    private func settle(_ entries: [IntakeEntry], stored: Set<CaseID>) async throws -> [CaseID: Result<Stored, DeskError>] {
        var results: [CaseID: Result<Stored, DeskError>] = [:]
        let repeated = entries.filter { !stored.contains($0.file.id) }
        for entry in entries where stored.contains(entry.file.id) { results[entry.file.id] = .success(.stored) }
        guard !repeated.isEmpty else { return results }
        let rows = try await database.query(
            "select key, request, answer from idempotent_answers where key = any(\(repeated.compactMap { $0.key?.key }))")
        var given: [[UInt8]: (request: [UInt8], sealed: [UInt8])] = [:]
        for row in rows {
            let (key, request, sealed) = try row.decode(([UInt8], [UInt8], [UInt8]).self)
            given[key] = (request, sealed)
        }
        for entry in repeated {
            do {
                guard let key = entry.key, let first = given[key.key] else { throw DeskError.busy("the first answer is not there yet") }
                results[entry.file.id] = .success(.repeated(try answers.reopen(key, request: first.request, sealed: first.sealed)))
            } catch {
                results[entry.file.id] = .failure(DeskError(error))
            }
        }
        return results
    }
}

extension DatabaseError {
    /// Whether the data of some row was at fault, so that the others may pass without it.
    fileprivate var blamesARow: Bool {
        guard let sqlState else { return false }
        return sqlState.hasPrefix("22") || sqlState.hasPrefix("23") || sqlState.hasPrefix("54")
    }
}
