import Glibc
import Logging

@testable import EmbeddedPostgres

/// Durable like the product: only these tests pay for it.
func given(_ directory: String, _ settings: [String: String] = [:]) -> EmbeddedPostgres {
    EmbeddedPostgres(directory: directory, settings: settings, logger: Logger(label: "test"))
}

/// Runs the body with a new folder, and ends and deletes afterwards whatever is left there.
func withDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = try EmbeddedPostgres.temporaryDirectory(prefix: "hotline-embedded-\(geteuid())")
    defer { EmbeddedPostgres.discard(directory) }
    try await body(directory)
}

/// The single value of a query, or the error's text.
func psql(_ conninfo: String, _ query: String) async throws -> String {
    try await output(of: Command(psqlPath(), ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", query]))
}

/// Starts it, and answers a query.
func start(_ postgres: EmbeddedPostgres, then query: String) async throws -> String {
    try await psql(try await postgres.start(), query)
}

func psqlPath() -> String {
    Installation.places().map { $0 + "/psql" }.first(where: Files.exists) ?? "/usr/bin/psql"
}

func write(_ text: String, to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0, write(file, text, text.utf8.count) == text.utf8.count else { throw EmbeddedPostgresError.failed("write", path) }
    close(file)
}

/// What a program wrote, without the last line break.
func output(of command: Command) async throws -> String {
    var text = try await command.result().output
    if text.hasSuffix("\n") { text.removeLast() }
    return text
}
