import Casework
import Formats
import HTTPTypes
import Hummingbird
import ServiceDesk
import WorkingTime

/// Samples of closed cases that are called once more.
enum SampleRoutes {
    @Sendable static func draw(_ call: StaffCall) async throws -> Response {
        let body = try await call.body()
        let map = call.desk.jurisdiction.map
        let draw = try call.members(of: body) { members -> CallbackDraw? in
            let from = members.required("from", .day(notBefore: Instant.earliestAccepted.day))
            let to = members.required("to", .day(notBefore: Instant.earliestAccepted.day))
            let share = members.optional("share", .share)
            let seed = members.optional("seed", .text(max: 64))
            let asOf = members.optional("as_of", .instant(notAfter: call.now))
            let department = members.optional("department", .code(DepartmentCode.self))
            if let department, map.department(department) == nil {
                members.fault(
                    "department", "unknown_department", Words("没有此单位代码，见 /v1/departments。", "No such department; see /v1/departments."))
            }
            guard let from, let to else { return nil }
            guard from <= to else {
                members.fault("to", "ends_before_it_begins", .endsBeforeItBegins)
                return nil
            }
            return CallbackDraw(days: from...to, department: department, shareMillionths: share, seed: seed, asOf: asOf)
        }
        let answer = try await call.desk.draw(draw, by: call.staff, key: try call.idempotencyKey(body: body), at: call.now) { sample in
            Answer(.created, location: "/v1/callback-samples/\(sample.id)", body: bytes(sample)).bytes
        }
        return try Answer.response(answer)
    }

    @Sendable static func list(_ call: StaffCall) async throws -> Response {
        let page = try await call.desk.callbackSamples(before: try call.query.cursor(parts: 1)?[0], limit: try call.query.limit())
        return .page(page.items, next: page.next.map(String.init), total: nil) { write($0, into: &$1) }
    }

    @Sendable static func read(_ call: StaffCall) async throws -> Response {
        .json(bytes(try await call.desk.callbackSample(try call.rowID())))
    }

    @Sendable static func check(_ call: StaffCall) async throws -> Response {
        let number = try call.caseNumber()
        let check = try await call.members { OpinionReader.asked($0) }
        let file = try await call.desk.check(number, inSample: try call.rowID(), check, by: call.staff, at: call.now)
        var writer = JSONWriter()
        writer.object { write(file, into: &$0) }
        return .json(writer.bytes)
    }

    @Sendable private static func bytes(_ sample: CallbackSample) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            write(sample, into: &object)
            object.objects("cases", sample.cases) { write($1, into: &$0) }
        }
        return writer.bytes
    }

    private static func write(_ sample: CallbackSample, into object: inout JSONObjectWriter) {
        object.member("id", sample.id)
        object.member("from", sample.days.lowerBound.description)
        object.member("to", sample.days.upperBound.description)
        object.member("department", sample.department?.rawValue)
        object.member("share", Double(sample.shareMillionths) / 1_000_000)
        object.member("seed", sample.seed)
        object.member("seed_given", sample.seedGiven)
        object.member("population", sample.population)
        object.member("drawn", sample.drawn)
        object.member("checked", sample.checked)
        object.member("drawn_at", sample.drawnAt.description)
        object.member("as_of", sample.asOf.description)
    }

    private static func write(_ file: CallbackSampleCase, into object: inout JSONObjectWriter) {
        object.member("place", file.place)
        object.member("number", file.number)
        object.member("department", file.department?.rawValue)
        object.member("outcome", file.outcome?.rawValue)
        object.member("checked_at", file.checkedAt?.description)
        object.member("attempts", file.attempts)
        object.member("contacted", file.answer?.contacted)
        object.member("solved", file.answer?.solved)
        object.member("service", file.answer?.service?.rawValue)
        object.member("result", file.answer?.result?.rawValue)
        object.member("text", file.answer?.text)
    }
}

extension Member where Value == Int {
    /// A share above zero, up to all, in millionths.
    static var share: Member {
        Member("out_of_range", Words("须大于 0 且不大于 1。", "It must be above 0 and at most 1.")) { json in
            guard let value = json.number?.double, value > 0, value <= 1 else { return nil }
            return max(1, Int((value * 1_000_000).rounded()))
        }
    }
}
