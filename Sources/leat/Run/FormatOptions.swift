import ChangeEvents
import LeatConfiguration

// The formats' configuration in the words of ChangeEvents.

extension MaxwellOptions {
    init(_ options: MaxwellConfiguration) {
        self.init()
        commitInfo = options.outputCommitInfo
        xoffset = options.outputXoffset
        binlogPosition = options.outputBinlogPosition
        gtidPosition = options.outputGTIDPosition
        serverID = options.outputServerID
        threadID = options.outputThreadID
        pushTimestamp = options.outputPushTimestamp
        rowQuery = options.outputRowQuery
        rowQueryLengthMax = options.rowQueryLengthMax
        primaryKeys = options.outputPrimaryKeys
        primaryKeyColumns = options.outputPrimaryKeyColumns
        nulls = options.outputNulls
        nullZeroDates = options.outputNullZeroDates
        switch options.keyFormat {
        case .hash: keyFormat = .hash
        case .array: keyFormat = .array
        }
    }
}

extension CanalOptions {
    init(_ options: CanalConfiguration) {
        self.init()
        databaseHash = options.databaseHash
    }
}
