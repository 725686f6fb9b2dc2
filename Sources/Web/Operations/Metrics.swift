import HTTPTypes
import Synchronization

/// Counts of requests and their times, as Prometheus wants them.
final class Metrics: Sendable {
    private struct Series: Hashable {
        let method: String
        let route: String
        let status: Int
    }
    private struct Histogram {
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
        var count = 0
        var seconds = 0.0
    }

    /// Upper bounds in seconds.
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private let series = Mutex<[Series: Histogram]>([:])

    func count(method: HTTPRequest.Method, route: String, status: HTTPResponse.Status, seconds: Duration) {
        let time = Double(seconds.components.seconds) + Double(seconds.components.attoseconds) / 1e18
        // A method nobody knows must not make a series of its own.
        let known: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        let key = Series(method: known.contains(method.rawValue) ? method.rawValue : "other", route: route, status: status.code)
        series.withLock {
            var histogram = $0[key] ?? Histogram()
            histogram.count += 1
            histogram.seconds += time
            if let bucket = Self.bounds.firstIndex(where: { time <= $0 }) { histogram.buckets[bucket] += 1 }
            $0[key] = histogram
        }
    }

    /// The exposition text, version 0.0.4.
    func text(gauges: [(name: String, help: String, values: [(labels: String, value: Int)])]) -> String {
        var lines: [String] = []
        let all = series.withLock { $0 }.sorted {
            ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
        }
        lines.append("# HELP hotline_http_requests_total Requests by method, route template and status.")
        lines.append("# TYPE hotline_http_requests_total counter")
        for (key, histogram) in all {
            lines.append(
                "hotline_http_requests_total{method=\"\(key.method)\",route=\"\(key.route)\",status=\"\(key.status)\"} \(histogram.count)")
        }
        lines.append("# HELP hotline_http_request_seconds Time until the response is ready.")
        lines.append("# TYPE hotline_http_request_seconds histogram")
        for (key, histogram) in all {
            let labels = "method=\"\(key.method)\",route=\"\(key.route)\",status=\"\(key.status)\""
            var sum = 0
            for (bound, count) in zip(Self.bounds, histogram.buckets) {
                sum += count
                lines.append("hotline_http_request_seconds_bucket{\(labels),le=\"\(bound)\"} \(sum)")
            }
            lines.append("hotline_http_request_seconds_bucket{\(labels),le=\"+Inf\"} \(histogram.count)")
            lines.append("hotline_http_request_seconds_sum{\(labels)} \(histogram.seconds)")
            lines.append("hotline_http_request_seconds_count{\(labels)} \(histogram.count)")
        }
        for gauge in gauges {
            lines.append("# HELP \(gauge.name) \(gauge.help)")
            lines.append("# TYPE \(gauge.name) gauge")
            for value in gauge.values { lines.append("\(gauge.name)\(value.labels.isEmpty ? "" : "{\(value.labels)}") \(value.value)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
