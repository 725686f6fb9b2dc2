/// Writes the members of one object. That their keys differ is the caller's care.
public struct JSONObjectWriter: Sendable {
    @usableFromInline
    var writer = JSONWriter()

    @usableFromInline
    init() {}

    @inlinable
    public mutating func member(_ key: String, _ value: some JSONWritable) {
        begin(key)
        value.write(to: &writer)
    }

    /// No member at all when there is no value; `member` would write null.
    @inlinable
    public mutating func member(_ key: String, unlessNil value: (some JSONWritable)?) {
        if let value { member(key, value) }
    }

    /// The closure writes exactly one value; null stands for none.
    @inlinable
    public mutating func member<Failure>(_ key: String, _ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
        begin(key)
        let start = writer.bytes.count
        try body(&writer)
        if writer.bytes.count == start { writer.null() }
    }

    /// A member that is an object; the closure adds its members.
    public mutating func object<Failure>(_ key: String, _ body: (inout JSONObjectWriter) throws(Failure) -> Void) throws(Failure) {
        writer.key(key)
        try writer.object(body)
    }

    /// A member that is an array of objects, one for each item.
    public mutating func objects<Items: Sequence>(
        _ key: String, _ items: Items, _ body: (inout JSONObjectWriter, Items.Element) -> Void
    ) {
        writer.key(key)
        writer.array(items) { writer, item in writer.object { body(&$0, item) } }
    }

    /// A member whose value is JSON already; it is not looked at.
    public mutating func raw(_ key: String, _ json: String) {
        writer.key(key)
        writer.raw(json.utf8)
    }

    @usableFromInline
    mutating func begin(_ key: String) {
        writer.key(key)
    }
}
