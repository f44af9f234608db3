import Filings
import Quantities

/// A row of a run's `allowances.csv`.
package struct AllowanceRow: Sendable, Equatable {
  package let sector: Sector
  package let uscc: String
  package let name: String
  package let province: String
  package let unit: String
  /// tCO2e.
  package let emissions: FixedDecimal
  package let output: FixedDecimal?
  package let intensity: FixedDecimal?
  package let balanceValue: FixedDecimal?
  package let balanceSource: String
  /// A code, or empty.
  package let specialCase: String
  package let determined: FixedDecimal?
  package let preallocated: FixedDecimal?
  package let due: FixedDecimal?
  package let line: Int
}

/// A row of a run's `units.csv`: one of the numbers that the official tables print of a unit.
package struct UnitDetailRow: Sendable, Equatable {
  package let uscc: String
  package let unit: String
  package let detail: String
  package let value: String
}

extension CSVRows {
  mutating func allowance() -> AllowanceRow? {
    readEntity()
    let sector = code(.sector, CSVCodes.sectors)
    let (name, province, unit) = (text(.name), text(.province), text(.unit))
    let emissions = number(.verifiedEmissions)
    let (output, intensity, balanceValue) = (number(.output), number(.intensity), number(.balanceValue))
    let (source, specialCase) = (text(.balanceSource), text(.specialCase))
    let (determined, preallocated, due) = (number(.determined), number(.preallocated), number(.due))
    guard isSound, let sector, let emissions, !uscc.isEmpty, !unit.isEmpty else { return nil }
    return AllowanceRow(
      sector: sector, uscc: uscc, name: name, province: province, unit: unit, emissions: emissions,
      output: output, intensity: intensity, balanceValue: balanceValue, balanceSource: source,
      specialCase: specialCase, determined: determined, preallocated: preallocated, due: due, line: line)
  }

  mutating func unitDetail() -> UnitDetailRow? {
    readEntity()
    let (unit, detail, value) = (text(.unit), text(.detail), text(.value))
    guard isSound else { return nil }
    return UnitDetailRow(uscc: uscc, unit: unit, detail: detail, value: value)
  }
}

extension CSVFile {
  /// The rows of a run's `allowances.csv`, and what is wrong with it.
  package func allowances() -> (rows: [AllowanceRow], diagnostics: [Diagnostic]) {
    var rows: [AllowanceRow] = []
    let found = readRows { if let row = $0.allowance() { rows.append(row) } }
    return (rows, diagnostics + found)
  }

  /// The rows of a run's `units.csv`, and what is wrong with it.
  package func unitDetails() -> (rows: [UnitDetailRow], diagnostics: [Diagnostic]) {
    var rows: [UnitDetailRow] = []
    let found = readRows { if let row = $0.unitDetail() { rows.append(row) } }
    return (rows, diagnostics + found)
  }
}
