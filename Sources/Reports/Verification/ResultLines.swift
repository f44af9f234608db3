import Accounting
import Filings
import Quantities
import Verification

/// A line of Annex 1: a value of the report before and after verification.
struct ResultLine {
  enum Kind: String { case filed, emissions, total, output, intensity }

  let facility: String
  let kind: Kind
  let name: Label
  let unit: String
  /// As the entity reported it; for an emission source that it did not declare on its own, what its data
  /// give.
  let before: FixedDecimal?
  let isDeclared: Bool
  let verified: FixedDecimal?
  /// Why they differ.
  let reason: Label

  var isConsistent: Bool { before == verified }

  /// (verified − before) / before, per cent, 2 decimals.
  var change: FixedDecimal? {
    guard let before, let verified, !before.isZero, !isConsistent, let difference = try? verified - before
    else { return nil }
    return try? (difference * FixedDecimal(100)).divided(by: before.magnitude, decimals: 2)
  }
}

extension Series {
  /// Whether the facility's intensity is measured by it.
  fileprivate func countsAsOutput(of facility: Facility) -> Bool {
    direction == .product && parameter == .quantity
      && item == (facility.kind == .enterprise ? .crudeSteel : facility.kind.product)
  }
}

extension FixedDecimal {
  fileprivate var magnitude: FixedDecimal { isNegative ? (try? -self) ?? self : self }
}

/// Annex 1: every row of the filing's tables, then every emission source and total, by facility.
struct ResultTable {
  private let filing: Filing
  private let statement: VerifiedStatement

  static func lines(_ filing: Filing, _ statement: VerifiedStatement) -> [ResultLine] {
    ResultTable(filing: filing, statement: statement).lines
  }

  private var lines: [ResultLine] {
    var lines: [ResultLine] = []
    for facility in filing.allFacilities {
      for series in facility.series { lines += self.lines(series, of: facility) }
      guard let before = statement.recomputed.allFacilities.first(where: { $0.facility == facility.id }),
        let after = statement.verified.allFacilities.first(where: { $0.facility == facility.id })
      else { continue }
      lines += emissions(facility, before, after)
    }
    return lines
  }

  // MARK: Filed values

  /// A row a series; one a use where a value that is activity data and output at once was corrected, for what
  /// is conservative for one is not for the other.
  private func lines(_ series: Series, of facility: Facility) -> [ResultLine] {
    let key = SeriesKey(series, of: facility)
    let own = statement.corrections.filter { $0.correction.key == key }
    let sides = Set(own.map(\.correction.side))
    if sides.isEmpty { return [line(series, of: facility, side: .emissions, use: Label(zh: "", en: ""))] }
    if sides == [.output], !isActivityData(key, facility) {
      return [line(series, of: facility, side: .output, use: Label(zh: "", en: ""))]
    }
    if sides == [.emissions], !series.countsAsOutput(of: facility) {
      return [line(series, of: facility, side: .emissions, use: Label(zh: "", en: ""))]
    }
    return [
      line(series, of: facility, side: .emissions, use: Label(zh: "（作为活动数据）", en: " (as activity data)")),
      line(series, of: facility, side: .output, use: Label(zh: "（作为产量）", en: " (as output)")),
    ]
  }

  /// Whether a formula of the facility's emissions takes the value.
  private func isActivityData(_ key: SeriesKey, _ facility: Facility) -> Bool {
    statement.recomputed.allFacilities.first { $0.facility == facility.id }?.rows
      .contains { row in row.operands.contains { $0.origin.filed?.key == key } } ?? false
  }

