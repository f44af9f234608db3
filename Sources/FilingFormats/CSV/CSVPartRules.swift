import Filings

/// The rules of filings for single tables of a set, and for filings of which nobody knows the sector: those that
/// need neither the other tables nor the sector that the entities table states.
enum CSVPartRules {
  private static let needingNoOtherTable: Set<DiagnosticCode> = [
    .usccCheck, .region, .unit, .unitConverted, .negative, .percentage, .item, .parameter, .attributeValue,
    .dateOrder, .total, .limit,
  ]

  /// - Parameters:
  ///   - filing: what could be read of it.
  ///   - sectors: those it may be of.
  static func check(_ filing: Filing, sectors: [Sector]) -> [Diagnostic] {
    var found: [[Place: [Diagnostic]]] = []
    for sector in sectors {
      var filing = filing
      filing.sector = sector
      let kept = FilingRules.check(filing, complete: [], mayHaveDuplicates: false).filter {
        needingNoOtherTable.contains($0.code)
      }
      // What one sector allows cannot be held against a filing of no known sector.
      if kept.isEmpty { return [] }
      found.append(Dictionary(grouping: kept, by: Place.init))
    }
    let places = found.first.map { Set($0.keys) } ?? []
    return places.flatMap { place in agreed(found.map { $0[place] ?? [] }) }.sorted()
  }

  private struct Place: Hashable {
    let file: String
    let line: Int

    init(_ diagnostic: Diagnostic) {
      file = diagnostic.file
      line = diagnostic.line
    }
  }

  /// What all sectors that have the row's item find wrong with it.
  private static func agreed(_ bySector: [[Diagnostic]]) -> [Diagnostic] {
    let having = bySector.filter { found in !found.contains { $0.code == .item } }
    guard let first = having.first else { return bySector.first.map { $0.map(inNoSector) } ?? [] }
    return first.filter { mine in having.dropFirst().allSatisfy { $0.contains { isSame($0, mine) } } }
  }

  private static func isSame(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    (left.code, left.column, left.field, left.text) == (right.code, right.column, right.field, right.text)
      && left.subject == right.subject
  }

  private static func inNoSector(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.code == .item, let item = diagnostic.subject.item else { return diagnostic }
    var worded = diagnostic
    worded.message = Label(
      zh: "任何行业在该方向上都没有\(item.label.zh)", en: "no sector has \(item.label.en) in that direction")
    worded.expected = ""
    return worded
  }
}
