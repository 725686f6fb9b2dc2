import Formats
import Testing

@Suite struct JSONParserTests {
    private static let accepted: [(String, JSON)] = [
        ("null", JSON.null),
        (" true ", .bool(true)),
        ("\t\r\nfalse\n", .bool(false)),
        ("\"\"", .string("")),
        ("\"12345热线\"", .string("12345热线")),
        (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
        (#""\u4e2d\u6587""#, .string("中文")),
        (#""\uD83D\uDE00""#, .string("😀")),
        (#""\ud83d\ude00""#, .string("😀")),
        (#""a\u0000b""#, .string("a\0b")),
        ("\"\u{7f}\u{80}\u{2028}\u{FEFF}\u{10FFFF}\"", .string("\u{7f}\u{80}\u{2028}\u{FEFF}\u{10FFFF}")),
        ("\"𠮷野家 שלום عربى e\u{301}\"", .string("𠮷野家 שלום عربى e\u{301}")),
        (#""\uFFFF\uE000\uD7FF""#, .string("\u{FFFF}\u{E000}\u{D7FF}")),
        ("\"0123456\\n89012345678\"", .string("0123456\n89012345678")),
        ("[]", .array([])),
        ("[ ]", .array([])),
        ("{}", .object([:])),
        ("{ }", .object([:])),
        ("[null,[true]]", .array([.null, .array([.bool(true)])])),
        (#"{"":1}"#, .object(["": .number(JSONNumber(1))])),
        (#"{"a":{"b":[]}}"#, .object(["a": .object(["b": .array([])])])),
        (#" { "b" : 1 , "a" : 2 } "#, .object(["b": .number(JSONNumber(1)), "a": .number(JSONNumber(2))])),
        (#"{"a":1,"A":1}"#, .object(["a": .number(JSONNumber(1)), "A": .number(JSONNumber(1))])),
    ]

    @Test(arguments: accepted)
    func `a document is read`(text: String, value: JSON) throws {
        #expect(try JSONParser.parse(Array(text.utf8)) == value)
    }

    private static let numbers: [(String, Int?, Double?)] = [
        ("0", 0, 0.0),
        ("-0", 0, -0.0),
        ("42", 42, 42.0),
        ("-9223372036854775808", Int.min, -9_223_372_036_854_775_808.0),
        ("9223372036854775808", nil, 9_223_372_036_854_775_808.0),
        ("1.0", nil, 1.0),
        ("0.10", nil, 0.1),
        ("1e2", nil, 100.0),
        ("1E+2", nil, 100.0),
        ("-1.5e-3", nil, -0.0015),
        ("1e400", nil, nil),
        ("119.92", nil, 119.92),
    ]

    @Test(arguments: numbers)
    func `a number keeps its digits`(text: String, int: Int?, double: Double?) throws {
        let number = try #require(try JSONParser.parse(Array("[\(text)]".utf8)).array?.first?.number)
        #expect(number.text == text)
        #expect(number.int == int)
        #expect(number.double == double)
    }

    private static let refused: [(String, JSONError.Reason, String, Int, Int)] = [
        ("", .unexpectedEnd, "", 1, 1),
        ("  \n ", .unexpectedEnd, "", 2, 2),
        ("nul", .unexpectedEnd, "", 1, 4),
        ("nulL", .unexpectedCharacter, "", 1, 4),
        ("True", .unexpectedCharacter, "", 1, 1),
        ("NaN", .unexpectedCharacter, "", 1, 1),
        ("Infinity", .unexpectedCharacter, "", 1, 1),
        ("-Infinity", .invalidNumber, "", 1, 2),
        ("'a'", .unexpectedCharacter, "", 1, 1),
        ("\u{FEFF}{}", .unexpectedCharacter, "", 1, 1),
        ("{} x", .trailingData, "", 1, 4),
        ("[] []", .trailingData, "", 1, 4),
        ("nullnull", .trailingData, "", 1, 5),
        ("1 2", .trailingData, "", 1, 3),
        ("{}\0", .trailingData, "", 1, 3),
        ("// c\n{}", .unexpectedCharacter, "", 1, 1),
        ("[1,/* c */2]", .unexpectedCharacter, "/1", 1, 4),
        ("[1,]", .trailingComma, "", 1, 3),
        ("{\"a\":1,}", .trailingComma, "", 1, 7),
        ("[1\n,\n]", .trailingComma, "", 2, 1),
        ("[,1]", .unexpectedCharacter, "/0", 1, 2),
        ("{,}", .unexpectedCharacter, "", 1, 2),
        ("[1 2]", .unexpectedCharacter, "", 1, 4),
        ("[1", .unexpectedEnd, "", 1, 3),
        ("[1,", .unexpectedEnd, "/1", 1, 4),
        ("[1,,2]", .unexpectedCharacter, "/1", 1, 4),
        ("]", .unexpectedCharacter, "", 1, 1),
        ("[}", .unexpectedCharacter, "/0", 1, 2),
        ("{\"a\"}", .unexpectedCharacter, "", 1, 5),
        ("{\"a\":}", .unexpectedCharacter, "/a", 1, 6),
        ("{a:1}", .unexpectedCharacter, "", 1, 2),
        ("{1:1}", .unexpectedCharacter, "", 1, 2),
        ("{\"a\":1 \"b\":2}", .unexpectedCharacter, "", 1, 8),
        ("{\"a\":1", .unexpectedEnd, "", 1, 7),
        ("{\"a\"", .unexpectedEnd, "", 1, 5),
        ("01", .invalidNumber, "", 1, 2),
        ("-01", .invalidNumber, "", 1, 3),
        ("+1", .invalidNumber, "", 1, 1),
        (".5", .invalidNumber, "", 1, 1),
        ("1.", .unexpectedEnd, "", 1, 3),
        ("[1.]", .invalidNumber, "/0", 1, 4),
        ("[1e]", .invalidNumber, "/0", 1, 4),
        ("[1e+]", .invalidNumber, "/0", 1, 5),
        ("[-]", .invalidNumber, "/0", 1, 3),
        ("0x1F", .trailingData, "", 1, 2),
        ("[1_000]", .unexpectedCharacter, "", 1, 3),
        ("\"a", .unexpectedEnd, "", 1, 3),
        ("\"a\\", .unexpectedEnd, "", 1, 4),
        ("\"a\\u00", .unexpectedEnd, "", 1, 7),
        ("\"tab\there\"", .controlCharacter, "", 1, 5),
        ("{\"a\":\"b\nc\"}", .controlCharacter, "/a", 1, 8),
        ("\"long enough for eight bytes \u{1f}\"", .controlCharacter, "", 1, 30),
        ("\"\0\"", .controlCharacter, "", 1, 2),
        ("\"\\x41\"", .invalidEscape, "", 1, 2),
        ("\"中文\\'\"", .invalidEscape, "", 1, 4),
        ("\"\\u12G4\"", .invalidEscape, "", 1, 2),
        ("\"\\U0041\"", .invalidEscape, "", 1, 2),
        ("{\"title\":\"\\ud800\"}", .loneSurrogate, "/title", 1, 11),
        ("[\"\\udc00\"]", .loneSurrogate, "/0", 1, 3),
        ("[\"\\ud800\\n\"]", .loneSurrogate, "/0", 1, 3),
        ("[\"\\ud800\\ud800\"]", .loneSurrogate, "/0", 1, 3),
        ("[\"\\ud800x\"]", .loneSurrogate, "/0", 1, 3),
        ("{\"a\":1,\n \"a\":2}", .duplicateKey("a"), "/a", 2, 2),
        ("{\"a\":1,\"\\u0061\":2}", .duplicateKey("a"), "/a", 1, 8),
        ("[{\"x\":{\"b\":1,\"c\":1,\"b\":1}}]", .duplicateKey("b"), "/0/x/b", 1, 20),
        ("{\"a/b~c\":[{\"\":tru}]}", .unexpectedCharacter, "/a~1b~0c/0/", 1, 18),
        ("{\"\u{e9}\":1,\"e\u{301}\":2}", .duplicateKey("e\u{301}"), "/e\u{301}", 1, 8),
    ]

    @Test(arguments: refused)
    func `what is not JSON is refused`(text: String, reason: JSONError.Reason, pointer: String, line: Int, column: Int) {
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8)) }
        #expect(error?.reason == reason)
        #expect(error?.pointer == pointer)
        #expect(error?.line == line && error?.column == column, "\(error?.description ?? "")")
    }

    private static let invalidSequences: [[UInt8]] = [
        [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
        [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE4, 0xB8], [0xC3],
        [0xE4, 0x28, 0xA1],
    ]

    @Test(arguments: invalidSequences)
    func `bytes that are not UTF-8 are refused`(sequence: [UInt8]) {
        for tail in ["\"", "\\n\""] {
            let bytes = Array("{\"正文\":\"很长的一段文字".utf8) + sequence + Array(tail.utf8) + Array("}".utf8)
            let error = #expect(throws: JSONError.self) { try JSONParser.parse(bytes) }
            #expect(error?.reason == .invalidUTF8)
            #expect(error?.pointer == "/正文")
            #expect(error?.column == 15)
        }
        #expect(throws: JSONError.self) { try JSONParser.parse(Array("{\"a".utf8) + sequence + Array("\":1}".utf8)) }
        #expect(throws: JSONError.self) { try JSONParser.parse(sequence) }
    }

    @Test func `nesting has a limit`() throws {
        let nested = { (depth: Int) in Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8) }
        _ = try JSONParser.parse(nested(32))
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(nested(33)) }
        #expect(error?.reason == .tooDeep)
        #expect(error?.column == 33)
        #expect(error?.pointer == String(repeating: "/0", count: 32))
        #expect(throws: JSONError.self) { try JSONParser.parse(nested(3), maximumDepth: 2) }
        #expect(throws: JSONError.self) { try JSONParser.parse(nested(100_000), maximumDepth: .max) }
        #expect(throws: JSONError.self) { try JSONParser.parse(Array(repeating: UInt8(ascii: "["), count: 1_000_000)) }
        // Neighbours do not add up.
        _ = try JSONParser.parse(Array("[[],[],[],{}]".utf8), maximumDepth: 2)
    }

    @Test func `an object with very many members is checked for duplicates too`() throws {
        let members = (0..<20_000).map { "\"key\($0)\":\($0)" }
        let object = try #require(try JSONParser.parse(Array("{\(members.joined(separator: ","))}".utf8)).object)
        #expect(object.count == 20_000 && object["key19999"]?.number?.int == 19_999)
        let error = #expect(throws: JSONError.self) {
            try JSONParser.parse(Array("{\(members.joined(separator: ",")),\"key5\":0}".utf8))
        }
        #expect(error?.pointer == "/key5")
    }

    @Test func `members keep their order and can be changed`() throws {
        var object = try #require(try JSONParser.parse(Array(#"{"b":1,"a":2}"#.utf8)).object)
        #expect(object.keys == ["b", "a"])
        object["b"] = .null
        object["c"] = .bool(true)
        object["a"] = nil
        #expect(object.map(\.key) == ["b", "c"])
        #expect(object["b"]?.isNull == true && object["c"]?.bool == true && object["a"] == nil)
    }
}
