/// Number of a partition, unique over all topics of the log and never given twice.
public typealias PartitionID = UInt32

/// Number of a source, stable by its name; 0 stands for "no source".
public typealias SourceID = UInt32
