import HTTPTypes
import Hummingbird
import NIOCore

/// What the web layer bears.
public struct WebLimits: Sendable {
    /// Bytes of a request body.
    public var body = 256 * 1024
    /// How long a body may take to arrive.
    public var bodyTime: Duration = .seconds(15)
    /// Rows of a report as a spreadsheet. Beyond this what Excel shows of it helps nobody; CSV has no bound.
    public var spreadsheetRows = 50_000

    public init() {}
}

/// Collects a body within its limits of size and time.
enum BodyReader {
    static func read(_ request: Request, limits: WebLimits, patience: Patience) async throws -> [UInt8] {
        guard isJSON(request.headers[.contentType]) else { throw Problem.unsupportedMediaType }
        let length = request.headers[.contentLength].flatMap { Int($0) }
        if let length, length > limits.body { throw Problem.bodyTooLarge(limits.body) }
        let body = request.body
        let bytes = try await patience.within(limits.bodyTime) {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(length ?? 1024)
            do {
                for try await part in body {
                    guard bytes.count + part.readableBytes <= limits.body else { throw Problem.bodyTooLarge(limits.body) }
                    bytes.append(contentsOf: part.readableBytesView)
                }
            } catch let problem as Problem {
                throw problem
            } catch {
                // Chunks that are none, or a peer that went away: no fault of ours.
                throw Problem.notUnderstood.endingConnection()
            }
            return bytes
        }
        guard let bytes else { throw Problem.bodyTooSlow }
        return bytes
    }

    private static func isJSON(_ contentType: String?) -> Bool {
        guard let contentType else { return false }
        let parts = contentType.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\"" } }
        guard parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy { !$0.hasPrefix("charset=") || $0 == "charset=utf-8" }
    }
}
