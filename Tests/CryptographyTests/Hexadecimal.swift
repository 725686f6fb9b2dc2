/// The bytes of a vector as the standards print them; blanks are allowed.
func hex(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var high: Int?
    for character in text where !character.isWhitespace {
        let digit = character.hexDigitValue!
        if let first = high {
            bytes.append(UInt8(first << 4 | digit))
            high = nil
        } else {
            high = digit
        }
    }
    precondition(high == nil, "an odd number of digits")
    return bytes
}
