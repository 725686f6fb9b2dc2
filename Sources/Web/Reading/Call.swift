import Casework
import Formats
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import ServiceDesk
import Statistics
import WorkingTime

/// A request on its way to a route that anybody may call.
struct PublicCall: Call {
    let request: Request
    let context: HotlineContext
    let house: House
    let now: Instant
    let query: QueryReader
}

/// A request by somebody who signed in. There is no staff route without staff.
struct StaffCall: Call {
    let request: Request
    let context: HotlineContext
    let house: House
    let now: Instant
    let query: QueryReader
    let staff: Staff
}

/// What all routes need of a request.
protocol Call: Sendable {
    var request: Request { get }
    var context: HotlineContext { get }
    var house: House { get }
    /// The instant at which the request came in.
    var now: Instant { get }
    var query: QueryReader { get }
}

/// What the routes work with.
struct House: Sendable {
    let desk: ServiceDesk
    let statistics: Statistics
    let contract: Contract
    let metrics: Metrics
    let clock: @Sendable () -> Instant
    let limits: WebLimits
    let patience = Patience()
    let overdueGauge = OverdueGauge()
}

extension Call {
    var desk: ServiceDesk { house.desk }
    var language: Language { Language(accepting: request.headers[.acceptLanguage]) }

    /// The body as bytes.
    func body() async throws -> [UInt8] {
        try await BodyReader.read(request, limits: house.limits, patience: house.patience)
    }

    /// The body as an object whose members `build` reads.
    func members<Value>(of bytes: [UInt8], _ build: (MemberReader.Object) -> Value?) throws -> Value {
        let json: JSON
        do {
            json = try JSONParser.parse(bytes)
        } catch {
            throw Problem(malformed: error)
        }
        let reader = MemberReader()
        let value = reader.object(json, at: "", build)
        guard reader.faults.isEmpty, let value else { throw Problem.invalid(reader.faults) }
        return value
    }

    func members<Value>(_ build: (MemberReader.Object) -> Value?) async throws -> Value {
        try members(of: try await body(), build)
    }

    /// The case number in the path. One that cannot be a number is one that does not exist.
    func caseNumber() throws -> CaseNumber {
        guard let number = context.parameters.get("number").flatMap({ CaseNumber(String($0)) }) else { throw Problem.notFound }
        return number
    }

    func idempotencyKey(for caller: String, body: [UInt8]) throws -> IdempotencyKey? {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem.invalidHeader("Idempotency-Key", Words("须为 1 至 255 个可见 ASCII 字符。", "1 to 255 visible ASCII characters."))
        }
        return IdempotencyKey(key, caller: caller, route: "\(request.method) \(request.uri.path)", request: body)
    }

    /// The version in If-Match; nil if there is none or it is `*`.
    func expectedVersion(required: Bool = false) throws -> Int? {
        let values = request.headers[values: .ifMatch]
        guard let value = values.first else {
            if required { throw Problem.preconditionNeeded }
            return nil
        }
        if value == "*" { return nil }
        var tag = Substring(value)
        if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
        guard values.count == 1, tag.count > 2, tag.first == "\"", tag.last == "\"" else {
            throw Problem.invalidHeader("If-Match", Words("须为一个 ETag，如 \"3\"。", "It must be one ETag, as \"3\"."))
        }
        // An ETag that is not one of ours matches nothing.
        return Int(tag.dropFirst().dropLast()) ?? -1
    }
}

extension StaffCall {
    func idempotencyKey(body: [UInt8]) throws -> IdempotencyKey? {
        try idempotencyKey(for: "account \(staff.id.rawValue)", body: body)
    }

    func change(required: Bool = false, body: [UInt8]? = nil) throws -> CaseChange {
        CaseChange(
            number: try caseNumber(), staff: staff, expected: try expectedVersion(required: required),
            key: try body.flatMap { try idempotencyKey(body: $0) }, now: now)
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let queryCode = HTTPField.Name("X-Query-Code")!
}
