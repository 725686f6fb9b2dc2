import Casework
import HTTPTypes
import Hummingbird
import Logging
import ServiceDesk
import Statistics
import WorkingTime

/// The web face of the line: the route table on a router, with the gate before what is for staff.
public struct Site: Sendable {
    private let house: House
    private let logger: Logger
    private let metrics: Metrics

    public init(
        desk: ServiceDesk, statistics: Statistics, contract: Contract, limits: WebLimits = WebLimits(), logger: Logger,
        clock: @escaping @Sendable () -> Instant
    ) {
        metrics = Metrics()
        house = House(desk: desk, statistics: statistics, contract: contract, metrics: metrics, clock: clock, limits: limits)
        self.logger = logger
    }

    public func responder() -> RouterResponder<HotlineContext> {
        let router = Router(context: HotlineContext.self)
        router.addMiddleware { Conduct(metrics: metrics, logger: logger) }
        var methods: [String: [HTTPRequest.Method]] = [:]
        for route in RouteTable.routes {
            methods[route.path, default: []].append(route.method)
            router.on(RouterPath(route.path), method: route.method) { try await answer(route, $0, $1) }
        }
        for (path, known) in methods {
            if known.contains(.get) {
                for route in RouteTable.routes where route.path == path && route.method == .get {
                    router.on(RouterPath(path), method: .head) { try await answer(route, $0, $1) }
                }
            }
            let allowed = known.map(\.rawValue) + (known.contains(.get) ? ["HEAD"] : [])
            for method in Self.allMethods where !allowed.contains(method.rawValue) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in throw Problem.methodNotAllowed(allowed.sorted()) }
            }
        }
        return router.buildResponder()
    }

    private static let allMethods: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, HTTPRequest.Method("QUERY")!,
    ]

    private func answer(_ route: Route, _ request: Request, _ context: HotlineContext) async throws -> Response {
        let now = house.clock()
        switch route.handler {
        case .open(let handle):
            let query = try QueryReader(request.uri, known: route.query)
            return try await handle(PublicCall(request: request, context: context, house: house, now: now, query: query))
        case .closed(let handle):
            guard case .staff(let roles) = route.access else { throw Problem.internal }
            let staff = try await house.staff(of: request, at: now)
            guard staff.holds(anyOf: roles) else { throw Problem.roleMayNot("\(route.method) \(route.path)") }
            let query = try QueryReader(request.uri, known: route.query)
            return try await handle(StaffCall(request: request, context: context, house: house, now: now, query: query, staff: staff))
        }
    }
}

extension House {
    /// Who sent the request.
    /// - Throws: the same problem for no token, an unknown, an expired and a revoked one.
    func staff(of request: Request, at now: Instant) async throws -> Staff {
        guard let token = bearerToken(of: request), let staff = try await desk.staff(bearing: token, at: now) else {
            throw Problem.unauthorized
        }
        return staff
    }

    func bearerToken(of request: Request) -> String? {
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer", parts[1].utf8.count <= 512 else { return nil }
        return String(parts[1])
    }
}
