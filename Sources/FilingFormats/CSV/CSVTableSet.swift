import Filings

/// The filing tables of one folder, which may hold one plant or a whole nation.
///
/// Making one scans every table once and remembers only where the rows of each entity and year stand;
/// ``filing(for:)`` then reads one filing. So a nation's tables are never all in memory as objects, and
/// several threads may read filings of one set at the same time, because nothing changes any more.
///
/// A bad row rejects the filing it belongs to and no other. A row or a file that cannot be attributed
/// to a filing rejects those it names: nothing is calculated from tables of which a part is missing.
package struct CSVTableSet: Sendable {
  /// What is wrong but belongs to no single filing: files, headers, rows of unknown entities. Sorted.
  /// What belongs to one filing comes with ``filing(for:)``.
  package let diagnostics: [Diagnostic]
  /// The filings that the entities tables name, sorted by credit code and year.
  package let entries: [Entry]
  package let files: [CSVFile]
  /// The tables that were not given, where these are single ones of a set; empty for a whole set.
  package let lacking: Set<CSVFilingTable>
  private let ordinals: [CSVFilingKey: Int]

  /// A filing of the set, before it is read.
  package struct Entry: Sendable {
    package let key: CSVFilingKey
    /// The submission number, or nil if it cannot be read (and the filing will be rejected).
    package let submission: Int?
    /// Where its row in the entities table stands.
    package let file: String
    package let line: Int
    /// The rows of each table, in the order of files and rows.
    let rows: [CSVRowRange]
    /// What the index found wrong with its rows.
    let diagnostics: [Diagnostic]
    /// Diagnostics of the set that reject this filing too.
    let blockedBy: [Diagnostic]
    /// The tables of which rows are lost by one of these problems: that something is not in them says
    /// nothing.
    let incompleteTables: Set<CSVFilingTable>
    /// The tables that were not given; see ``CSVTableSet/lacking``.
    let lacking: Set<CSVFilingTable>

    func rowCount(of table: CSVFilingTable) -> Int {
      rows.reduce(0) { $1.table == table ? $0 + $1.rowCount : $0 }
    }
  }

  /// The set of these files, in the order given. Files of allowance inputs and results are ignored, but
  /// for one whose header is only nearly that of a result: it may be a filing table gone wrong.
  ///
  /// - Parameter mayBePart: whether these may be single tables of a set that lies elsewhere. Without an entities
  ///   table, or with it alone, they are read as such: what is in the other tables is not asked for.
  package init(_ files: [CSVFile], mayBePart: Bool = false) {
    self.files = files.filter { file in
      switch file.table {
      case .filing, nil: true
      case .result(.allowances), .result(.units), .result(.findings): !file.diagnostics.isEmpty
      case .input, .result(.emissions): false
      }
    }
    lacking = mayBePart ? Self.tables(missingBeside: self.files) : []
    var index = CSVIndex(self.files, lacking: lacking)
    for file in self.files.indices { index.scan(file) }
    let result = index.finish()
    diagnostics = result.diagnostics
    entries = result.entries
    ordinals = Dictionary(
      uniqueKeysWithValues: result.entries.enumerated().map { ($0.element.key, $0.offset) })
  }

  /// Whether these are single tables of a set: their filings are checked as far as they go, and none is whole.
  package var isPart: Bool { !lacking.isEmpty }

  /// The filing tables among the files, by the names of the files.
  package var tables: [(file: String, table: CSVFilingTable)] {
    files.compactMap { file in
      guard case .filing(let table) = file.table else { return nil }
      return (file.path, table)
    }
  }

  private static func tables(missingBeside files: [CSVFile]) -> Set<CSVFilingTable> {
    var given: Set<CSVFilingTable> = []
    for file in files { if case .filing(let table) = file.table { given.insert(table) } }
    guard !given.isEmpty, given == [.entities] || !given.contains(.entities) else { return [] }
    return Set(CSVFilingTable.allCases).subtracting(given)
  }

  /// The entry of a filing, or nil if no entities table names it.
  package func entry(for key: CSVFilingKey) -> Entry? {
    ordinals[key].map { entries[$0] }
  }
}

/// Rows of one table and one filing that stand one after the other.
struct CSVRowRange: Sendable {
  let file: Int
  let table: CSVFilingTable
  var bytes: Range<Int>
  let line: Int
  var rowCount: Int
}
