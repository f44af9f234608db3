import Accounting
import Allowances
import Filings
import Quantities
import Rulebook
import Verification

/// What findings change in the allowances: the units as they would be with and without each. Formed when a
/// filing is assessed, and turned into tonnes once the balance values are known.
package struct FindingEffects: Sendable, Codable {
  /// The units of the filing as it was filed.
  private let base: [AllocationUnit]
  private var variants: [Variant] = []

  private struct Variant: Sendable, Codable {
    /// Index into the entity's findings.
    let finding: Int
    let isCorrected: Bool
    let units: [AllocationUnit]
  }

  /// Nil where no finding changes a number.
  init?(
    _ filing: Filing, _ statement: VerifiedStatement, rules: YearRules, specialCases: [SpecialCaseInput]
  ) throws(AllocationError) {
    func units(
      _ corrected: Filing, _ uncorrected: Filing?, _ statement: EmissionStatement
    ) throws(AllocationError) -> [AllocationUnit] {
      try UnitBuilder(
        filing: corrected, uncorrected: uncorrected, statement: statement, rules: rules,
        specialCases: specialCases
      ).units()
    }
    let isDeclared = statement.findings.contains { $0.declared == .emissions && $0.effect != nil }
    guard isDeclared || !statement.variants.isEmpty else { return nil }
    base = try units(filing, nil, statement.recomputed)
    for variant in statement.variants {
      // Only what a person decided can take a special case away.
      let isDecided = statement.findings[variant.finding].corrections.contains(where: \.isDecided)
      variants.append(
        Variant(
          finding: variant.finding, isCorrected: variant.isCorrected,
          units: try units(variant.filing, isDecided ? nil : filing, variant.statement)))
    }
    for (index, finding) in statement.findings.enumerated() {
      if let declared = try? declaredUnits(finding) {
        variants.append(Variant(finding: index, isCorrected: false, units: declared))
      }
    }
  }

  /// The units with the emissions that one of them declared.
  private func declaredUnits(_ finding: Finding) throws -> [AllocationUnit]? {
    guard finding.declared == .emissions else { return nil }
    // What an enterprise of one unit declares is that unit's.
    let own = base.first { $0.unit == finding.facility }
    let only = finding.facility == Facility.enterpriseID && base.count == 1 ? base.first : nil
    guard let target = own ?? only,
      let declared = try? FixedDecimal(finding.reported)
    else { return nil }
    return try base.map { unit in
      guard unit.unit == target.unit else { return unit }
      var intensity = unit.intensity
      // A works' intensity is that of its ironmaking and sintering.
      if unit.sector != .steel, let output = unit.output, !output.isZero, let now = unit.intensity {
        intensity = try declared.divided(by: output, decimals: Int(now.scale))
      }
      return unit.with(emissions: declared, intensity: intensity)
    }
  }

  func pack(into packer: inout Packer) {
    packer.list(base) { $0.pack(into: &$1) }
    packer.list(variants) { variant, packer in
      packer.integer(variant.finding)
      packer.flag(variant.isCorrected)
      packer.list(variant.units) { $0.pack(into: &$1) }
    }
  }

  init(from packed: inout Unpacker) throws(UnpackingError) {
    base = try AssessedEntity.units(from: &packed)
    variants = try packed.list { packed throws(UnpackingError) in
      Variant(
        finding: try packed.integer(), isCorrected: try packed.flag(),
        units: try AssessedEntity.units(from: &packed))
    }
  }

  /// Writes the effects into the findings.
  func fill(
    _ findings: inout [Finding], _ settlement: Settlement, _ balanceValues: [BalanceValue]
  ) throws(AllocationError) {
    let before = try settlement.determined(base, balanceValues)
    for variant in variants where findings.indices.contains(variant.finding) {
      let other = try settlement.determined(variant.units, balanceValues)
      guard let before, let other else { continue }
      findings[variant.finding].effectOnAllowances =
        variant.isCorrected ? try? other - before : try? before - other
    }
  }
}
