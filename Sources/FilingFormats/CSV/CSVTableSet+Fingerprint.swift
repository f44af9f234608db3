import Filings

extension CSVTableSet {
  /// All that reading a filing rests on: its rows with their places, the headers of their tables, and what the
  /// index found. The same bytes give the same filing with the same diagnostics.
  package func fingerprint(of entry: Entry) -> [UInt8] {
    var bytes: [UInt8] = []
    for range in entry.rows {
      let file = files[range.file]
      bytes += "\(file.path)\n\(range.table)\n\(range.line)\n\(file.rowsStart)\n\(range.bytes.count)\n".utf8
      bytes += file.content.prefix(file.rowsStart)
      bytes += file.content[range.bytes]
    }
    let lost = entry.incompleteTables.map { "\($0)" }.sorted()
    bytes += "\(entry.file)\n\(entry.line)\n\(entry.diagnostics)\n\(entry.blockedBy)\n\(lost)\n".utf8
    return bytes
  }
}
