import Casework

/// The line by its rules, and requesters, who name no version, against everybody else.
extension Race {
    private static func granted(_ kind: TimeRequest.Kind) -> @Sendable (GivenLine, GivenCase) async throws -> Int {
        { line, file in
            try await line.accept(file)
            let id = try await line.ask(kind, of: file)
            try await line.decide(kind, id, of: file)
            return id
        }
    }
    private static let angry = #"{"solved":false,"result":"dissatisfied"}"#
    private static let weeks = 40 * 24

    /// Each with a time of its own.
    static let pairsOfRule: [Race] = [
        Race(name: "the limit for an opinion ends, twice", withVersion: false, effects: ["closed"], later: weeks, prepare: reviewed) {
            _, _ in
            (.rule(.endCallback), .rule(.endCallback))
        },
        Race(
            name: "the limit for an opinion ends and a supervisor closes", withVersion: true, effects: ["closed"], later: weeks,
            prepare: calledBack
        ) {
            file, _ in (.rule(.endCallback), .init("PUT", "\(file.path)/closure", .supervisor, #"{"outcome":"solved"}"#))
        },
        Race(
            name: "the limit for an opinion ends and the requester is content", withVersion: false, effects: ["closed"], later: weeks,
            refusesSecond: false,
            prepare: reviewed
        ) {
            file, _ in
            (.rule(.endCallback), .init("PUT", "/v1/tracking/\(file.number)/feedback", nil, #"{"solved":true,"result":"satisfied"}"#))
        },
        Race(
            name: "the limit for an opinion ends and the requester is not content", withVersion: false,
            effects: ["closed", "rework_ordered"],
            later: weeks, refusesSecond: false, prepare: reviewed
        ) { file, _ in (.rule(.endCallback), .init("PUT", "/v1/tracking/\(file.number)/feedback", nil, angry)) },
        Race(name: "a suspension ends and is ended", withVersion: true, effects: ["resumed"], later: weeks, prepare: granted(.suspension)) {
            file, _ in (.rule(.endSuspension), .init("PUT", "\(file.path)/resumption", .handler, #"{"text":"已补齐"}"#))
        },
        Race(name: "a suspension ends, twice", withVersion: false, effects: ["resumed"], later: weeks, prepare: granted(.suspension)) {
            _, _ in
            (.rule(.endSuspension), .rule(.endSuspension))
        },
        Race(name: "a parking ends and is ended", withVersion: true, effects: ["unparked"], later: weeks, prepare: granted(.parking)) {
            file, _ in (.rule(.endParking), .init("DELETE", "\(file.path)/parking", .handler, #"{"text":"已解决"}"#))
        },
    ]

    static let pairsOfRequesters: [Race] = [
        Race(name: "two withdrawals", withVersion: false, effects: ["withdrawn"], prepare: nothing) { file, _ in
            let path = "/v1/tracking/\(file.number)/withdrawal"
            return (.init("PUT", path, nil), .init("PUT", path, nil))
        },
        Race(name: "withdrawal and acceptance", withVersion: true, effects: ["withdrawn"], refusesSecond: false, prepare: nothing) {
            file, _ in
            (.init("PUT", "\(file.path)/acceptance", .handler), .init("PUT", "/v1/tracking/\(file.number)/withdrawal", nil))
        },
        Race(name: "two who are not content", withVersion: true, effects: ["rework_ordered"], prepare: reviewed) { file, _ in
            (
                .init("PUT", "/v1/tracking/\(file.number)/feedback", nil, angry),
                .init("PUT", "\(file.path)/callback", .supervisor, #"{"contacted":true,"solved":false,"result":"dissatisfied"}"#)
            )
        },
        Race(name: "reopened by supervisor and requester", withVersion: true, effects: ["reopened"], refusesSecond: false, prepare: closed)
        { file, _ in
            (
                .init("DELETE", "\(file.path)/closure", .supervisor, #"{"text":"新情况"}"#),
                .init("POST", "/v1/tracking/\(file.number)/supplements", nil, #"{"text":"又来了","reopen":true}"#)
            )
        },
        Race(
            name: "an order is accepted and rejected", withVersion: false, effects: ["order_accepted", "order_rejected"],
            prepare: { line, file in
                let id = try await line.order([file])
                _ = try await line.call("PUT", "/v1/supervision-orders/\(id)/reply", as: .handler, #"{"text":"已办"}"#)
                return id
            }
        ) { _, id in
            let path = "/v1/supervision-orders/\(id)"
            return (
                .init("PUT", "\(path)/acceptance", .supervisor, "{}"),
                .init("PUT", "\(path)/rejection", .supervisor, #"{"text":"不实"}"#)
            )
        },
    ]
}
