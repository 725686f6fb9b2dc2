// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { .product(name: $0, package: "swift-nio") }
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// The arrows of the README, in code: a module sees what stands in its row and nothing else.
let package = Package(
    name: "hotline",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "hotline", targets: ["hotline"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .target(name: "COpenSSL", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        module("WorkingTime"),
        module("Formats"),
        module("Spreadsheet", ["CXlsxWriter"]),
        module("Casework", ["WorkingTime"]),
        module("Database", ["CPostgres", "WorkingTime", logging]),
        module("CaseworkSQL", ["Casework", "Database"]),
        module("Cryptography", ["COpenSSL"]),
        module("IdentityVault", ["Cryptography", "Database", "WorkingTime"]),
        module("TLS", ["COpenSSL", hummingbirdCore, logging] + nio),
        module("EmbeddedPostgres", [logging]),
        module(
            "ServiceDesk", ["Casework", "CaseworkSQL", "Cryptography", "Database", "Formats", "IdentityVault", "WorkingTime", logging]),
        module("Statistics", ["Casework", "CaseworkSQL", "Database", "WorkingTime"]),
        module(
            "Web",
            [
                "Casework", "Formats", "ServiceDesk", "Spreadsheet", "Statistics", "WorkingTime", hummingbird, hummingbirdCore, httpTypes,
                logging,
            ]
                + nio),
        .executableTarget(
            name: "hotline",
            dependencies: [
                "Casework", "Cryptography", "Database", "EmbeddedPostgres", "Formats", "ServiceDesk", "Statistics", "TLS", "Web",
                "WorkingTime",
                hummingbird, hummingbirdCore, logging, lifecycle, unixSignals, arguments,
            ] + nio,
            swiftSettings: settings
        ),
        .target(
            name: "PostgresFixture", dependencies: ["EmbeddedPostgres", logging], path: "Tests/PostgresFixture", swiftSettings: settings),
        .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: settings),
        tests("WorkingTime", ["SeededRandom"]),
        tests("Formats", ["SeededRandom"]),
        tests("Spreadsheet"),
        tests("Cryptography"),
        tests("Casework", ["SeededRandom", "WorkingTime"]),
        tests("Database", ["PostgresFixture", "WorkingTime", logging]),
        tests("EmbeddedPostgres", ["PostgresFixture", logging]),
        tests("TLS", ["COpenSSL", hummingbirdCore, httpTypes, lifecycle, logging, nioEmbedded] + nio),
        tests("ServiceDesk", ["Casework", "Database", "PostgresFixture", "WorkingTime", logging]),
        tests("Statistics"),
        tests(
            "Web",
            [
                "Casework", "Cryptography", "Database", "EmbeddedPostgres", "Formats", "PostgresFixture", "SeededRandom", "ServiceDesk",
                "Statistics", "TLS", "WorkingTime", hummingbird, hummingbirdCore, httpTypes, logging, "Yams",
            ] + nio, exclude: ["routes.golden", "deadline-vectors.csv", "sheet-cells.py"]),
    ]
)

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of a module see it and what they name.
func tests(_ module: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: module + "Tests", dependencies: [.byName(name: module)] + dependencies, exclude: exclude, swiftSettings: settings)
}
