import Testing

@testable import MySQLSource

@Suite struct SourceErrorTests {
    /// The servers' own words for each refusal of a dump, all under number 1236.
    static let refusals: [(String, SourceErrorCode)] = [
        ("Could not find first log file name in binary log index file", .purged),
        (
            "Could not find GTID state requested by slave in any binlog files. Probably the slave state is too old and "
                + "required binlog files have been purged.", .purged
        ),
        (
            "Cannot replicate because the source purged required binary logs. Replicate the missing transactions",
            .purged
        ),
        (
            "A slave with the same server_uuid/server_id as this slave has connected to the master; the first event",
            .serverIdClash
        ),
        ("A replica with the same server_uuid/server_id as this replica has connected to the source", .serverIdClash),
        ("Client requested master to start replication from impossible position; the first event", .positionInvalid),
        ("Client requested source to start replication from position > file size", .positionInvalid),
        (
            "Error: connecting slave requested to start from GTID 0-1-9, which is not in the master's binlog",
            .gtidUnknown
        ),
        ("Replica has more GTIDs than the source has, using the source's SERVER_UUID.", .gtidUnknown),
        ("Binary log is not open", .binlogDisabled),
        ("Misconfigured master - server_id was not set", .binlogDisabled),
        ("log event entry exceeded max_allowed_packet; Increase max_allowed_packet on source", .eventTooLarge),
        ("event read from binlog did not pass crc check; the first event", .sourceBinlogDamaged),
        ("bogus data in log event; the first event 'binlog.000001' at 4", .sourceBinlogDamaged),
    ]

    @Test(arguments: refusals) func eachRefusalOfADumpHasItsCode(_ text: String, _ code: SourceErrorCode) {
        let error = classify(1236, text, .dumping)
        #expect(error.code == code)
        #expect(error.serverText == text && error.number == 1236)
    }

    @Test func numbersMeanWhatTheyMeanWhereTheyAppear() {
        #expect(classify(1045, "Access denied", .connecting).code == .accessDenied)
        #expect(
            classify(1227, "Access denied; you need (at least one of) the SUPER privilege", .querying).code
                == .missingGrant
        )
        #expect(classify(2003, "Can't connect to server on 'x' (111)", .connecting).code == .cannotConnect)
        #expect(classify(2005, "Unknown server host 'x' (-2)", .connecting).code == .unknownHost)
        #expect(classify(2013, "Lost connection", .connecting).code == .cannotConnect)
        #expect(classify(2013, "Lost connection", .dumping).code == .connectionLost)
        #expect(classify(1040, "Too many connections", .connecting).code == .tooManyConnections)
        #expect(classify(4052, "A slave with the same server_uuid/server_id", .dumping).code == .serverIdClash)
        #expect(classify(2026, "TLS/SSL error: certificate verify failed", .connecting).code == .tlsFailed)
        #expect(classify(2026, "TLS/SSL error: unexpected eof while reading", .connecting).code == .cannotConnect)
        #expect(classify(2026, "TLS/SSL error: unexpected eof while reading", .dumping).code == .connectionLost)
        #expect(classify(1064, "You have an error in your SQL syntax", .querying).code == .queryFailed)
    }

    @Test func aClashHealsOnlyWithAnAutomaticId() {
        let text = "A replica with the same server_uuid/server_id as this replica has connected to the source"
        #expect(classify(1236, text, .dumping).isRetriable)
        #expect(!classify(1236, text, .dumping, serverId: .fixed(7)).isRetriable)
    }

    @Test(arguments: SourceErrorCode.allCases) func everyCodeHasARemedyOfOneLine(_ code: SourceErrorCode) {
        #expect(!code.remedy.isEmpty && !code.remedy.contains("\n"))
        #expect(SourceError(code, "what").isRetriable == code.isRetriable)
    }

    @Test func serverTextBecomesOneCleanLine() {
        let error = classify(1064, "near 'x'\nat line 1\u{1}\u{7F}\u{FFFD}", .querying)
        #expect(error.serverText == "near 'x' at line 1")
        #expect(error.description == "query failed on db:3306 as leat: 1064 near 'x' at line 1")
    }

    private func classify(
        _ number: UInt32,
        _ text: String,
        _ activity: SourceActivity,
        serverId: ServerIdChoice = .automatic
    ) -> SourceError {
        let options = SourceOptions(name: "trade", host: "db", user: "leat", password: "", serverId: serverId)
        return .classify(number: number, text: text, while: activity, options: options)
    }
}
