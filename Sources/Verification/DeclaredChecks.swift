import Accounting
import Filings
import Quantities

/// R01: what the entity declared against what the guideline gives from its own data.
enum DeclaredChecks {
  static func findings(
    _ filing: Filing, _ statement: EmissionStatement
  ) throws(ArithmeticError) -> [Finding] {
    var findings: [Finding] = []
    for facility in filing.allFacilities {
      guard let result = statement.allFacilities.first(where: { $0.facility == facility.id }) else {
        continue
      }
      for declared in facility.declared {
        guard let expected = try recomputed(declared.quantity, facility, result, statement) else { continue }
        let difference = try expected - declared.value
        if try isWithinRounding(difference, declared, parts(of: facility, result, statement)) { continue }
        let isEmission = declared.quantity != .output && declared.quantity != .intensity
        let index = Int(declared.location.file)
        var finding = Finding(
          check: "R01", severity: .s1, facility: facility.id, reported: "\(declared.value)",
          expected: "\(expected)", effect: isEmission ? difference : nil,
          file: filing.files.indices.contains(index) ? filing.files[index] : "",
          line: Int(declared.location.line),
          message: Label(
            zh: "申报的\(declared.quantity.label.zh)与按指南重算的结果不一致",
            en: "the declared \(declared.quantity.label.en) differ from what the guideline gives"))
        finding.declared = declared.quantity
        findings.append(finding)
      }
    }
    return findings
  }

  /// The recomputed counterpart of a declared quantity, if the facility has one. The enterprise's
  /// emissions are the entity's.
  package static func recomputed(
    _ quantity: DeclaredQuantity, _ facility: Facility, _ result: FacilityStatement,
    _ statement: EmissionStatement
  ) throws(ArithmeticError) -> FixedDecimal? {
    let isEnterprise = facility.kind == .enterprise
    func annual(_ kind: EmissionSource.Kind) throws(ArithmeticError) -> FixedDecimal {
      let parts = parts(of: facility, result, statement)
      var total = FixedDecimal.zero
      for part in parts { try total += part.annual(kind) }
      return total
    }
    return switch quantity {
    case .emissions: isEnterprise ? statement.total : result.total
    case .combustionEmissions: try annual(.combustion)
    case .processEmissions: try annual(.process)
    case .anodeEmissions: try annual(.anode)
    case .anodeEffectEmissions: try annual(.anodeEffect)
    case .output: result.annualOutput
    case .intensity: result.intensity
    }
  }

  /// What the facility's numbers are the sums of: the enterprise's of all its facilities, but for steel, whose balance
  /// is the enterprise's own.
  private static func parts(
    of facility: Facility, _ result: FacilityStatement, _ statement: EmissionStatement
  ) -> [FacilityStatement] {
    facility.kind == .enterprise && statement.sector != .steel ? statement.allFacilities : [result]
  }

  /// "diff <= half last digit × n rows": half a unit of the last digit that the declaration shows, and
  /// half a cent for each of the rounded month values that were added up.
  private static func isWithinRounding(
    _ difference: FixedDecimal, _ declared: Declared, _ parts: [FacilityStatement]
  ) throws(ArithmeticError) -> Bool {
    let size = difference.isNegative ? try -difference : difference
    let shown = FixedDecimal(coefficient: 5, scale: declared.value.scale + 1)
    if declared.quantity == .intensity || declared.quantity == .output { return size <= shown }
    let added =
      try FixedDecimal(coefficient: 5, scale: 3) * FixedDecimal(12 * parts.reduce(0) { $0 + $1.rows.count })
    return try size <= shown + added
  }
}
