/// A program to run: absolute path, arguments, and what it reads on its standard input.
package struct Command: Sendable {
    var executable: String
    var arguments: [String]
    var input = ""
    /// Where standard output and standard error go; nil keeps them for the caller.
    var outputFile: String?

    package init(_ executable: String, _ arguments: [String], input: String = "") {
        self.executable = executable
        self.arguments = arguments
        self.input = input
    }
}

extension Command {
    /// Nothing of the server's environment reaches the child: PGOPTIONS, PGDATA or a locale
    /// of the operator's would change what PostgreSQL does.
    static let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/"]
}
