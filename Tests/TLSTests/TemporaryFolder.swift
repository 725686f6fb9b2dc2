import Glibc

/// A folder that goes with its last reference, and its files with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/hotline-tls-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    }

    deinit {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func write(_ text: String, to name: String) {
        let file = fopen(path + "/" + name, "w")!
        fputs(text, file)
        fclose(file)
    }

    func mode(of name: String) -> mode_t {
        var facts = stat()
        return stat(path + "/" + name, &facts) == 0 ? facts.st_mode & 0o7777 : 0
    }
}
