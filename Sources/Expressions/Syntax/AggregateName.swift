/// The aggregates of a view.
package enum AggregateName: String, Sendable, CaseIterable { case count, sum, avg, min, max }
