import Filings

/// What reading one filing of a table set gave.
package struct CSVFilingResult: Sendable {
  package let key: CSVFilingKey
  /// Nil where the filing is rejected, and of a part.
  package let filing: Filing?
  /// What could be read of it, to be held against the rules and, where ``filing`` is nil, for nothing else.
  let readable: Filing?
  /// What of ``readable`` is all there.
  let complete: FilingRules.Complete
  /// The sectors the filing may be of: all, where the cell that says it could not be read or was not given.
  let sectors: [Sector]
  /// Whether single tables of the filing were given.
  let isPart: Bool
  /// What is wrong with its own rows, sorted. Not among the set's diagnostics.
  package let diagnostics: [Diagnostic]
  /// Diagnostics of the set (its files, its headers, rows that cannot be attributed) that reject this
  /// filing too. They are among ``CSVTableSet/diagnostics`` already.
  package let blockedBy: [Diagnostic]

  /// The rules that the filing breaks, as far as it could be read: a person hears of all its faults at once.
  package func brokenRules() -> [Diagnostic] {
    guard let readable else { return [] }
    if isPart || sectors.count > 1 { return CSVPartRules.check(readable, sectors: sectors) }
    return FilingRules.check(
      readable, complete: filing == nil ? complete : .all, mayHaveDuplicates: false)
  }
}

extension CSVTableSet {
  /// Reads one filing. Safe to call from several threads.
  package func filing(for key: CSVFilingKey) -> CSVFilingResult {
    guard let entry = entry(for: key) else {
      return CSVFilingResult(
        key: key, filing: nil, readable: nil, complete: [], sectors: [], isPart: isPart, diagnostics: [],
        blockedBy: [])
    }
    var decoder = CSVFilingDecoder(entry)
    let readable = decoder.decode(files)
    let diagnostics = (entry.diagnostics + decoder.diagnostics).sorted()
    let isRejected = !entry.blockedBy.isEmpty || diagnostics.contains { $0.severity == .error }
    return CSVFilingResult(
      key: key, filing: isRejected || isPart ? nil : readable, readable: readable, complete: decoder.complete,
      sectors: decoder.sectors, isPart: isPart, diagnostics: diagnostics, blockedBy: entry.blockedBy)
  }
}
