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
        for (submission, serial) in zip(batch, serials) {
            do {
                let entry = try open(submission, serial: serial, under: jurisdiction)
                entries.append(entry)
                results.append(.success(entry.answer))
            } catch {
                entries.append(nil)
                results.append(.failure(DeskError(error)))
            }
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

    /// Routes and opens a case in memory and renders what its requester is told.
    private func open(_ submission: Submission, serial: Int, under jurisdiction: Jurisdiction) throws -> IntakeEntry {
        let filing = submission.filing
        let number = CaseNumber(day: submission.now.day, serial: serial)
        let routing = jurisdiction.map.resolve(filing.question(on: submission.now.day))
        let opened = try Case.open(
            filing, id: CaseID(rawValue: serial), number: number, routing: routing, at: submission.now, under: jurisdiction)
        let queryCode = try queryCodes.make()
        let answer = submission.answer(Receipt(number: number, queryCode: queryCode, file: opened.next, routing: routing))
        return IntakeEntry(
            filing: filing, file: opened.next, events: opened.events, routing: routing,
            registeredAt: submission.now, queryCode: queryCodes.hash(queryCode, of: number),
            identity: try submission.requester.map(vault.seal), key: submission.key,
            sealedAnswer: try submission.key.map { try answers.seal(answer, for: $0) }, answer: answer)
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
