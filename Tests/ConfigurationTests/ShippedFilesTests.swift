import Foundation
import LeatConfiguration
import Testing

@Suite struct ShippedFilesTests {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    @Test func shippedConfigurationLoads() throws {
        let loaded = try LeatConfiguration.load(
            path: "\(root)/config/leat.yaml",
            workingDirectory: root,
            environment: [:]
        )
        let source = try #require(loaded.sources.first)
        #expect(source.name == "trade")
        let pipeline = try #require(source.pipelines.first)
        #expect(pipeline.name == "notify")
        #expect(pipeline.capture.first?.tables == ["notify.orders", "notify.order_items", "notify.message"])
        #expect(pipeline.capture.first?.partitions == 8)
    }

    @Test func shippedOutboxLoads() throws {
        let text = try String(contentsOfFile: "\(root)/pipelines/outbox.yaml", encoding: .utf8)
        let pipeline = try #require(try load(configuration(), pipeline: text).sources.first?.pipelines.first)
        #expect(pipeline.capture.first?.outbox?.topics == ["order-*"])
        #expect(pipeline.capture.first?.tables == ["/notify\\.message(_[0-9]+)?/"])
    }

    @Test func shippedExamplesInCommentsLoad() throws {
        let text = try String(contentsOfFile: "\(root)/pipelines/notify.yaml", encoding: .utf8)
            .split(separator: "\n").map { $0.hasPrefix("    # ") ? "    \($0.dropFirst(6))" : String($0) }
            .joined(separator: "\n")
        let loaded = try load(
            configuration(), pipeline: text, environment: ["LEAT_HASH_KEY": "0123456789abcdef"])
        let capture = try #require(loaded.sources.first?.pipelines.first?.capture.first)
        #expect(capture.filter?.text == "status <> 'DRAFT'")
        #expect(capture.columns.hash == ["phone"])
    }

    @Test func shippedValuesAreTheDefaults() throws {
        let loaded = try LeatConfiguration.load(
            path: "\(root)/config/leat.yaml",
            workingDirectory: root,
            environment: [:]
        )
        var expected = LeatConfiguration()
        var listener = KafkaListener()
        listener.advertise = listener.listen
        expected.kafka.listeners = [listener]
        var source = SourceConfiguration(name: "trade")
        var pipeline = PipelineConfiguration(name: "notify")
        pipeline.capture = [
            CaptureConfiguration(tables: ["notify.orders", "notify.order_items", "notify.message"])
        ]
        // The views are examples: every limit of theirs is the default.
        let views = try #require(loaded.sources.first?.pipelines.first?.views)
        #expect(views.map(\.name) == ["gmv_by_province", "orders_by_status"])
        for view in views {
            #expect(view.stateBytesMax == ViewConfiguration(name: "", query: "").stateBytesMax)
            #expect(view.retention == nil)
        }
        pipeline.views = views
        source.pipelines = [pipeline]
        expected.sources = [source]
        #expect(loaded == expected)
    }

    @Test func shippedConfigurationTakesThePasswordFromTheEnvironment() throws {
        let loaded = try LeatConfiguration.load(
            path: "\(root)/config/leat.yaml",
            workingDirectory: root,
            environment: ["LEAT_SOURCE_PASSWORD": "p: #${x} \"s"]
        )
        #expect(loaded.sources.first?.password == "p: #${x} \"s")
    }

    /// Every key that the reader knows stands in the shipped files, so that they are the reference.
    @Test(arguments: [
        ("sources:\n  - { name: a, pipelines: [notify.yaml], x0x0x0x0: 1 }", "config/leat.yaml"),
        ("\(configuration())\nqueue: { x0x0x0x0: 1 }", "config/leat.yaml"),
        ("\(configuration())\nqueue: { protect: { group: g, bytes_max: 1MiB, x0x0x0x0: 1 } }", "config/leat.yaml"),
        ("\(configuration())\nkafka: { x0x0x0x0: 1 }", "config/leat.yaml"),
        ("\(configuration())\nkafka: { listeners: [{ listen: \"127.0.0.1:1\", x0x0x0x0: 1 }] }", "config/leat.yaml"),
        ("\(configuration())\nhttp: { x0x0x0x0: 1 }", "config/leat.yaml"),
        ("\(configuration())\nx0x0x0x0: 1", "config/leat.yaml"),
    ])
    func everyKnownKeyIsShown(text: String, file: String) throws {
        let later = [
            "users", "views", "large_values", "sasl", "auth", "snapshot", "semi_sync",
        ]
        let remedy = try #require(try issues(text).first { $0.what.contains("x0x0x0x0") }?.remedy)
        let keys = try #require(remedy.split(separator: ":").last).split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        let shipped = try String(contentsOfFile: "\(root)/\(file)", encoding: .utf8)
        #expect(keys.count > 1)
        for key in keys where !later.contains(key) { #expect(shipped.contains("\(key):"), "\(key)") }
    }
}
