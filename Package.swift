// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order of the data's way; a target imports only what its `dependencies` name
// (checked by `swift build --explicit-target-dependency-import-check error`).

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
]

func stage(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "leat",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "leat", targets: ["leat"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CMariaDB", pkgConfig: "libmariadb", providers: [.apt(["libmariadb-dev"])]),
        .systemLibrary(name: "CISAL", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // The files of Sources/Web/Page and Chart.js (Debian's libjs-chart.js) as bytes in the program.
        .target(name: "CPage"),

        stage("Bytes", ["CISAL"]),
        stage("Threads"),
        stage("Binlog", ["Bytes", "CZstd", "CZlib"]),
        stage("MySQLSource", ["CMariaDB", "Bytes", "Binlog"]),
        stage("Schema", ["Bytes", "Binlog"]),
        stage("Expressions", ["Bytes", "Binlog", "Schema"]),
        stage("ChangeEvents", ["Bytes", "Binlog", "Schema"]),
        stage("Routing", ["Bytes", "Binlog", "Schema", "Expressions", "ChangeEvents"]),
        stage("RecordBatch", ["Bytes", "CZstd", "CLZ4", "CZlib"]),
        stage("CommitLog", ["Bytes", "Threads"]),
        stage(
            "Views",
            [
                "Bytes", "Threads", "Binlog", "Schema", "Expressions", "ChangeEvents", "RecordBatch", "CommitLog",
                .product(name: "Logging", package: "swift-log"),
            ]),
        stage(
            "Bridge",
            [
                "Bytes", "Threads", "Binlog", "MySQLSource", "Schema", "ChangeEvents", "Routing", "RecordBatch",
                "CommitLog", .product(name: "Logging", package: "swift-log"),
            ]),
        stage(
            "Access",
            [
                "CLibcrypto", "Bytes", .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]),
        stage("KafkaProtocol", ["Bytes"]),
        stage("KafkaClient", ["Bytes", "Access", "KafkaProtocol"]),
        stage(
            "KafkaServer",
            [
                "Bytes", "Access", "KafkaProtocol", "RecordBatch", "CommitLog",
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ] + nio),
        stage(
            "Web",
            [
                "CPage", "Bytes", "Access", "RecordBatch", "CommitLog", "Views",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ] + nio, exclude: ["Page"]),
        // Not plainly `Configuration`: a package that Hummingbird brings has a target of that name.
        .target(
            name: "LeatConfiguration", dependencies: ["Yams", "Access", "Expressions", "Views"],
            path: "Sources/Configuration", swiftSettings: strict),
        .executableTarget(
            name: "leat",
            dependencies: [
                "Bytes", "Binlog", "MySQLSource", "Schema", "Expressions", "ChangeEvents", "Routing", "RecordBatch",
                "CommitLog", "Views", "Bridge", "Access", "KafkaProtocol", "KafkaClient", "KafkaServer", "Web",
                "LeatConfiguration",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ] + nio,
            swiftSettings: strict),

        // Not for users: `make bench` runs it.
        .executableTarget(
            name: "LogBenchmark", dependencies: ["Bytes", "Threads", "RecordBatch", "CommitLog", "KafkaServer"],
            path: "Tests/Benchmarks/LogBenchmark", swiftSettings: strict),

        .executableTarget(
            name: "ViewBenchmark",
            dependencies: [
                "Bytes", "Binlog", "Schema", "ChangeEvents", "RecordBatch", "CommitLog", "Views",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Benchmarks/ViewBenchmark", swiftSettings: strict),

        tests("BytesTests", ["Bytes"]),
        tests("ThreadsTests", ["Threads"]),
        tests("BinlogTests", ["Bytes", "Binlog", "CZstd", "CZlib"], exclude: ["Fixtures"]),
        tests("MySQLSourceTests", ["Bytes", "MySQLSource", "Binlog", "Schema"]),
        tests("SchemaTests", ["Bytes", "Binlog", "Schema", "MySQLSource"], exclude: ["Fixtures"]),
        tests("ChangeEventsTests", ["Bytes", "Binlog", "Schema", "ChangeEvents"], exclude: ["Golden"]),
        tests(
            "ExpressionsTests", ["Bytes", "Binlog", "MySQLSource", "Schema", "Expressions"], exclude: ["Fixtures"]),
        tests(
            "ViewsTests",
            [
                "Bytes", "Binlog", "MySQLSource", "Schema", "Expressions", "ChangeEvents", "RecordBatch", "CommitLog",
                "Views",
            ]),
        tests("RoutingTests", ["Bytes", "Binlog", "Schema", "Expressions", "Routing"], exclude: ["Fixtures"]),
        tests("RecordBatchTests", ["Bytes", "RecordBatch"]),
        tests("CommitLogTests", ["Bytes", "Threads", "CommitLog"], exclude: ["Fixtures"]),
        tests(
            "BridgeTests",
            [
                "Bytes", "Threads", "Binlog", "MySQLSource", "ChangeEvents", "Routing", "RecordBatch", "CommitLog",
                "Bridge",
            ]),
        tests("AccessTests", ["Bytes", "Access"]),
        tests(
            "KafkaProtocolTests", ["Bytes", "KafkaProtocol"],
            exclude: ["Peers/peer-examples.py", "Definitions/kafka-examples.py"]),
        tests(
            "KafkaServerTests",
            ["Bytes", "Access", "KafkaProtocol", "KafkaClient", "KafkaServer", "RecordBatch", "CommitLog"]),
        tests("WebTests", ["Bytes", "Access", "RecordBatch", "CommitLog", "Views", "Web"]),
        tests("ConfigurationTests", ["Access", "Expressions", "LeatConfiguration"]),
        tests("leatTests", ["leat", "MySQLSource", "RecordBatch", "CommitLog", "Bridge"]),
    ],
    swiftLanguageModes: [.v6]
)
