import Glibc

/// One file of the migrations' directory: `NNNN_name.sql`.
struct Migration: Sendable {
    let version: Int
    let name: String
    let text: String

    var file: String { "\(Self.padded(version))_\(name).sql" }

    /// All migrations of a directory, by version.
    ///
    /// - Throws: `.files` for what cannot be read, an ill-formed name, a version used twice, or a gap.
    static func load(from directory: String) throws(MigrationError) -> [Migration] {
        var migrations: [Migration] = []
        for file in try files(in: directory) where file.hasSuffix(".sql") {
            let (version, name) = try parse(file)
            migrations.append(Migration(version: version, name: name, text: try read("\(directory)/\(file)")))
        }
        migrations.sort { $0.version < $1.version }
        for (index, migration) in migrations.enumerated() where migration.version != index + 1 {
            throw .files("\(directory): \(migration.file) stands where \(padded(index + 1)) is due; versions ascend from 0001 without gaps")
        }
        return migrations
    }

    static func padded(_ version: Int) -> String {
        let digits = String(version)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func parse(_ file: String) throws(MigrationError) -> (version: Int, name: String) {
        let parts = file.dropLast(4).split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        let isWellFormed = parts.count == 2 && parts[0].utf8.count == 4 && parts[0].utf8.allSatisfy { (48...57).contains($0) }
        guard isWellFormed, let version = Int(parts[0]), !parts[1].isEmpty else {
            throw .files("\(file) is not named NNNN_name.sql")
        }
        return (version, String(parts[1]))
    }

    private static func files(in directory: String) throws(MigrationError) -> [String] {
        guard let handle = opendir(directory) else { throw .files("\(directory): \(String(cString: strerror(errno)))") }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names.sorted()
    }

    private static func read(_ path: String) throws(MigrationError) -> String {
        guard let file = fopen(path, "rb") else { throw .files("\(path): \(String(cString: strerror(errno)))") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
        guard ferror(file) == 0 else { throw .files("\(path) cannot be read") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .files("\(path) is not UTF-8") }
        return text
    }
}
