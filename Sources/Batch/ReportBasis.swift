import Filings
import Foundation
import Quantities
import Reports

/// What the bytes of the reports of all of a sector's entities rest on: another entity's filing moves the sector's
/// balance value, and with it the allowances and the effects of findings; the verifier's report shows where a unit
/// stands among all of its sector.
private struct BatchBasis: Encodable {
  /// SHA-256 of the program itself, of the rulebook and the year: any change of them may change a report.
  let common: String
  let language: String
  let date: CalendarDate
  let workbooks: Bool
  /// The sector's, with its source: an entity's units are all of its sector.
  let balanceValue: String
  /// SHA-256 of the sector's intensities.
  let intensities: String
}

/// Tells what reports rest on, entity by entity. An earlier run's reports stand where it is the same.
struct ReportBases: Sendable {
  /// SHA-256 of what they rest on in the batch.
  fileprivate let batches: [Sector: FileDigest]
  fileprivate let deductions: [String: FixedDecimal]

  /// SHA-256 of the batch's, of what the entity's assessment rests on, and of what is deducted from its issue; nil where
  /// it cannot be told, so that the reports are made again.
  func digest(of entity: EntityEntry) -> String? {
    guard let batch = batches[entity.sector] else { return nil }
    let deduction = deductions[entity.uscc].map(\.description) ?? ""
    return sha256(batch.bytes + entity.basis.filing.bytes + entity.basis.entity.bytes + Array(deduction.utf8))
  }
}

extension ProcessRun {
  /// What the reports of each entity rest on; nil where it cannot be told.
  func reportBases(
    _ settled: Settled, _ phase: AssessPhase, _ date: CalendarDate, _ allowances: AllowanceData,
    _ intensities: [Sector: [FixedDecimal]]
  ) -> ReportBases? {
    guard let common = phase.store.common else { return nil }
    let batches = Sector.allCases.map { sector in
      let balanceValue = settled.balanceValues.first { $0.sector == sector }
      let values = (intensities[sector] ?? []).map(\.description).joined(separator: " ")
      let batch = BatchBasis(
        common: common.text, language: options.language.rawValue, date: date, workbooks: options.workbooks,
        balanceValue: balanceValue.map { "\($0)" } ?? "", intensities: sha256(Array(values.utf8)))
      return (sector, try? ResultJSON.encoder().encode(batch))
    }
    return ReportBases(
      batches: Dictionary(uniqueKeysWithValues: batches).compactMapValues {
        $0.flatMap { FileDigest(sha256($0)) }
      },
      deductions: allowances.deductions)
  }
}
