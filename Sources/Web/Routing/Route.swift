import Casework
import HTTPTypes
import Hummingbird

/// Who may call a route at all. What they see behind it is the rules' and the scope's to say.
public enum Access: Sendable {
    case anyone
    /// Whoever holds the query code of the case.
    case requester
    case staff(Set<Role>)
}

/// One line of the route table.
public struct Route: Sendable {
    public let method: HTTPRequest.Method
    /// With `{name}` for its parameters.
    public let path: String
    public let access: Access
    let query: [String]
    let handler: Handler

    enum Handler: Sendable {
        case open(@Sendable (PublicCall) async throws -> Response)
        case closed(@Sendable (StaffCall) async throws -> Response)
    }

    static func anyone(
        _ method: HTTPRequest.Method, _ path: String, query: [String] = [],
        use handler: @escaping @Sendable (PublicCall) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .anyone, query: query, handler: .open(handler))
    }

    static func requester(
        _ method: HTTPRequest.Method, _ path: String, use handler: @escaping @Sendable (PublicCall) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .requester, query: [], handler: .open(handler))
    }

    static func staff(
        _ roles: Set<Role>, _ method: HTTPRequest.Method, _ path: String, query: [String] = [],
        use handler: @escaping @Sendable (StaffCall) async throws -> Response
    ) -> Route {
        Route(method: method, path: path, access: .staff(roles), query: query, handler: .closed(handler))
    }
}
