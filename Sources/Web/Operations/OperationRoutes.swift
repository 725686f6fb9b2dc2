import Casework
import HTTPTypes
import Hummingbird
import ServiceDesk
import Statistics
import WorkingTime

/// For those who keep the line running.
enum OperationRoutes {
    @Sendable static func live(_ call: PublicCall) async throws -> Response {
        .text("ok\n")
    }

    @Sendable static func ready(_ call: PublicCall) async throws -> Response {
        try await call.desk.checkReadiness()
        return .text("ready\n")
    }

    @Sendable static func metrics(_ call: PublicCall) async throws -> Response {
        let connections = call.desk.connections
        let overdue = await call.house.overdueGauge.values(call.house.statistics, at: call.now)
        return .text(
            call.house.metrics.text(gauges: [
                (
                    "hotline_database_connections", "Connections to the database by use.",
                    [("use=\"open\"", connections.open), ("use=\"idle\"", connections.idle), ("use=\"awaited\"", connections.waiting)]
                ),
                ("hotline_clocks_overdue", "Open clocks past due by stage.", overdue.map { ("stage=\"\($0.stage)\"", $0.count) }),
                ("hotline_open_streams", "Streams of server-sent events that are open.", [("", call.desk.openStreams)]),
                ("hotline_lists_version", "Version of the lists in memory.", [("", call.desk.jurisdiction.version)]),
            ]), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    @Sendable static func contract(_ call: PublicCall) async throws -> Response {
        .bytes(call.house.contract.openAPI, type: "application/yaml; charset=utf-8")
    }

    @Sendable static func docs(_ call: PublicCall) async throws -> Response {
        .page(call.house.contract.docs)
    }

    @Sendable static func problems(_ call: PublicCall) async throws -> Response {
        .page(call.house.contract.problems)
    }

    @Sendable static func indicators(_ call: PublicCall) async throws -> Response {
        .page(call.house.contract.indicators)
    }
}
