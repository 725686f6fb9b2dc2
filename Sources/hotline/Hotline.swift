import ArgumentParser

/// 统一政务咨询投诉举报平台
@main
struct Hotline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hotline",
        abstract: "The backend of a unified consultation, complaint and reporting line.",
        subcommands: [Serve.self, Migrate.self, Import.self, AccountCommand.self, Verify.self, Bench.self]
    )
}
