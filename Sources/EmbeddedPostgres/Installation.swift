import Glibc

/// The programs of one PostgreSQL version on this machine.
struct Installation: Sendable, Equatable {
    /// The folder of `postgres`, `initdb` and `psql`.
    let programs: String
    let major: Int

    /// Of all versions on the search path and under /usr/lib/postgresql, the one that fits.
    /// - Parameter made: the major version of the cluster that is there, nil when one is to be made.
    static func find(
        for made: String?, at cluster: String, search: [String] = places()
    ) async throws(EmbeddedPostgresError) -> Installation {
        var found: [Installation] = []
        for folder in search where access(folder + "/initdb", X_OK) == 0 && access(folder + "/postgres", X_OK) == 0 {
            let version = try await Command(folder + "/postgres", ["--version"]).result()
            if let major = major(of: version.output) { found.append(Installation(programs: folder, major: major)) }
        }
        let usable = found.filter { $0.major >= 15 }
        guard !usable.isEmpty else { throw .notInstalled(found: found.map(\.major)) }
        guard let made else { return usable[0] }
        guard let fitting = usable.first(where: { String($0.major) == made }) else {
            throw .versionMismatch(cluster: cluster, made: made, installed: usable.map(\.major))
        }
        return fitting
    }

    /// From "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)" to 15.
    static func major(of version: String) -> Int? {
        guard let range = version.firstRange(of: "(PostgreSQL) ") else { return nil }
        return Int(version[range.upperBound...].prefix { $0.isNumber })
    }

    /// The folders of PATH, then Debian's own, highest version first.
    static func places() -> [String] {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let onPath = path.split(separator: ":").compactMap { folder -> String? in
            // Debian's /usr/bin has wrappers, not the programs; a link leads to the folder with all of them.
            guard let real = try? Files.resolved(folder + "/postgres") else { return nil }
            return Files.parent(of: real)
        }
        let debian = Files.names(in: "/usr/lib/postgresql")
            .compactMap { Int($0) }.sorted(by: >)
            .map { "/usr/lib/postgresql/\($0)/bin" }
        var places: [String] = []
        for place in onPath + debian where !places.contains(place) { places.append(place) }
        return places
    }
}

extension Command {
    /// Runs to the end; a cancelled task ends the program.
    package func result() async throws(EmbeddedPostgresError) -> ChildProcess.Exit {
        let child = try await ChildProcess.start(self)
        while true {
            if let exit = await child.exit(within: .milliseconds(200)) {
                if Task.isCancelled { throw .cancelled }
                return exit
            }
            if Task.isCancelled { child.signal(SIGTERM) }
        }
    }
}
