import ChangeEvents
import Foundation
import Testing

/// JSON documents in the style `server`, compared with what the server itself printed of them (`CAST(c AS CHAR)`).
@Test func documentsAreTheTextThatTheServerPrints() throws {
    let recording = PeerRecording.current
    var options = DebeziumOptions()
    options.document = .server
    let replay = try PeerReplay(recording, options: options)
    try replay.run()
    var inserted: [String: [PeerRecording.Record]] = [:]
    for record in replay.records where record.value?.hasPrefix("{\"before\":null") == true {
        inserted[record.name, default: []].append(record)
    }
    var compared = 0
    for cells in try recording.cells("documents.tsv") {
        let record = try #require(inserted[cells[0]]?.first { $0.key == "{\"id\":\(cells[1])}" })
        let object = try JSONSerialization.jsonObject(with: Data(try #require(record.value).utf8)) as? [String: Any]
        let text = (object?["after"] as? [String: Any])?["c"] as? String
        #expect((text ?? "\\N") == cells[2], "\(cells[0]), row \(cells[1])")
        compared += 1
    }
    #expect(compared > 40)
}