  private func line(
    _ series: Series, of facility: Facility, side: Correction.Side, use: Label
  ) -> ResultLine {
    let key = SeriesKey(series, of: facility)
    let quantity =
      series.parameter == .quantity ? nil : facility.series(series.direction, series.item, .quantity)
    let before = Self.yearValue(of: series, by: quantity)
    let verified =
      side == .output ? verifiedOutput(key, facility) : verifiedActivity(key, facility, else: before)
    return ResultLine(
      facility: facility.id, kind: .filed,
      name: Label(
        zh: "\(series.direction.label.zh)：\(series.item.label.zh) \(series.parameter.label.zh)\(use.zh)",
        en: "\(series.direction.label.en): \(series.item.label.en), \(series.parameter.label.en)\(use.en)"),
      unit: series.parameter.unit(of: series.item).label, before: before, isDeclared: true,
      verified: verified ?? before, reason: reason(key, side))
  }

  /// The sum of quantities; the mean of factors by consumption, 4 decimals.
  private static func yearValue(of series: Series, by quantity: Series?) -> FixedDecimal? {
    guard !series.months.isEmpty else { return nil }
    if series.parameter == .quantity {
      return try? FixedDecimal.sum((1...12).compactMap { try? series.value(in: $0) })
    }
    return mean { month in
      ((try? series.value(in: month)) ?? nil, (try? quantity?.value(in: month)) ?? nil)
    }
  }

  private static func mean(_ month: (Int) -> (value: FixedDecimal?, weight: FixedDecimal?)) -> FixedDecimal? {
    var (sum, weight, plain, count) = (FixedDecimal.zero, FixedDecimal.zero, FixedDecimal.zero, 0)
    for index in 1...12 {
      let (value, share) = month(index)
      guard let value else { continue }
      count += 1
      if let total = try? plain + value { plain = total }
      if let share, let product = try? value * share, let total = try? sum + product,
        let all = try? weight + share
      {
        (sum, weight) = (total, all)
      }
    }
    if !weight.isZero { return try? sum.divided(by: weight, decimals: 5) }
    return count == 0 ? nil : try? plain.divided(by: FixedDecimal(count), decimals: 5)
  }

  /// What entered the verified formulas in place of the filed value.
  private func verifiedActivity(_ key: SeriesKey, _ facility: Facility, else filed: FixedDecimal?)
    -> FixedDecimal?
  {
    let isCorrected = statement.corrections.contains {
      $0.correction.key == key && $0.correction.side == .emissions
    }
    guard isCorrected,
      let corrected = statement.correctedFiling.allFacilities.first(where: { $0.id == facility.id }),
      let series = corrected.series(key.direction, key.item, key.parameter)
    else { return filed }
    if key.parameter == .quantity { return Self.yearValue(of: series, by: nil) }
    let quantity = corrected.series(key.direction, key.item, .quantity)
    let operand = statement.verified.allFacilities.first { $0.facility == facility.id }?.rows
      .flatMap(\.operands).first { $0.origin.filed?.key == key }
    return Self.mean { month in
      (operand?[month] ?? ((try? series.value(in: month)) ?? nil), (try? quantity?.value(in: month)) ?? nil)
    }
  }

  /// The year of a product as the output; nil where nothing corrected it.
  private func verifiedOutput(_ key: SeriesKey, _ facility: Facility) -> FixedDecimal? {
    var corrected: [Int: FixedDecimal] = [:]
    for step in statement.corrections where step.correction.key == key && step.correction.side == .output {
      if let value = step.correction.value { corrected[step.correction.month] = value }
    }
    guard !corrected.isEmpty, let series = facility.series(key.direction, key.item, key.parameter) else {
      return nil
    }
    return try? FixedDecimal.sum(
      (1...12).compactMap { corrected[$0] ?? ((try? series.value(in: $0)) ?? nil) })
  }

  /// The steps that the row shows: those of its use.
  private func reason(_ key: SeriesKey, _ side: Correction.Side) -> Label {
    let steps = statement.corrections.filter { $0.correction.key == key && $0.correction.side == side }
    var groups: [(check: String, reason: Label, months: [Int])] = []
    for step in steps {
      if let index = groups.firstIndex(where: {
        $0.check == step.check && $0.reason == step.correction.reason
      }) {
        groups[index].months.append(step.correction.month)
      } else {
        groups.append((step.check, step.correction.reason, [step.correction.month]))
      }
    }
    return Label(
      zh: groups.map { "\($0.check) \(MonthList.text($0.months))月 \($0.reason.zh)" }.joined(separator: "；"),
      en: groups.map { "\($0.check) months \(MonthList.text($0.months)) \($0.reason.en)" }.joined(
        separator: "; "))
  }

