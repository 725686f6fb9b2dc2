import Casework
import Hummingbird
import ServiceDesk
import WorkingTime

/// What supervisors do to a case: review, callback, rework, closing, reopening, urging.
enum ReviewRoutes {
    @Sendable static func review(_ call: StaffCall) async throws -> Response {
        let review = try await call.members { members -> Review? in
            let text = members.optional("text", .words)
            return members.required("approved", .bool).map { Review(approved: $0, text: text) }
        }
        return try await call.carryOut(.review(review), try call.change(required: true))
    }

    @Sendable static func close(_ call: StaffCall) async throws -> Response {
        let closing = try await call.members { members -> CaseCommand? in
            let text = members.optional("text", .words)
            let promisedOn = members.optional("promised_on", .day(notPast: call.now.day))
            return members.required("outcome", .outcome).map { .close(outcome: $0, text: text, promisedOn: promisedOn) }
        }
        return try await call.carryOut(closing, try call.change(required: true))
    }

    @Sendable static func urge(_ call: StaffCall) async throws -> Response {
        try await call.say(status: .created) { .urge($0) }
    }

    @Sendable static func recordCallback(_ call: StaffCall) async throws -> Response {
        let opinion = try await call.members { OpinionReader.asked($0) }
        return try await call.carryOut(.recordCallback(opinion), try call.change(required: true))
    }

    @Sendable static func orderRework(_ call: StaffCall) async throws -> Response {
        try await call.say(required: true) { .orderRework($0) }
    }

    @Sendable static func reopen(_ call: StaffCall) async throws -> Response {
        try await call.say(required: true) { .reopen($0) }
    }
}
