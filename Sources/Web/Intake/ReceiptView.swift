import Casework
import Formats
import HTTPTypes
import ServiceDesk
import WorkingTime

/// What a requester is told when the request is stored.
struct ReceiptView {
    let receipt: Receipt
    let map: ResponsibilityMap
    let now: Instant

    var answer: Answer {
        var writer = JSONWriter(capacity: 2048)
        writer.object { object in
            write(receipt, into: &object)
            if let report = receipt.report.first { object.object("report") { write(report, into: &$0) } }
        }
        return Answer(.created, location: "/v1/tracking/\(receipt.number)", body: writer.bytes)
    }

    private func write(_ receipt: Receipt, into object: inout JSONObjectWriter) {
        let file = receipt.file
        object.member("number", receipt.number.description)
        object.member("query_code", receipt.queryCode)
        object.member("state", file.state.rawValue)
        object.member("kind", file.kind.rawValue)
        object.member("received_at", file.receivedAt.description)
        let lines = map.emergencyLines(for: receipt.routing)
        if !lines.isEmpty {
            object.object("emergency") { item in
                item.member("call", lines)
                item.words(
                    "notice",
                    Words(
                        "若危及生命或财产，请立即拨打 \(lines.joined(separator: "、"))；本平台不替代报警和急救，诉求已登记。",
                        "If life or property is in danger, call \(lines.joined(separator: ", ")) at once: this line replaces neither police nor rescue. The request is on record."
                    ))
            }
        }
        object.named("department", file.lead, map.department(_:)) { $0.name }
        object.object("routing") { receipt.routing.write(into: &$0, explained: false) }
        object.objects("clocks", file.clocks.filter(\.concernsRequester)) { $0.clock($1, at: now) }
    }
}
