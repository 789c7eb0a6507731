import Bytes
import CommitLog
import Expressions

/// Why a view does not go on as it is.
enum ViewStop: Error {
    /// It ends, by name.
    case failed(what: String, remedy: String)
    /// Its state is made anew from what the queue holds: why.
    case rebuild(String)
}

extension ViewStop {
    init(_ error: CommitLogError) {
        self = error.code == .notFound ? .rebuild(error.what) : .failed(what: error.what, remedy: error.remedy)
    }

    init(_ fault: InputFault) { self = .failed(what: fault.what, remedy: fault.remedy) }

    init(_ error: ExpressionError) {
        self = .failed(
            what: "line \(error.line), column \(error.column) of the query: \(error.what)", remedy: error.remedy)
    }

    /// The queue holds rows of a table from before it had a column that the query reads: what they would have in it, the
    /// queue does not say.
    static func beforeItsColumn(_ error: ExpressionError) -> ViewStop {
        .failed(
            what:
                "line \(error.line), column \(error.column) of the query: \(error.what) in rows that the queue holds from "
                + "before it was added or changed",
            remedy: "the view can be made once retention has deleted them: then restart leat")
    }

    /// The first line says what, the second what to do.
    init(_ fault: ViewFault) {
        let lines = fault.description.split(separator: "\n", maxSplits: 1)
        self = .failed(
            what: lines.first.map { String($0) } ?? "\(fault)",
            remedy: lines.dropFirst().first.map { String($0) } ?? "")
    }

    /// Any error that meets here.
    init(any error: any Error) {
        switch error {
        case let stop as ViewStop: self = stop
        case let error as CommitLogError: self.init(error)
        case let fault as InputFault: self.init(fault)
        case let error as ExpressionError: self.init(error)
        case let fault as ViewFault: self.init(fault)
        default: self = .failed(what: "\(error)", remedy: "please report this")
        }
    }
}
