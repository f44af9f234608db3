import Filings
import Quantities

/// A row of an earlier run's `allowances.csv`: what was determined for a unit.
package struct PastAllowanceRow: Sendable, Equatable {
  package let sector: Sector
  package let uscc: String
  package let name: String
  package let province: String
  /// The facility's id; `-` for a steel entity.
  package let unit: String
  /// tCO2e.
  package let verifiedEmissions: FixedDecimal
  package let output: FixedDecimal?
  package let intensity: FixedDecimal?
  package let balanceValue: FixedDecimal?
  /// A code, or empty.
  package let specialCase: String
  /// Whole tonnes.
  package let determined: FixedDecimal?
  package let due: FixedDecimal?
}

/// An earlier run's allowances, read from its `allowances.csv`.
package struct PastAllowances: Sendable, Equatable {
  package private(set) var rows: [PastAllowanceRow] = []
  /// What is wrong with the file and its rows, sorted. A row with an error is not among the rows.
  package private(set) var diagnostics: [Diagnostic] = []

  package init(_ file: CSVFile) {
    diagnostics = file.diagnostics
    guard file.table == .result(.allowances) else { return }
    diagnostics += file.readRows { rows in
      if let row = rows.pastAllowance(), file.diagnostics.isEmpty { self.rows.append(row) }
    }
    diagnostics.sort()
  }
}

extension CSVRows {
  mutating func pastAllowance() -> PastAllowanceRow? {
    uscc = ""
    uscc = creditCode(.uscc)
    let sector = code(.sector, CSVCodes.sectors)
    let (name, province) = (text(.name), text(.province))
    let unit = facility(.unit)
    subject.facility = unit ?? ""
    let verified = number(.verifiedEmissions)
    let (output, intensity) = (number(.output), number(.intensity))
    let balanceValue = number(.balanceValue)
    let specialCase = text(.specialCase)
    let (determined, due) = (number(.determined), number(.due))
    guard isSound, let sector, let unit, let verified else { return nil }
    return PastAllowanceRow(
      sector: sector, uscc: uscc, name: name, province: province, unit: unit, verifiedEmissions: verified,
      output: output, intensity: intensity, balanceValue: balanceValue, specialCase: specialCase,
      determined: determined, due: due)
  }
}