  // MARK: Emissions, output, intensity

  private func emissions(
    _ facility: Facility, _ before: FacilityStatement, _ after: FacilityStatement
  ) -> [ResultLine] {
    var lines: [ResultLine] = []
    let checks = Set(
      statement.corrections.filter { $0.correction.key.facility == facility.id }.map(\.check)
    ).sorted().joined(separator: " ")
    for (row, corrected) in zip(before.rows, after.rows) where row.countsInTotal {
      let own = self.checks(of: row)
      lines.append(
        line(
          facility, .emissions, row.source.label, "tCO₂e", declared: nil, before: row.annual,
          verified: corrected.annual, own.isEmpty ? checks : own))
    }
    let isEnterprise = facility.kind == .enterprise
    func declared(_ quantity: DeclaredQuantity) -> FixedDecimal? {
      facility.declared.first { $0.quantity == quantity }?.value
    }
    if let recomputed = before.annualOutput, let verified = after.annualOutput {
      lines.append(
        line(
          facility, .output, DeclaredQuantity.output.label, "t", declared: declared(.output),
          before: recomputed,
          verified: verified, outputChecks(facility)))
    }
    if let recomputed = before.intensity, let verified = after.intensity {
      lines.append(
        line(
          facility, .intensity, DeclaredQuantity.intensity.label, "tCO₂e/t", declared: declared(.intensity),
          before: recomputed, verified: verified, checks))
    }
    if !before.rows.isEmpty || isEnterprise {
      let all = Set(statement.corrections.map(\.check)).sorted().joined(separator: " ")
      lines.append(
        line(
          facility, .total,
          isEnterprise ? Label(zh: "企业排放总量", en: "entity total") : Label(zh: "设施排放量", en: "facility total"),
          "tCO₂e", declared: declared(.emissions),
          before: isEnterprise ? statement.recomputed.total : before.total,
          verified: isEnterprise ? statement.verified.total : after.total, isEnterprise ? all : checks))
    }
    return lines
  }

  /// The checks that corrected what the row is calculated from; none for a row that follows from other rows.
  private func checks(of row: EmissionRow) -> String {
    let keys = Set(row.operands.compactMap { $0.origin.filed?.key })
    return Set(
      statement.corrections.filter {
        $0.correction.side == .emissions && keys.contains($0.correction.key)
          && $0.before != $0.correction.value
      }.map(\.check)
    ).sorted().joined(separator: " ")
  }

  private func outputChecks(_ facility: Facility) -> String {
    Set(
      statement.corrections.filter {
        $0.correction.key.facility == facility.id && $0.correction.side == .output
      }
      .map(\.check)
    ).sorted().joined(separator: " ")
  }

  private func line(
    _ facility: Facility, _ kind: ResultLine.Kind, _ name: Label, _ unit: String, declared: FixedDecimal?,
    before: FixedDecimal, verified: FixedDecimal, _ checks: String
  ) -> ResultLine {
    let shown = declared ?? before
    var (zh, en): ([String], [String]) = ([], [])
    if let declared, declared != before {
      zh.append("申报值与重算值 \(before) 不一致")
      en.append("declared and recomputed (\(before)) differ")
    }
    if before != verified {
      zh.append("数据更正（\(checks)）")
      en.append("corrected data (\(checks))")
    }
    return ResultLine(
      facility: facility.id, kind: kind, name: name, unit: unit, before: shown, isDeclared: declared != nil,
      verified: verified,
      reason: shown == verified
        ? Label(zh: "", en: "") : Label(zh: zh.joined(separator: "；"), en: en.joined(separator: "; ")))
  }
}
