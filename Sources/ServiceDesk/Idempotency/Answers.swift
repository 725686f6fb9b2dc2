import Cryptography
import Database
import Logging
import WorkingTime

/// A request that names itself, so that sending it again does nothing twice.
public struct IdempotencyKey: Sendable, Hashable {
    /// Digest of the caller, the route and the key.
    let key: [UInt8]
    /// Digest of what was asked.
    let request: [UInt8]

    /// - Parameters:
    ///   - caller: who asks; keys of different callers never meet.
    ///   - request: everything that makes two requests the same: path and body.
    public init(_ key: String, caller: String, route: String, request: [UInt8]) {
        self.key = SHA256.digest(Array("\(caller)\u{0}\(route)\u{0}\(key)".utf8))
        self.request = SHA256.digest(request)
    }
}

/// Answers already given, kept for as long as a client may ask again. They are sealed, since an
/// answer to a submission holds its query code.
struct Answers: Sendable {
    private let key: SecretKey
    /// How long an answer can be repeated.
    static let days = 7

    init(key: SecretKey) { self.key = key.derived("idempotent answers") }

    func seal(_ answer: [UInt8], for key: IdempotencyKey) throws(CryptographyError) -> [UInt8] {
        try AES256GCM.seal(answer, authenticating: key.key, with: self.key)
    }

    /// The answer that was given to the same request.
    /// - Throws: `DeskError.keyReused` if the request was another one.
    func reopen(_ key: IdempotencyKey, request: [UInt8], sealed: [UInt8]) throws -> [UInt8] {
        guard constantTimeEquals(request, key.request) else { throw DeskError.keyReused }
        return try AES256GCM.open(sealed, authenticating: key.key, with: self.key)
    }

    /// Does the work once for a key: a second call, even at the same time and in another process,
    /// waits for the first and repeats its answer.
    func once(
        _ key: IdempotencyKey?, at now: Instant, in transaction: Transaction, _ work: () async throws -> [UInt8]
    ) async throws -> [UInt8] {
        guard let key else { return try await work() }
        let fresh = try await transaction.execute(
            """
            insert into idempotent_answers (key, request, answer, answered_at)
            values (\(key.key), \(key.request), ''::bytea, \(now)) on conflict do nothing
            """)
        if fresh == 0 {
            let rows = try await transaction.query("select request, answer from idempotent_answers where key = \(key.key)")
            guard let row = rows.first else { throw DeskError.busy("the first request with this key was swept away") }
            let (request, sealed) = try row.decode(([UInt8], [UInt8]).self)
            return try reopen(key, request: request, sealed: sealed)
        }
        let answer = try await work()
        try await transaction.execute(
            "update idempotent_answers set answer = \(try seal(answer, for: key)) where key = \(key.key)")
        return answer
    }

    /// Removes answers past their days, a little at a time, once an hour, until cancelled.
    func sweep(_ database: Database, logger: Logger, clock: @Sendable () -> Instant) async {
        while !Task.isCancelled {
            do {
                let horizon = Instant(microseconds: clock().microseconds - Int64(Self.days) * 86_400_000_000)
                var removed = 0
                repeat {
                    removed = try await database.execute(
                        """
                        delete from idempotent_answers where key in (
                            select key from idempotent_answers where answered_at < \(horizon) order by answered_at limit 1000)
                        """)
                } while removed > 0
            } catch {
                // A stop while it works is no fault.
                if Task.isCancelled { return }
                logger.warning("old answers not swept", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(3600))
        }
    }
}
