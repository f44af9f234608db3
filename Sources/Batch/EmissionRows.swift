import Accounting
import Filings
import Quantities
import Reports
import Verification

/// The rows of `emissions.csv` of one entity: one a facility and source, and one `total` a facility and
/// the entity, sorted by facility and source with the total last.
enum EmissionRows {
  static func rows(of assessment: Assessment) -> [EmissionResultRow] {
    let statement = assessment.statement
    var rows: [EmissionResultRow] = []
    let pairs = zip(statement.recomputed.allFacilities, statement.verified.allFacilities)
    for (recomputed, verified) in pairs.sorted(by: { $0.0.facility < $1.0.facility }) {
      let declared = assessment.filing.allFacilities.first { $0.id == recomputed.facility }?.declared ?? []
      let coded = zip(recomputed.rows, verified.rows).map { ($0.source.code, $0, $1) }
      for (code, row, corrected) in coded.sorted(by: { $0.0 < $1.0 }) where row.countsInTotal {
        rows.append(
          EmissionResultRow(
            sector: assessment.filing.sector, uscc: assessment.filing.entity.uscc,
            facility: recomputed.facility, source: code,
            gas: row.gas.rawValue, declared: declaredValue(of: row.source.kind, in: declared),
            recomputed: row.annual, verified: corrected.annual))
      }
      // The enterprise's total is the entity's.
      let isEnterprise = recomputed.kind == .enterprise
      rows.append(
        EmissionResultRow(
          sector: assessment.filing.sector, uscc: assessment.filing.entity.uscc,
          facility: recomputed.facility, source: "total", gas: "CO2e",
          declared: declared.first { $0.quantity == .emissions }?.value,
          recomputed: isEnterprise ? statement.recomputed.total : recomputed.total,
          verified: isEnterprise ? statement.verified.total : verified.total))
    }
    return rows
  }

  /// Sources that a filing declares on their own; a fuel is declared only as part of all combustion.
  private static func declaredValue(
    of kind: EmissionSource.Kind, in declared: [Declared]
  ) -> FixedDecimal? {
    let quantity: DeclaredQuantity? =
      switch kind {
      case .process: .processEmissions
      case .anode: .anodeEmissions
      case .anodeEffect: .anodeEffectEmissions
      default: nil
      }
    return quantity.flatMap { wanted in declared.first { $0.quantity == wanted }?.value }
  }
}
