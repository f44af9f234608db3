import Filings

/// A table as the contract defines it.
package struct CSVTable: Sendable {
  /// Its name in the contract, `quality_plan` for one; files may have any name.
  package let name: String
  package let label: Label
  package let columns: [CSVColumn]
  /// The columns whose values together may stand only once; empty where rows may repeat.
  package let key: [CSVColumnName]
  private let ordinals: [Int8]
  /// By the number of the column's name.
  private let wantsValue: [Bool]

  init(_ name: String, zh: String, en: String, key: [CSVColumnName], _ columns: [CSVColumn]) {
    self.name = name
    label = Label(zh: zh, en: en)
    self.columns = columns
    self.key = key
    var ordinals = [Int8](repeating: -1, count: CSVColumnName.allCases.count)
    for (index, column) in columns.enumerated() { ordinals[column.name.rawValue] = Int8(index) }
    self.ordinals = ordinals
    var wantsValue = [Bool](repeating: false, count: ordinals.count)
    for column in columns { if case .required = column.presence { wantsValue[column.name.rawValue] = true } }
    self.wantsValue = wantsValue
  }

  /// Whether every cell of the column must be filled.
  func requiresValue(_ name: CSVColumnName) -> Bool { wantsValue[name.rawValue] }

  /// The description of a column, or nil if the table has none of that name.
  package func column(_ name: CSVColumnName) -> CSVColumn? {
    let ordinal = Int(ordinals[name.rawValue])
    return ordinal < 0 ? nil : columns[ordinal]
  }

  /// The column with this text in the header.
  func column(header: String) -> CSVColumn? {
    columns.first { $0.name.header == header }
  }

  /// The column with this Chinese label, or with what the label begins with: `1月` of `1月；空为未填报`.
  func column(label: String) -> CSVColumn? {
    guard label.contains(where: { !$0.isASCII }) else { return nil }
    return columns.first { column in
      column.label.zh == label || column.label.zh.prefix { !"；，（".contains($0) } == label
    }
  }

  /// The columns that must stand in the header.
  var requiredColumns: [CSVColumn] {
    columns.filter {
      if case .optional = $0.presence { false } else { true }
    }
  }
}

/// The tables of filings.
package enum CSVFilingTable: String, CaseIterable, Sendable {
  case entities, facilities, attributes, series, meters, evidence, stock
  case secondSource = "second_source"
  case batches, declared
  case qualityPlan = "quality_plan"
}

/// The tables that allowances, verification and the allowance book need besides filings.
package enum CSVInputTable: String, CaseIterable, Sendable {
  case balanceValues = "balance_values"
  case preallocation, deductions, holdings
  case specialCases = "special_cases"
  case decisions
  case trades, ccer
  case carryOver = "carry_over"
  case differentiated, cancellations, reversals

  /// Whether only the allowance book reads the table.
  package var isMovement: Bool {
    switch self {
    case .trades, .ccer, .carryOver, .differentiated, .cancellations, .reversals: true
    case .balanceValues, .preallocation, .deductions, .holdings, .specialCases, .decisions: false
    }
  }
}

/// The tables that `cets` writes.
package enum CSVResultTable: String, CaseIterable, Sendable {
  case allowances, units, emissions, findings
}

/// Which table a file is, by its header row.
package enum RecognisedTable: Sendable, Hashable {
  case filing(CSVFilingTable)
  case input(CSVInputTable)
  case result(CSVResultTable)

  /// Every table there is.
  package static let all: [RecognisedTable] =
    CSVFilingTable.allCases.map { .filing($0) } + CSVInputTable.allCases.map { .input($0) }
    + CSVResultTable.allCases.map { .result($0) }

  package var definition: CSVTable {
    switch self {
    case .filing(let table): table.definition
    case .input(let table): table.definition
    case .result(let table): table.definition
    }
  }
}
