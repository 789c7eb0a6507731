import LeatConfiguration
import Testing

@Suite struct FaultsTests {
    @Test func mistypedKeyNamesLineAndNearestKey() throws {
        let found = try issues(configuration(source: "prot: 3306"))
        #expect(
            found == [
                ConfigurationIssue(
                    file: "leat.yaml",
                    line: 4,
                    what: "unknown key `prot` in `sources[0]`",
                    remedy: "did you mean `port`?"
                )
            ]
        )
    }

    @Test func mistypedRequiredKeyIsOneFault() throws {
        let found = try issues("sources:\n  - nmae: trade\n    pipeline: [notify.yaml]")
        #expect(found.map(\.remedy) == ["did you mean `name`?", "did you mean `pipelines`?"])
        #expect(found.map(\.line) == [2, 3])
    }

    @Test func farKeyGetsTheListOfKeys() throws {
        let found = try issues(configuration(rest: "http: { zookeeper: 1 }"))
        #expect(found.first?.remedy.hasPrefix("the keys here are: listen, insecure, hosts") == true)
    }

    @Test func mistypedKeyOfThePipelineNamesItsFile() throws {
        let found = try issues(configuration(), pipeline: "\(smallPipeline)\n    partitons: 4")
        #expect(found.map(\.file) == ["notify.yaml"])
        #expect(found.map(\.line) == [4])
        #expect(found.map(\.remedy) == ["did you mean `partitions`?"])
    }

    @Test func allFaultsAreSaid() throws {
        let text = """
            sources:
              - name: view
                port: 99999
                pipelines: [nowhere.yaml]
            queue: { compression: lz5, durability: sometimes, segment_bytes: 3 }
            kafak: {}
            """
        let found = try issues(text)
        #expect(found.compactMap(\.line) == [2, 3, 4, 5, 5, 5, 6])
        #expect(found[2].what == "`sources[0].pipelines[0]` names nowhere.yaml: there is no such file")
        #expect(found[3].what.contains("`queue.durability` is `sometimes`"))
        #expect(found[5].remedy.hasPrefix("did you mean `lz4`?"))
        #expect(found[6].remedy == "did you mean `kafka`?")
    }

    @Test(arguments: ["[", "a: 'b", "a: b: c", "\t- a"])
    func brokenYAMLNamesTheLine(text: String) throws {
        let found = try issues("queue: {}\n\(text)")
        #expect(found.count == 1)
        #expect(found.first?.what.hasPrefix("this is not YAML") == true)
        #expect((found.first?.line ?? 0) >= 2)
    }

    @Test func repeatedKeyIsRefused() throws {
        let found = try issues(configuration(rest: "http: {}\nhttp: {}"))
        #expect(found.first?.what == "this is not YAML: the key http stands twice")
    }

    @Test func missingFileIsNamed() {
        #expect(
            throws: ConfigurationError(issues: [
                ConfigurationIssue(
                    file: "/nowhere/leat.yaml",
                    line: nil,
                    what: "there is no such file",
                    remedy: "check the path"
                )
            ])
        ) { try LeatConfiguration.load(path: "/nowhere/leat.yaml", environment: [:]) }
    }

    @Test(arguments: [
        "", "# nothing\n", "just text", "[a, b]", "sources: 3", "sources: [3]", "sources:",
    ])
    func wrongShapesAreFaults(text: String) throws {
        #expect(try !issues(text).isEmpty)
    }

    @Test func `a queue without sources is written as an empty list`() throws {
        #expect(try issues("sources: []").isEmpty)
    }

    @Test func keyWithoutValueIsRefused() throws {
        let found = try issues(configuration(source: "host:"))
        #expect(found.map(\.what) == ["`sources[0].host` has no value"])
        #expect(found.map(\.line) == [4])
    }

    /// Each of these stands in the contract and would change what is carried; leaving it out in silence would be wrong.
    @Test(arguments: [
        ("views: { a: SELECT }", ""), ("queue: { engine: kafka }", ""), ("queue: { large_values: truncate }", ""),
        ("", "start: time:2026-01-01T00:00:00Z"),
    ])
    func laterFeaturesAreRefused(rest: String, source: String) throws {
        let found = try issues(configuration(source: source, rest: rest))
        #expect(found.count == 1)
        #expect(found.first?.what.hasSuffix("is not in this version yet") == true)
    }

    @Test func emptyListOfUsersAsksForNothing() throws {
        #expect(try issues(configuration(rest: "users: []")).isEmpty)
    }
}
