import Accounting
import Filings
import Quantities

extension Cell {
  /// A finding's effect on emissions, tCO2e.
  static func effect(_ finding: Finding) -> Cell { effect(finding.effect, finding) }

  /// A finding's effect on the allowances determined, t.
  static func effectOnAllowances(_ finding: Finding) -> Cell { effect(finding.effectOnAllowances, finding) }

  private static func effect(_ value: FixedDecimal?, _ finding: Finding) -> Cell {
    guard let value else { return .empty }
    return finding.isEffectConditional ? .conditional(value) : .number(value)
  }
}

extension Block {
  /// What brackets around an effect mean; nothing where no finding has them.
  static func effectNote(_ findings: [Finding]) -> [Block] {
    guard findings.contains(where: { $0.isEffectConditional && $0.effect != nil }) else { return [] }
    return [
      .remark(
        Label(
          zh: "括号内的影响尚未计入：若由核查人员认定以另一来源为准，结果将有此变化。",
          en:
            "Effects in brackets are not in the result: they are what it would change by if a person decided for the other source."
        ))
    ]
  }
}
