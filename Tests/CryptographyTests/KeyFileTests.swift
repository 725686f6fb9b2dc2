import Glibc
import Testing

@testable import Cryptography

@Suite struct KeyFileTests {
    @Test func `a key file is made once, for its owner only, and read ever after`() throws {
        try withFolder { folder in
            let first = try KeyFile.load(orMakeAt: folder + "/vault.key")
            #expect(try KeyFile.load(orMakeAt: folder + "/vault.key") == first)
            #expect(mode(of: folder + "/vault.key") == 0o600)
            #expect(names(in: folder) == ["vault.key"])
            #expect(try KeyFile.load(orMakeAt: folder + "/other.key") != first)
        }
    }

    @Test func `all who start together get the same key`() async throws {
        for _ in 0..<20 {
            let folder = try makeFolder()
            let keys = await withTaskGroup(of: SecretKey?.self) { group in
                for _ in 0..<16 { group.addTask { try? KeyFile.load(orMakeAt: folder + "/vault.key") } }
                return await group.reduce(into: [SecretKey?]()) { $0.append($1) }
            }
            #expect(keys.count == 16)
            #expect(keys.allSatisfy { $0 != nil && $0 == keys[0] })
            #expect(names(in: folder) == ["vault.key"])
            remove(folder)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o620, 0o602, 0o644] as [mode_t])
    func `a key file open to others is refused`(_ mode: mode_t) throws {
        try withFolder { folder in
            let path = folder + "/vault.key"
            _ = try KeyFile.load(orMakeAt: path)
            chmod(path, mode)
            #expect(throws: KeyFileError.openToOthers(path: path, mode: mode)) { try KeyFile.load(orMakeAt: path) }
        }
    }

    @Test(arguments: [0o600, 0o400] as [mode_t])
    func `a key file for its owner alone is read`(_ mode: mode_t) throws {
        try withFolder { folder in
            let path = folder + "/vault.key"
            let key = try KeyFile.load(orMakeAt: path)
            chmod(path, mode)
            #expect(try KeyFile.load(orMakeAt: path) == key)
        }
    }

    @Test(arguments: [
        "", "\n", String(repeating: "a", count: 63), String(repeating: "a", count: 65), String(repeating: "g", count: 64),
        String(repeating: "a", count: 64) + "\n\n", String(repeating: "a", count: 200),
    ])
    func `a key file with anything but one key is refused and left alone`(_ content: String) throws {
        try withFolder { folder in
            let path = folder + "/vault.key"
            try write(content, to: path)
            #expect(throws: KeyFileError.malformed(path: path)) { try KeyFile.load(orMakeAt: path) }
            #expect(names(in: folder) == ["vault.key"])
        }
    }

    @Test(arguments: ["", "\n", "\r\n"])
    func `a key written by hand may end its line as it likes`(_ ending: String) throws {
        try withFolder { folder in
            let path = folder + "/vault.key"
            try write(String(repeating: "Ab", count: 32) + ending, to: path)
            #expect(try KeyFile.load(orMakeAt: path) == SecretKey(bytes: Array(repeating: 0xAB, count: 32)))
        }
    }

    @Test func `a folder in place of the file, or none to put it in, is said clearly`() throws {
        try withFolder { folder in
            mkdir(folder + "/vault.key", 0o700)
            #expect(throws: KeyFileError.unreadable(path: folder + "/vault.key", reason: "it is not a regular file")) {
                try KeyFile.load(orMakeAt: folder + "/vault.key")
            }
            #expect(throws: KeyFileError.cannotMake(path: folder + "/none/vault.key", reason: "No such file or directory")) {
                try KeyFile.load(orMakeAt: folder + "/none/vault.key")
            }
        }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = try makeFolder()
        defer { remove(folder) }
        try body(folder)
    }

    private func makeFolder() throws -> String {
        var template = Array("/tmp/hotline-key-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
        return String(cString: try #require(made))
    }

    private func remove(_ folder: String) {
        for name in names(in: folder) where unlink(folder + "/" + name) != 0 { rmdir(folder + "/" + name) }
        rmdir(folder)
    }

    private func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
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

    private func mode(of path: String) -> mode_t {
        var facts = stat()
        return stat(path, &facts) == 0 ? facts.st_mode & 0o7777 : 0
    }

    private func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
        chmod(path, 0o600)
    }
}
