import Glibc

/// The operating-system user that PostgreSQL runs as. An ordinary server runs it as itself; root hands it to
/// the cluster's owner, or to `postgres` for a new cluster: PostgreSQL refuses to run as root, rightly.
struct ClusterUser: Sendable {
    let name: String
    let uid: uid_t
    let gid: gid_t

    static let systemUser = "postgres"

    private var isOther: Bool { uid != geteuid() }

    static func forCluster(
        at cluster: String, systemUser: String = ClusterUser.systemUser
    ) throws(EmbeddedPostgresError) -> ClusterUser {
        let own = geteuid()
        let owner = Files.owner(of: cluster)
        if own == 0 {
            if let owner, owner != 0 {
                guard let user = ClusterUser(uid: owner) else { throw .namelessUser(owner) }
                return user
            }
            guard let user = ClusterUser(named: systemUser), user.uid != 0 else { throw .noSystemUser(systemUser) }
            return user
        }
        guard let user = ClusterUser(uid: own) else { throw .namelessUser(own) }
        if let owner, owner != own {
            throw .foreignCluster(directory: cluster, owner: ClusterUser(uid: owner)?.name ?? String(owner))
        }
        return user
    }

    /// The command as this user. It dies with the server: a fast shutdown (SIGINT) comes from the kernel even
    /// when the server was killed with SIGKILL.
    func command(_ executable: String, _ arguments: [String], input: String = "") -> Command {
        var options = ["--pdeathsig=INT", "--no-new-privs"]
        if isOther { options += ["--reuid=\(uid)", "--regid=\(gid)", "--init-groups"] }
        return Command(Self.setpriv, options + ["--", executable] + arguments, input: input)
    }

    /// Asks the kernel as the user itself, so that access lists count too; then finds the folder that is closed.
    func requireReach(of directory: String) async throws(EmbeddedPostgresError) {
        guard Files.exists(Self.setpriv) else { throw .missingProgram(path: Self.setpriv, package: "util-linux") }
        if try await mayEnter(directory) { return }
        var path = ""
        for part in directory.split(separator: "/") {
            path += "/" + part
            if try await !mayEnter(path) { throw .unreachable(closed: path, user: name) }
        }
    }

    private func mayEnter(_ path: String) async throws(EmbeddedPostgresError) -> Bool {
        try await command("/usr/bin/test", ["-x", path]).result().code == 0
    }

    private static let setpriv = "/usr/bin/setpriv"
}

extension ClusterUser {
    init?(named name: String) {
        self.init { getpwnam_r(name, $0, $1, $2, $3) }
    }

    init?(uid: uid_t) {
        self.init { getpwuid_r(uid, $0, $1, $2, $3) }
    }

    private typealias LookUp = (
        UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32

    private init?(_ lookUp: LookUp) {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        let size = 16_384
        let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: size)
        defer { buffer.deallocate() }
        guard lookUp(&entry, buffer, size, &found) == 0, found != nil else { return nil }
        self.init(name: String(cString: entry.pw_name), uid: entry.pw_uid, gid: entry.pw_gid)
    }
}
