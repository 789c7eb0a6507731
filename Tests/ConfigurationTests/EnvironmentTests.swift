import LeatConfiguration
import Testing

@Suite struct EnvironmentTests {
    @Test func variablesAreReplacedAnywhere() throws {
        let text = configuration(
            source: "host: ${HOST}\nport: ${PORT}\npassword: a${P}b",
            rest: "queue: { directory: \"${ROOT}/data\" }"
        )
        let environment = ["HOST": "db", "PORT": "3310", "P": "x: [y", "ROOT": "/var/lib"]
        let loaded = try load(text, environment: environment)
        #expect(loaded.sources.first?.host == "db")
        #expect(loaded.sources.first?.port == 3310)
        #expect(loaded.sources.first?.password == "ax: [yb")
        #expect(loaded.queue.directory == "/var/lib/data")
    }

    @Test func pipelineFilesHaveVariablesToo() throws {
        let pipeline = "name: notify\ncapture: [{ tables: [\"${DB}.orders\"] }]"
        let loaded = try load(configuration(), pipeline: pipeline, environment: ["DB": "notify"])
        #expect(loaded.sources.first?.pipelines.first?.capture.first?.tables == ["notify.orders"])
    }

    @Test func missingVariableIsAFault() throws {
        let found = try issues(configuration(source: "password: ${LEAT_PW}"))
        #expect(found.map(\.what) == ["`sources[0].password`: the environment variable LEAT_PW is not set"])
        #expect(found.map(\.line) == [4])
    }

    @Test func missingVariableMayHaveADefault() throws {
        #expect(try load(configuration(source: "host: ${H:-db:1}")).sources.first?.host == "db:1")
        #expect(try load(configuration(source: "password: ${P:-}")).sources.first?.password == "")
    }

    @Test func emptyVariableIsSet() throws {
        #expect(
            try load(configuration(source: "password: ${P:-x}"), environment: ["P": ""]).sources.first?.password == ""
        )
    }

    @Test func dollarsWithoutBraceStay() throws {
        #expect(try load(configuration(source: "password: a$b$$c$${D}")).sources.first?.password == "a$b$$c${D}")
    }

    @Test(arguments: ["${", "${}", "${a b}", "${A"])
    func brokenReferenceIsAFault(text: String) throws {
        #expect(try issues(configuration(source: "password: '\(text)'"), environment: ["A": "x"]).count == 1)
    }

    @Test func wrongValueFromTheEnvironmentIsNotPrinted() throws {
        let found = try issues(configuration(source: "port: ${SECRET}"), environment: ["SECRET": "hunter2"])
        #expect(found.count == 1)
        #expect(found.first?.what.contains("${SECRET}") == true)
        #expect(found.first?.description.contains("hunter2") == false)
    }

    @Test func commentsMayNameUnsetVariables() throws {
        #expect(try issues(configuration(source: "# password: ${NOT_SET}")).isEmpty)
    }

    @Test func commandsThatNeedNoPasswordTakeUnsetVariablesAsEmpty() throws {
        let files = try TemporaryFiles([
            "leat.yaml": configuration(source: "password: ${NOT_SET}"), "notify.yaml": smallPipeline,
        ])
        let loaded = try LeatConfiguration.load(
            path: files.path("leat.yaml"),
            environment: [:],
            unsetVariables: .areEmpty
        )
        #expect(loaded.sources.first?.password == "")
    }
}
