import Filings
import Quantities

/// What one per cent more of a filed value would change.
package struct SensitivityLine: Sendable, Equatable {
  package let key: SeriesKey
  /// Of the units' emissions, tCO2e.
  package let emissions: FixedDecimal
  /// Of the allowances determined, whole tonnes; nil where they follow from no formula.
  package let allowances: FixedDecimal?

  package init(key: SeriesKey, emissions: FixedDecimal, allowances: FixedDecimal?) {
    self.key = key
    self.emissions = emissions
    self.allowances = allowances
  }

  /// Of what has to be bought, t.
  package var toBuy: FixedDecimal? { allowances.flatMap { try? emissions - $0 } }
}

extension VerificationReport {
  /// Q08: the values that move most; nil where none does.
  var sensitivityTable: Table? {
    if sensitivity.isEmpty { return nil }
    let step = (try? rules.number("check.Q08.step"))?.entry.valueText ?? ""
    return Table(
      caption: Label(
        zh: "敏感性：填报值提高\(step)%的影响（列影响最大的\(sensitivity.count)项，平衡值不变）",
        en:
          "Sensitivity: \(step) % more of a filed value (the \(sensitivity.count) that move most, at the same balance value)"
      ),
      columns: [
        .text("设施", "Facility"), .text("参数", "Value"), .number("排放量", "Emissions", "tCO₂e"),
        .number("核定配额", "Allowances", "t"), .number("须购买", "To be bought", "t"),
      ],
      rows: sensitivity.map { line in
        let key = line.key
        return [
          .text(key.facility),
          .label(
            Label(
              zh: "\(key.direction.label.zh)：\(key.item.label.zh) \(key.parameter.label.zh)",
              en: "\(key.direction.label.en): \(key.item.label.en), \(key.parameter.label.en)")),
          .number(try? line.emissions.rounded(to: 2)), .number(line.allowances),
          .number(line.toBuy.flatMap { try? $0.rounded(to: 0) }),
        ]
      }, isDense: true)
  }
}
