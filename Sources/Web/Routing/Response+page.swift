import Formats
import Hummingbird

extension Response {
    /// A page of a list: its items, where the next one starts, and how many there are if that was asked.
    static func page<Item>(
        _ items: [Item], next: String?, total: Int?, _ write: (Item, inout JSONObjectWriter) -> Void
    ) -> Response {
        .json(pageBytes(items, next: next, total: total, write))
    }

    static func pageBytes<Item>(
        _ items: [Item], next: String?, total: Int?, head: (inout JSONObjectWriter) -> Void = { _ in },
        _ write: (Item, inout JSONObjectWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            head(&object)
            object.objects("items", items) { write($1, &$0) }
            object.member("next", next)
            if let total { object.member("total", total) }
        }
        return writer.bytes
    }
}
