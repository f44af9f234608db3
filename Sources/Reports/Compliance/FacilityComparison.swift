import Accounting
import Filings
import Quantities
import Verification

/// Declared beside recomputed and verified, for the entity and each facility.
enum FacilityComparison {
  struct Row {
    let facility: String
    let quantity: Label
    let declared: FixedDecimal?
    let recomputed: FixedDecimal
    let verified: FixedDecimal

    var difference: FixedDecimal? {
      declared.flatMap { try? verified - $0 }
    }
  }

  static func rows(filing: Filing, statement: VerifiedStatement) -> [Row] {
    var rows = [
      Row(
        facility: Facility.enterpriseID, quantity: Label(zh: "企业排放总量（tCO₂e）", en: "entity emissions (tCO₂e)"),
        declared: declared(.emissions, filing.enterprise), recomputed: statement.recomputed.total,
        verified: statement.verified.total)
    ]
    for (recomputed, verified) in zip(statement.recomputed.facilities, statement.verified.facilities) {
      guard let facility = filing.facilities.first(where: { $0.id == recomputed.facility }) else { continue }
      rows.append(
        Row(
          facility: facility.id, quantity: Label(zh: "排放量（tCO₂e）", en: "emissions (tCO₂e)"),
          declared: declared(.emissions, facility),
          recomputed: recomputed.total, verified: verified.total))
      if let before = recomputed.annualOutput, let after = verified.annualOutput {
        rows.append(
          Row(
            facility: facility.id, quantity: Label(zh: "产量（t）", en: "output (t)"),
            declared: declared(.output, facility), recomputed: before,
            verified: after))
      }
      if let before = recomputed.intensity, let after = verified.intensity {
        rows.append(
          Row(
            facility: facility.id, quantity: Label(zh: "强度（tCO₂e/t）", en: "intensity (tCO₂e/t)"),
            declared: declared(.intensity, facility),
            recomputed: before, verified: after))
      }
    }
    return rows
  }

  private static func declared(_ quantity: DeclaredQuantity, _ facility: Facility) -> FixedDecimal? {
    facility.declared.first { $0.quantity == quantity }?.value
  }
}
