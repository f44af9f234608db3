import FilingFormats
import Filings
import Foundation
import Reports

/// One of the two folders that `cets diff` compares.
struct DiffSide: Sendable {
  /// A row of a result table: its key, and the values by their columns.
  struct Row: Sendable {
    let place: String
    let values: [(column: String, value: String)]
  }

  struct Entity: Sendable {
    var name = ""
    var balanceValue: String?
    /// By table, in the files' order.
    var rows: [CSVResultTable: [Row]] = [:]
  }

  let manifest: Manifest
  private(set) var entities: [String: Entity] = [:]

  /// What identifies a row within its entity, and what of it is compared. Messages and lines say the same
  /// in other words.
  private static let columns: [(table: CSVResultTable, key: [String], values: [String])] = [
    (.emissions, ["facility", "source"], ["declared", "recomputed", "verified"]),
    (
      .allowances, ["unit"],
      [
        "output", "intensity", "balance_value", "deviation", "coefficient", "special_case", "determined",
        "preallocated", "true_up", "due",
      ]
    ),
    (
      .findings, ["check", "facility", "item", "parameter", "month"],
      ["severity", "reported", "expected", "effect_tco2e", "effect_allowances"]
    ),
  ]

  init(_ path: String) throws(BatchError) {
    guard let manifest = Manifest.read(in: path) else {
      throw BatchError(
        "\(path) is no folder of results: it has no manifest.json that can be read. Give the --out folder of cets process.",
        isUsage: true)
    }
    self.manifest = manifest
    for (table, key, values) in Self.columns {
      let rows = try Self.read(table, in: path, manifest)
      add(rows, table, key, values)
    }
  }

  private static func read(
    _ table: CSVResultTable, in path: String, _ manifest: Manifest
  ) throws(BatchError) -> ResultRows {
    let name = "\(table.rawValue).csv"
    let bytes: [UInt8]
    do { bytes = try FileSystem.read("\(path)/\(name)") } catch { throw BatchError(error) }
    guard sha256(bytes) == manifest.outputs[name] else {
      throw BatchError("\(path)/\(name) was changed after the run, or is not of it: run cets process again")
    }
    let rows = ResultRows(CSVFile(path: "\(path)/\(name)", bytes: Data(bytes)), table)
    if let fault = rows.diagnostics.first {
      throw BatchError("\(fault.file):\(fault.line): \(fault.message.en). \(fault.remedy.en)")
    }
    return rows
  }

  private mutating func add(
    _ rows: ResultRows, _ table: CSVResultTable, _ key: [String], _ values: [String]
  ) {
    let position = Dictionary(
      rows.columns.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    func cell(_ row: [String], _ column: String) -> String { position[column].map { row[$0] } ?? "" }
    for row in rows.rows {
      var entity = entities[cell(row, "uscc")] ?? Entity()
      if table == .allowances {
        entity.name = cell(row, "name")
        // A unit that receives what it emitted has none.
        let value = cell(row, "balance_value")
        if !value.isEmpty { entity.balanceValue = value }
      }
      let place = key.map { cell(row, $0) }.filter { !$0.isEmpty }.joined(separator: " ")
      entity.rows[table, default: []].append(
        Row(place: place, values: values.map { ($0, cell(row, $0)) }))
      entities[cell(row, "uscc")] = entity
    }
  }
}

/// The rows of an entity in both runs, matched by their places; several of one place by their order.
enum ResultTableComparison {
  static func changes(_ before: DiffSide.Entity?, _ after: DiffSide.Entity?) -> [ResultsDifference.Change] {
    let tables: [CSVResultTable] = [.emissions, .allowances, .findings]
    return tables.flatMap { table in
      changes(table.rawValue, numbered(before?.rows[table] ?? []), numbered(after?.rows[table] ?? []))
    }
  }

  private static func changes(
    _ table: String, _ before: [DiffSide.Row], _ after: [DiffSide.Row]
  ) -> [ResultsDifference.Change] {
    let old = Dictionary(before.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first })
    let new = Dictionary(after.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first })
    var changes: [ResultsDifference.Change] = []
    func add(_ place: String, _ column: String, _ before: String?, _ after: String?) {
      changes.append(
        ResultsDifference.Change(table: table, place: place, column: column, before: before, after: after))
    }
    for row in before {
      guard let other = new[row.place] else {
        for (column, value) in row.values where !value.isEmpty { add(row.place, column, value, nil) }
        continue
      }
      for ((column, value), (_, now)) in zip(row.values, other.values) where value != now {
        add(row.place, column, value, now)
      }
    }
    for row in after where old[row.place] == nil {
      for (column, value) in row.values where !value.isEmpty { add(row.place, column, nil, value) }
    }
    return changes
  }

  /// A second row of one place is `… #2`.
  private static func numbered(_ rows: [DiffSide.Row]) -> [DiffSide.Row] {
    var counts: [String: Int] = [:]
    return rows.map { row in
      counts[row.place, default: 0] += 1
      let count = counts[row.place] ?? 1
      return count == 1 ? row : DiffSide.Row(place: "\(row.place) #\(count)", values: row.values)
    }
  }
}
