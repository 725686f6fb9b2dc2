import Formats
import SeededRandom
import Testing

@Suite struct JSONPropertyTests {
    @Test(arguments: SeededGenerator.seeds)
    func `what is written can be read again`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let value = someJSON(depth: 5, &random)
            var writer = JSONWriter()
            writer.value(value)
            #expect(try JSONParser.parse(writer.bytes) == value)
        }
    }

    @Test func `every truncation of a document is refused`() throws {
        let sample = #" {"标题":"路灯不亮 \ud83d\ude00\n","at":[1.5e-3,-0,{"x":null,"y":[true,false]}],"":"𠮷"}"#
        let bytes = Array(sample.utf8)
        _ = try JSONParser.parse(bytes)
        for length in 0..<bytes.count {
            let error = #expect(throws: JSONError.self) { try JSONParser.parse(Array(bytes[..<length])) }
            #expect(error?.reason == .unexpectedEnd || error?.reason == .invalidUTF8, "\(length)")
        }
    }

    @Test(arguments: SeededGenerator.seeds)
    func `damaged and random bytes never trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sample = Array(#"{"标题":"路灯 \ud83d\ude00\n","at":[1.5e-3,-0,{"x":null,"y":[true,false]}],"":"𠮷"}"#.utf8)
        let alphabet = Array(#"{}[]",:\u0123dDeE+-.ntf "#.utf8) + [0, 0x0A, 0xC3, 0xE4, 0xF0, 0x9F, 0x80, 0xFF]
        var accepted = 0
        for _ in 0..<5000 {
            var damaged = sample
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                damaged[Int.random(in: damaged.indices, using: &random)] = alphabet.randomElement(using: &random)!
            }
            let noise = (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
            for bytes in [damaged, noise] {
                guard let value = try? JSONParser.parse(bytes) else { continue }
                accepted += 1
                var writer = JSONWriter()
                writer.value(value)
                #expect((try? JSONParser.parse(writer.bytes)) == value)
            }
        }
        #expect(accepted > 0)
    }
}

/// Any value, with strings of all planes and all escapes.
func someJSON(depth: Int, _ random: inout SeededGenerator) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2: return .number(JSONNumber(Int(truncatingIfNeeded: random.next())))
    case 3: return .number(JSONNumber(Double(bitPattern: random.next())) ?? JSONNumber(0))
    case 4: return .string(someString(&random))
    case 5, 6: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in someJSON(depth: depth - 1, &random) })
    default:
        var object = JSONObject()
        for _ in 0..<Int.random(in: 0...20, using: &random) { object[someString(&random)] = someJSON(depth: depth - 1, &random) }
        return .object(object)
    }
}

func someString(_ random: inout SeededGenerator) -> String {
    let ranges: [ClosedRange<UInt32>] = [
        0...0x1F, 0x20...0x7F, 0x22...0x22, 0x80...0x7FF, 0x4E00...0x9FFF, 0xE000...0xFFFF, 0x1_0000...0x10_FFFF,
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...24, using: &random) {
        let range = ranges.randomElement(using: &random)!
        text.unicodeScalars.append(Unicode.Scalar(.random(in: range, using: &random))!)
    }
    return text
}
