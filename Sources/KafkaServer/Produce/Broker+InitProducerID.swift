import Glibc
import KafkaProtocol

extension Broker {
    /// Gives an idempotent producer its id. Nothing is stored: an id counts from the first batch on that bears it, and
    /// one of 62 random bits is not given twice.
    func initProducerID(_ request: InitProducerIDRequest) -> InitProducerIDResponse {
        InitProducerIDResponse {
            guard request.transactionalID == nil else {
                // There is no message in this answer; clients show the code's.
                $0.errorCode = .transactionalIDAuthorizationFailed
                return
            }
            // The last epoch is left free, so that every id can still be fenced.
            if request.producerID >= 0, 0..<Int16.max - 1 ~= request.producerEpoch {
                $0.producerID = request.producerID
                $0.producerEpoch = request.producerEpoch + 1
            } else {
                $0.producerID = .random(in: 1..<1 << 62)
                $0.producerEpoch = 0
            }
        }
    }

    static var millisecondsNow: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
