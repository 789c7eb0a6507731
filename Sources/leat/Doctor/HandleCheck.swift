import KafkaServer
import LeatConfiguration

/// May the process have as many connections as the configuration allows?
enum HandleCheck {
    static func finding(_ kafka: KafkaConfiguration, limit: Int = HandleLimit.hard) -> DoctorFinding {
        let needed = HandleLimit.needed(connectionsMax: kafka.connectionsMax)
        guard limit < needed else {
            return .ok("open files", "\(limit) are allowed, \(needed) are needed at most")
        }
        return .warning(
            "open files",
            "\(limit) are allowed: not all of \(kafka.connectionsMax) connections can be served",
            remedy: HandleLimit.remedy(connectionsMax: kafka.connectionsMax)
        )
    }
}
