extension Race {
    private static let returning = #"{"reason":"非我局","legal_basis":"三定","department":"331102-construction"}"#
    private static let replying = #"{"text":"已办结","outcome":"solved"}"#
    private static let granting = #"{"granted":true,"text":"同意"}"#
    private static let refusing = #"{"granted":false,"text":"不同意"}"#
    /// Without a place, for a dispatcher.
    private static let placeless = #"{"kind":"complaint","title":"求助","body":"请帮忙"}"#

    static func nothing(_: GivenLine, _: GivenCase) async throws -> Int { 0 }
    private static func accepted(_ line: GivenLine, _ file: GivenCase) async throws -> Int {
        try await line.accept(file)
        return 0
    }
    static func replied(_ line: GivenLine, _ file: GivenCase) async throws -> Int {
        try await line.accept(file)
        try await line.reply(file)
        return 0
    }
    static func calledBack(_ line: GivenLine, _ file: GivenCase) async throws -> Int {
        _ = try await reviewed(line, file)
        try await line.step("PUT", "\(file.path)/callback", of: file, as: .supervisor, #"{"contacted":false}"#)
        return 0
    }

    static func reviewed(_ line: GivenLine, _ file: GivenCase) async throws -> Int {
        _ = try await replied(line, file)
        try await line.review(file, approved: true)
        return 0
    }
    static func closed(_ line: GivenLine, _ file: GivenCase) async throws -> Int {
        _ = try await reviewed(line, file)
        try await line.close(file)
        return 0
    }
    private static func asked(_ kind: String, _ body: String) -> @Sendable (GivenLine, GivenCase) async throws -> Int {
        { line, file in
            try await line.accept(file)
            return try await line.requestTime(kind, of: file, body)
        }
    }
    private static let rest = #"{"ground":"requester","reason":"等待材料","until":"2026-09-25"}"#

    static let pairs: [Race] = [
        Race(name: "sign and sign", withVersion: false, effects: ["signed"], prepare: nothing) { file, _ in
            (.init("PUT", "\(file.path)/signature", .handler), .init("PUT", "\(file.path)/signature", .colleague))
        },
        Race(name: "claim and claim", withVersion: false, effects: ["claimed"], prepare: nothing) { file, _ in
            let body = #"{"number":"\#(file.number)"}"#
            return (.init("POST", "/v1/queue/claims", .handler, body), .init("POST", "/v1/queue/claims", .colleague, body))
        },
        Race(name: "accept and return", withVersion: true, effects: ["accepted", "return_requested"], prepare: nothing) { file, _ in
            (.init("PUT", "\(file.path)/acceptance", .handler), .init("POST", "\(file.path)/return-requests", .colleague, returning))
        },
        Race(name: "return and return", withVersion: false, effects: ["return_requested"], prepare: nothing) { file, _ in
            let path = "\(file.path)/return-requests"
            return (.init("POST", path, .handler, returning), .init("POST", path, .colleague, returning))
        },
        Race(name: "reply and reply", withVersion: true, effects: ["replied"], prepare: accepted) { file, _ in
            (.init("PUT", "\(file.path)/reply", .handler, replying), .init("PUT", "\(file.path)/reply", .colleague, replying))
        },
        Race(name: "reply and return", withVersion: true, effects: ["replied", "return_requested"], prepare: accepted) { file, _ in
            (.init("PUT", "\(file.path)/reply", .handler, replying), .init("POST", "\(file.path)/return-requests", .colleague, returning))
        },
        Race(name: "reply and refusal", withVersion: true, effects: ["replied", "refused"], prepare: accepted) { file, _ in
            let refusal = #"{"ground":"same_matter","route":"见前案","text":"重复"}"#
            return (.init("PUT", "\(file.path)/reply", .handler, replying), .init("PUT", "\(file.path)/refusal", .dispatcher, refusal))
        },
        Race(name: "reply and withdrawal", withVersion: true, effects: ["replied", "withdrawn"], prepare: accepted) { file, _ in
            (.init("PUT", "\(file.path)/reply", .handler, replying), .init("PUT", "/v1/tracking/\(file.number)/withdrawal", nil, "{}"))
        },
        Race(
            name: "two rulings", withVersion: false, effects: ["return_upheld", "return_rejected"],
            prepare: { try await $0.requestReturn($1) }
        ) {
            _, id in
            let path = "/v1/return-requests/\(id)/ruling"
            return (
                .init("PUT", path, .dispatcher, #"{"upheld":true,"text":"成立"}"#),
                .init("PUT", path, .dispatcher, #"{"upheld":false,"text":"不成立"}"#)
            )
        },
        Race(name: "approve and send back", withVersion: true, effects: ["approved", "sent_back"], prepare: replied) { file, _ in
            (
                .init("PUT", "\(file.path)/review", .supervisor, #"{"approved":true}"#),
                .init("PUT", "\(file.path)/review", .supervisor, #"{"approved":false,"text":"不实"}"#)
            )
        },
        Race(name: "two replies to an order", withVersion: false, effects: ["order_replied"], prepare: { try await $0.order([$1]) }) {
            _, id in
            let path = "/v1/supervision-orders/\(id)/reply"
            return (.init("PUT", path, .handler, #"{"text":"甲"}"#), .init("PUT", path, .colleague, #"{"text":"乙"}"#))
        },
        Race(
            name: "two decisions on an extension", withVersion: true, effects: ["time_granted", "time_refused"],
            prepare: asked("extension", #"{"reason":"复杂","until":"2026-09-29"}"#)
        ) { _, id in
            let path = "/v1/extension-requests/\(id)/decision"
            return (.init("PUT", path, .supervisor, granting), .init("PUT", path, .supervisor, refusing))
        },
        Race(
            name: "two decisions on a complex limit", withVersion: true, effects: ["time_granted"],
            prepare: asked("complexity", #"{"reason":"疑难"}"#)
        ) { _, id in
            let path = "/v1/complexity-requests/\(id)/decision"
            return (.init("PUT", path, .dispatcher, granting), .init("PUT", path, .dispatcher, granting))
        },
        Race(name: "suspend and reply", withVersion: true, effects: ["time_granted", "replied"], prepare: asked("suspension", rest)) {
            file, id in
            (
                .init("PUT", "/v1/suspension-requests/\(id)/decision", .supervisor, granting),
                .init("PUT", "\(file.path)/reply", .handler, replying)
            )
        },
        Race(
            name: "resume and resume", withVersion: true, effects: ["resumed"],
            prepare: { line, file in
                let id = try await asked("suspension", rest)(line, file)
                try await line.step("PUT", "/v1/suspension-requests/\(id)/decision", of: file, as: .supervisor, granting)
                return id
            }
        ) { file, _ in
            let body = #"{"text":"已补齐"}"#
            return (.init("PUT", "\(file.path)/resumption", .handler, body), .init("PUT", "\(file.path)/resumption", .supervisor, body))
        },
        Race(
            name: "a supporter answers and is released", withVersion: true, effects: ["support_answered", "support_released"],
            prepare: { line, file in
                let body = #"{"departments":["331102-construction"],"text":"请协助"}"#
                try await line.step("POST", "\(file.path)/supporting-departments", of: file, as: .handler, body)
                return 0
            }
        ) { file, _ in
            (
                .init("PUT", "\(file.path)/supporting-answer", .helper, #"{"text":"已协助"}"#),
                .init("DELETE", "\(file.path)/supporting-departments/331102-construction", .handler, #"{"text":"不再需要"}"#)
            )
        },
        Race(name: "rework and close", withVersion: true, effects: ["rework_ordered", "closed"], prepare: calledBack) { file, _ in
            (
                .init("PUT", "\(file.path)/rework", .supervisor, #"{"text":"未解决"}"#),
                .init("PUT", "\(file.path)/closure", .supervisor, #"{"outcome":"solved"}"#)
            )
        },
        Race(name: "rate and rate", withVersion: false, effects: ["rated"], prepare: reviewed) { file, _ in
            let path = "/v1/tracking/\(file.number)/feedback"
            return (.init("PUT", path, nil, #"{"solved":true}"#), .init("PUT", path, nil, #"{"solved":false}"#))
        },
        Race(name: "reopen and reopen", withVersion: true, effects: ["reopened"], prepare: closed) { file, _ in
            (
                .init("DELETE", "\(file.path)/closure", .supervisor, #"{"text":"新情况"}"#),
                .init("DELETE", "\(file.path)/closure", .supervisor, #"{"text":"又"}"#)
            )
        },
        Race(
            name: "dispatch and answer directly", withVersion: true, effects: ["dispatched", "answered_directly"], filing: placeless,
            prepare: nothing
        ) { file, _ in
            (
                .init("PUT", "\(file.path)/dispatch", .dispatcher, #"{"department":"331102-urban-management"}"#),
                .init("PUT", "\(file.path)/direct-answer", .dispatcher, #"{"text":"请咨询"}"#)
            )
        },
    ]

    /// A repeat, and the case that it joins.
    static func merging(_ line: GivenLine) async throws -> (child: GivenCase, parent: GivenCase) {
        (try await line.submit(placeless), try await line.submit())
    }
}
