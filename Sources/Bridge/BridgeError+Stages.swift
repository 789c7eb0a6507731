import Binlog
import ChangeEvents
import CommitLog
import MySQLSource
import Routing
import Schema

extension BridgeError {
    /// An error of any stage, with the place in the binlog where it came up.
    init(_ error: any Error, at position: BinlogPosition) {
        switch error {
        case let error as BridgeError: self = error
        case let error as BinlogError:
            self.init(what: "\(position): \(error)", remedy: error.remedy, isRetriable: error.isRetriable)
        case let error as SchemaError:
            self.init(what: "\(position): \(error)", remedy: error.remedy, isRetriable: error.isRetriable)
        case let error as ChangeEventError:
            let column = error.column.isEmpty ? "" : ", column \(error.column)"
            self.init(
                what: "\(position): \(error.database).\(error.table)\(column): \(error.what)", remedy: error.remedy)
        case let error as RoutingError: self.init(what: error.what, remedy: error.remedy)
        case let error as CommitLogError: self.init(error)
        default: self.init(what: "\(position): \(error)", remedy: "report this as a bug")
        }
    }

    init(_ error: SourceError) {
        self.init(
            what: error.description, remedy: error.remedy, isRetriable: error.isRetriable,
            isWorthCarefulReading: false, isServerIDClash: error.code == .serverIdClash)
    }

    /// The same, to be met again by reading carefully: whole transactions waited in the frame when it came up.
    var carefully: BridgeError {
        BridgeError(what: what, remedy: remedy, isRetriable: isRetriable, isWorthCarefulReading: true)
    }
}
