import Formats
import Testing

@Suite struct JSONWriterTests {
    @Test func `objects and arrays get their commas`() {
        var writer = JSONWriter(capacity: 256)
        writer.object {
            $0.member("number", "LS-1")
            $0.member("count", 3)
            $0.member("share", 0.5)
            $0.member("open", true)
            $0.member("department", nil as String?)
            $0.member("left_out", unlessNil: nil as Int?)
            $0.member("kept", unlessNil: 7)
            $0.member("none") { _ in }
            $0.member("clocks") { clocks in
                clocks.array([1, 2]) { item, stage in
                    item.object {
                        $0.member("stage", stage)
                        $0.member("empty") { $0.object { _ in } }
                    }
                }
            }
            $0.member("mixed") {
                $0.array {
                    $0.null()
                    $0.array { _ in }
                    $0.raw(#"{"a":1}"#.utf8)
                    $0.string("x".dropLast())
                    $0.int(UInt64.max)
                }
            }
            $0.member("list", [1, nil, 3])
        }
        let expected =
            #"{"number":"LS-1","count":3,"share":0.5,"open":true,"department":null,"kept":7,"none":null,"#
            + #""clocks":[{"stage":1,"empty":{}},{"stage":2,"empty":{}}],"#
            + #""mixed":[null,[],{"a":1},"",18446744073709551615],"list":[1,null,3]}"#
        #expect(text(writer) == expected)
    }

    @Test(arguments: [
        ("", #""""#), ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t\u{8}\u{c}\0\u{1f}", #""\n\r\t\b\f\u0000\u001f""#), ("/", #""/""#),
        ("中文😀\u{7f}\u{2028}", "\"中文😀\u{7f}\u{2028}\""), ("12345678\"12345678\\", #""12345678\"12345678\\""#),
    ])
    func `strings are escaped no more than they must be`(string: String, written: String) {
        var writer = JSONWriter()
        writer.string(string)
        #expect(text(writer) == written)
    }

    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (119.9228, "119.9228"), (1e300, "1e+300"), (.infinity, "null"), (.nan, "null"),
    ])
    func `doubles are as short as they can be`(value: Double, written: String) {
        var writer = JSONWriter()
        writer.double(value)
        #expect(text(writer) == written)
    }

    @Test(arguments: [Int.min, -1, 0, 9, 10, 1_234_567_890, Int.max])
    func `integers are written in full`(value: Int) {
        var writer = JSONWriter()
        writer.int(value)
        #expect(text(writer) == value.description)
    }

    @Test func `a failure inside passes through and leaves the writer whole`() {
        struct Stop: Error {}
        var writer = JSONWriter()
        #expect(throws: Stop.self) {
            try writer.object { (object) throws(Stop) in
                object.member("a", 1)
                throw Stop()
            }
        }
        #expect(text(writer) == #"{"a":1"#)
    }

    private func text(_ writer: JSONWriter) -> String { String(decoding: writer.bytes, as: UTF8.self) }
}
