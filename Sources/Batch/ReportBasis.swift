import Allowances
import Filings
import Foundation
import Quantities
import Reports
import Rulebook
import Verification

/// All that the bytes of an entity's reports rest on. An earlier run's reports stand where it is the same.
///
/// Much of it is the batch's: another entity's filing moves the sector's balance value, and with it the allowances and
/// the effects of findings; the verifier's report shows where a unit stands among all of its sector.
struct ReportBasis: Encodable {
  /// Of the batch, the same for every entity of a sector.
  struct Batch: Encodable {
    /// SHA-256 of the program itself: any change of it may change a report.
    let program: String
    let language: String
    let date: CalendarDate
    let workbooks: Bool
    /// The sector's, with its source: an entity's units are all of its sector.
    let balanceValue: String
    /// SHA-256 of the sector's intensities.
    let intensities: String
  }

  /// SHA-256 of ``Batch``.
  let batch: String
  let stamp: ResultStamp
  let file: String
  /// SHA-256 of the filing as it was assessed.
  let filing: String
  let peers: PeerFindings
  let deduction: FixedDecimal?

  /// SHA-256 of all of it; nil where it cannot be told, so that the reports are made again.
  var digest: String? {
    (try? ResultJSON.encoder().encode(self)).map { sha256($0) }
  }
}

extension ProcessRun {
  /// What the reports of each entity rest on.
  func reportBases(
    _ settled: Settled, _ date: CalendarDate, _ inputs: RunInputs, _ allowances: AllowanceData,
    _ assessor: Assessor, _ intensities: [Sector: [FixedDecimal]]
  ) -> ReportBases? {
    guard let program = Program.digest else { return nil }
    let batches = Sector.allCases.map { sector in
      let balanceValue = settled.balanceValues.first { $0.sector == sector }
      let values = (intensities[sector] ?? []).map(\.description).joined(separator: " ")
      let batch = ReportBasis.Batch(
        program: program, language: options.language.rawValue, date: date, workbooks: options.workbooks,
        balanceValue: balanceValue.map { "\($0)" } ?? "", intensities: sha256(Array(values.utf8)))
      return (sector, try? ResultJSON.encoder().encode(batch))
    }
    return ReportBases(
      batches: Dictionary(uniqueKeysWithValues: batches).compactMapValues { $0.map { sha256($0) } },
      stamper: ResultStamper(assessor, rulebook: options.rulebook, limits: options.limits),
      deductions: allowances.deductions, inputs: inputs)
  }
}

/// Tells what reports rest on, entity by entity.
struct ReportBases: Sendable {
  /// SHA-256 of what they rest on in the batch.
  let batches: [Sector: String]
  let stamper: ResultStamper
  let deductions: [String: FixedDecimal]
  let inputs: RunInputs

  /// Nil where it cannot be told.
  func digest(of entity: AssessedEntity) -> String? {
    guard let batch = batches[entity.sector], let filing = filing(of: entity) else { return nil }
    return ReportBasis(
      batch: batch, stamp: stamper.stamp(for: entity.uscc), file: entity.display, filing: filing,
      peers: entity.peers, deduction: deductions[entity.uscc]
    ).digest
  }

  private func filing(of entity: AssessedEntity) -> String? {
    switch inputs.sources[entity.source] {
    case .xml: entity.digest
    case .tables(let set, let entry): sha256(inputs.tableSets[set].fingerprint(of: entry))
    }
  }
}
