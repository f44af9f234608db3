import FilingFormats
import Filings
import Foundation

/// The tables of a folder, one behind the other with a record separator (U+001E) between them. A filing
/// without a fault is read again from the tables and from the XML written of it.
struct CSVTarget {
  private let reader = XMLFilingReader()

  func run(_ bytes: [UInt8]) {
    let tables = bytes.split(separator: 0x1E, omittingEmptySubsequences: false)
    let set = CSVTableSet(
      tables.enumerated().map { CSVFile(path: "\($0.offset).csv", bytes: Data($0.element)) })
    for entry in set.entries {
      let result = set.filing(for: entry.key)
      guard let filing = result.filing else {
        precondition(!(result.diagnostics + result.blockedBy).isEmpty, "rejected without a reason")
        _ = result.brokenRules()
        continue
      }
      // What the rules reject need not be written again.
      let found = result.brokenRules() + result.diagnostics + result.blockedBy
      if found.contains(where: { $0.severity == .error }) { continue }
      let written = CSVFilingWriter.tables(of: [filing])
      let copies = CSVTableSet(written.map { CSVFile(path: $0.name, bytes: Data($0.bytes)) })
      precondition(copies.filing(for: entry.key).filing == filing, "written as tables it is another filing")
      let document = reader.read(XMLFilingWriter.write(filing), path: "filing.xml")
      precondition(document.filing == filing, "written as XML it is another filing")
    }
  }
}
