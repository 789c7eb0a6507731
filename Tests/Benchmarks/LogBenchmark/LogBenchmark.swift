import Glibc

/// Measures the log alone. `Tests/Benchmarks/log.py` runs it beside the machine's own figures.
@main
struct LogBenchmark {
    static func main() {
        let arguments = Arguments(Array(CommandLine.arguments.dropFirst()))
        do {
            switch arguments.name {
            case "append": try AppendRun().run(arguments)
            case "durable": try DurableRun().run(arguments)
            case "delay": try DelayRun().run(arguments)
            case "build": try BuildRun().run(arguments)
            case "open": try OpenRun().run(arguments)
            case "reread": try RereadRun().run(arguments)
            case "shared": try SharedRun().run(arguments)
            case "serve": try ServeRun().run(arguments)
            case "accumulate": try AccumulateRun().run(arguments)
            default: throw BenchmarkError(what: "there is no benchmark '\(arguments.name)'")
            }
        } catch {
            let line = Array("\(error)\n".utf8)
            _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
            exit(1)
        }
    }
}
