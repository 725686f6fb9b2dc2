import HTTPTypes
import Hummingbird
import Logging
import ServiceDesk
import Statistics

/// What holds for every request: problems are rendered, counted and, when they are ours, logged.
/// The log has ids and templates only: never a person, never a query string.
struct Conduct: RouterMiddleware {
    typealias Context = HotlineContext
    let metrics: Metrics
    let logger: Logger

    func handle(
        _ request: Request, context: HotlineContext, next: (Request, HotlineContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let problem = problem(for: error, on: request, context)
            response = problem.response(in: Language(accepting: request.headers[.acceptLanguage]))
            if problem.endsConnection { response = response.closing(context.channel) }
        }
        // Of everything, problems included: a body behind the answer to HEAD would be taken for the next answer.
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        metrics.count(
            method: request.method, route: context.endpointPath ?? "unknown", status: response.status,
            seconds: ContinuousClock.now - started)
        return response
    }

    private func problem(for error: any Error, on request: Request, _ context: HotlineContext) -> Problem {
        let metadata: Logger.Metadata = [
            "method": "\(request.method)", "route": "\(context.endpointPath ?? "unknown")", "error": "\(error)",
        ]
        switch error {
        case let problem as Problem:
            return problem
        case let error as DeskError:
            if case .failed = error { logger.error("request failed", metadata: metadata) }
            if case .busy = error { logger.warning("request put off", metadata: metadata) }
            if case .listsMissing = error { logger.error("lists are missing", metadata: metadata) }
            if case .schemaChanged = error { logger.error("the schema has changed since the start", metadata: metadata) }
            return Problem(error)
        case let error as ReportError:
            if case .failed = error { logger.error("report failed", metadata: metadata) }
            return Problem(error)
        case let error as any HTTPResponseError where error.status == .notFound:
            return .notFound
        case let error as any HTTPResponseError where error.status.code < 500:
            return Problem(error.status, "bad_request", Words("请求无法理解", "The request is not understood"))
        default:
            logger.error("request failed", metadata: metadata)
            return .internal
        }
    }
}

extension HTTPField.Name {
    static let xContentTypeOptions = HTTPField.Name("X-Content-Type-Options")!
}
