/// One walk over the fields of a message, in the order of the wire.
///
/// A message names each of its fields once (`KafkaStructure.code`); a `KafkaReader` fills them in, a `KafkaWriter`
/// writes them out. So request and response, old and flexible encodings cannot drift apart.
///
/// Encodings (Kafka protocol guide, "Protocol Primitive Types"; KIP-482 for the flexible ones):
///
///     type      classic                          flexible
///     string    length i16, UTF-8                length + 1 varint, UTF-8     null: −1 / 0
///     bytes     length i32, bytes                length + 1 varint, bytes     null: −1 / 0
///     array     count i32, elements              count + 1 varint, elements   null: −1 / 0
///     struct    fields                           fields, tagged fields
public protocol KafkaCoder: ~Copyable {
    /// Version of the API that the message is written in; fields come and go with it.
    var version: Int16 { get }

    mutating func bool(_ value: inout Bool) throws(KafkaProtocolError)
    mutating func int8(_ value: inout Int8) throws(KafkaProtocolError)
    mutating func int16(_ value: inout Int16) throws(KafkaProtocolError)
    mutating func int32(_ value: inout Int32) throws(KafkaProtocolError)
    mutating func int64(_ value: inout Int64) throws(KafkaProtocolError)
    mutating func uuid(_ value: inout KafkaUUID) throws(KafkaProtocolError)
    mutating func string(_ value: inout String) throws(KafkaProtocolError)
    mutating func nullableString(_ value: inout String?) throws(KafkaProtocolError)
    mutating func bytes(_ value: inout [UInt8]) throws(KafkaProtocolError)
    mutating func records(_ value: inout RecordSet) throws(KafkaProtocolError)
    mutating func int32Array(_ value: inout [Int32]) throws(KafkaProtocolError)
    mutating func stringArray(_ value: inout [String]) throws(KafkaProtocolError)
    mutating func nullableStringArray(_ value: inout [String]?) throws(KafkaProtocolError)
    mutating func array<Element: KafkaStructure>(_ value: inout [Element]) throws(KafkaProtocolError)
    mutating func nullableArray<Element: KafkaStructure>(_ value: inout [Element]?) throws(KafkaProtocolError)
}

extension KafkaCoder where Self: ~Copyable {
    mutating func errorCode(_ value: inout ErrorCode) throws(KafkaProtocolError) { try int16(&value.rawValue) }
}
