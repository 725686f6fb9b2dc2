import Glibc

/// A file that holds one key as 64 hexadecimal digits, for its owner's eyes only.
public enum KeyFile {
    /// The key in the file; where there is no file, one is made with a random key and mode 600.
    /// Processes that start together end up with the same key: the file appears whole, and once.
    public static func load(orMakeAt path: String) throws(KeyFileError) -> SecretKey {
        if let key = try read(path) { return key }
        try make(path)
        guard let key = try read(path) else { throw .unreadable(path: path, reason: "it vanished while it was being made") }
        return key
    }

    /// Nil if there is no such file.
    private static func read(_ path: String) throws(KeyFileError) -> SecretKey? {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .unreadable(path: path, reason: lastReason())
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw .unreadable(path: path, reason: lastReason()) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path: path, reason: "it is not a regular file") }
        guard facts.st_mode & 0o077 == 0 else { throw .openToOthers(path: path, mode: facts.st_mode & 0o7777) }

        var text = [UInt8](repeating: 0, count: 80)
        defer { text.withUnsafeMutableBytes { explicit_bzero($0.baseAddress!, $0.count) } }
        var length = 0
        while length < text.count {
            let count = text.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress! + length, $0.count - length) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path: path, reason: lastReason()) }
            if count == 0 { break }
            length += count
        }
        guard let key = key(fromHexadecimal: text[..<length]) else { throw .malformed(path: path) }
        return key
    }

    /// Writes beside the file and links the finished text to its name: a link fails where a name exists, a rename would replace it.
    private static func make(_ path: String) throws(KeyFileError) {
        let bytes: [UInt8]
        let suffix: [UInt8]
        do {
            bytes = try Random.bytes(32)
            suffix = try Random.bytes(8)
        } catch {
            throw .cannotMake(path: path, reason: error.description)
        }
        let draft = path + "." + String(decoding: hexadecimal(suffix), as: UTF8.self) + ".new"
        let file = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotMake(path: path, reason: lastReason()) }
        defer { unlink(draft) }
        let text = hexadecimal(bytes) + [UInt8(ascii: "\n")]
        let written = text.withUnsafeBytes { write(file, $0.baseAddress!, $0.count) } == text.count && fsync(file) == 0
        let reason = lastReason()
        close(file)
        guard written else { throw .cannotMake(path: path, reason: reason) }
        guard link(draft, path) == 0 || errno == EEXIST else { throw .cannotMake(path: path, reason: lastReason()) }
        try persistName(of: path)
    }

    /// The name survives a power cut only once its directory is on disk.
    private static func persistName(of path: String) throws(KeyFileError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let directory = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw .cannotMake(path: path, reason: lastReason()) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw .cannotMake(path: path, reason: lastReason()) }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    /// 64 digits of either case, and at most a line end behind them.
    private static func key(fromHexadecimal text: ArraySlice<UInt8>) -> SecretKey? {
        var digits = text
        if digits.last == UInt8(ascii: "\n") { digits.removeLast() }
        if digits.last == UInt8(ascii: "\r") { digits.removeLast() }
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for index in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
            guard let high = value(ofDigit: digits[index]), let low = value(ofDigit: digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return try? SecretKey(bytes: bytes)
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func lastReason() -> String { String(cString: strerror(errno)) }
}
