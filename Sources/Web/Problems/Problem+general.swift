import HTTPTypes

extension Problem {
    static let notFound = Problem(
        .notFound, "not_found", Words("未找到", "Not found"),
        detail: Words("没有此项，或您无权知悉。请核对编号。", "There is no such thing, or none you may know of. Check the number."))

    static let unauthorized: Problem = {
        var problem = Problem(
            .unauthorized, "token_needed", Words("需要身份令牌", "A token is needed"),
            detail: Words(
                "请在 Authorization 头中给出有效的 Bearer 令牌；令牌可能已过期或被吊销。",
                "Send a valid bearer token in the Authorization header; it may have expired or been revoked."))
        problem.headers[.wwwAuthenticate] = "Bearer"
        return problem
    }()

    static func roleMayNot(_ action: String) -> Problem {
        Problem(
            .forbidden, "role_may_not", Words("角色无此权限", "Your role may not do this"),
            detail: Words("您的账号角色不能执行“\(action)”。", "No role of your account may \(action)."))
    }

    static func methodNotAllowed(_ allowed: [String]) -> Problem {
        var problem = Problem(
            .methodNotAllowed, "method_not_allowed", Words("不支持此方法", "Method not allowed"),
            detail: Words("此处可用：\(allowed.joined(separator: "、"))。", "Allowed here: \(allowed.joined(separator: ", "))."))
        problem.headers[.allow] = allowed.joined(separator: ", ")
        return problem
    }

    static let unsupportedMediaType = Problem(
        .unsupportedMediaType, "unsupported_media_type", Words("不支持的内容类型", "Unsupported content type"),
        detail: Words("请以 Content-Type: application/json 发送 UTF-8 的 JSON。", "Send UTF-8 JSON with Content-Type: application/json."))

    static func bodyTooLarge(_ limit: Int) -> Problem {
        Problem(
            .contentTooLarge, "body_too_large", Words("请求体过大", "The body is too large"),
            detail: Words("上限为 \(limit) 字节。", "The limit is \(limit) bytes.")
        ).endingConnection()
    }

    static let bodyTooSlow = Problem(
        .requestTimeout, "body_too_slow", Words("请求体到达过慢", "The body came too slowly"),
        detail: Words("请求体未在时限内到齐，什么也没有保存。请重新发送。", "The whole body did not arrive in time; nothing was stored. Send it again.")
    ).endingConnection()

    static let notUnderstood = Problem(.badRequest, "bad_request", Words("请求无法理解", "The request is not understood"))

    static let busy = Problem(
        .serviceUnavailable, "busy", Words("暂时无法受理", "Not available for the moment"),
        detail: Words(
            "请按 Retry-After 稍后重试；使用同一 Idempotency-Key 不会重复登记。",
            "Try again after Retry-After; with the same Idempotency-Key nothing is done twice.")
    ).retryAfter(2)

    static let streamsFull = Problem(
        .serviceUnavailable, "streams_full", Words("实时连接已满", "Too many open streams"),
        detail: Words(
            "本服务的实时连接数已达上限，请按 Retry-After 稍后重连；其间可用列表接口查询。",
            "This server keeps as many streams as it may. Connect again after Retry-After; the list answers meanwhile.")
    ).retryAfter(15)

    /// Without Retry-After: it stays so until somebody acts.
    static let notSetUp = Problem(
        .serviceUnavailable, "not_set_up", Words("平台尚未就绪", "The line is not set up"),
        detail: Words(
            "清单未导入或数据库结构不符，重试无用；请管理员运行 hotline import 或 hotline migrate。",
            "Lists are missing or the database has another schema; trying again does not help. The administrator runs hotline import or hotline migrate."
        ))

    static let `internal` = Problem(
        .internalServerError, "internal", Words("系统故障", "A fault of ours"),
        detail: Words("已记录，什么也没有保存。", "It has been recorded; nothing was stored."))

    static let stale = Problem(
        .preconditionFailed, "stale", Words("内容已被他人更新", "It has changed meanwhile"),
        detail: Words("请重新读取，核对后以新的 ETag 再试。", "Read it again and retry with the new ETag."))

    static let preconditionNeeded = Problem(
        .preconditionRequired, "if_match_needed", Words("需要 If-Match", "If-Match is needed"),
        detail: Words(
            "请先读取工单，再以其 ETag 作为 If-Match 提交，以免覆盖他人的改动。",
            "Read the case first and send its ETag as If-Match, so that nobody's change is overwritten."))

    static func invalid(_ faults: [Fault]) -> Problem {
        Problem(
            .unprocessableContent, "invalid", Words("内容不符合要求", "Some members are not acceptable"),
            detail: Words("请按 errors 逐项更正；什么也没有保存。", "Correct what errors lists; nothing was stored."), faults: faults)
    }

    static func invalidParameter(_ name: String, _ rule: String, _ detail: Words) -> Problem {
        Problem(
            .badRequest, "invalid_parameter", Words("参数不符合要求", "A parameter is not acceptable"), detail: detail,
            faults: [Fault(place: .parameter(name), rule: rule, detail: detail)])
    }

    /// A period whose last day is before its first.
    static func endsBeforeItBegins(_ name: String) -> Problem {
        invalidParameter(name, "ends_before_it_begins", .endsBeforeItBegins)
    }

    static func invalidHeader(_ name: String, _ detail: Words) -> Problem {
        Problem(
            .badRequest, "invalid_header", Words("请求头不符合要求", "A header is not acceptable"), detail: detail,
            faults: [Fault(place: .header(name), rule: "invalid_header", detail: detail)])
    }
}

extension Words {
    static let endsBeforeItBegins = Words("止期不能早于起期。", "The last day must not be before the first.")
}
