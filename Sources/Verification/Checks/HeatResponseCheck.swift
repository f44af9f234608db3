import Accounting
import Filings
import Quantities
import Rulebook

/// C18: poorer coal means more of it.
enum HeatResponseCheck {
  static let all = [coalFollowsHeat]

  /// C18 (CALC): a kiln needs its heat, so that a month's NCV well below the year's median goes with more coal per
  /// clinker, and one well above with less. Only the sign is tested.
  private static let coalFollowsHeat = Check("C18", [.cement]) { scope in
    let (change, least) = (try scope.limit("change"), try scope.limit("months"))
    var findings: [Finding] = []
    for (line, use) in try scope.groundwork.specificUses(of: scope.filing, .clinkerLine) {
      guard let heat = line.series(.fuelIn, use.fuel.item, .netCalorificValue), heat.isOwnFinding
      else { continue }
      var months: [(month: Int, heat: FixedDecimal, use: FixedDecimal)] = []
      for month in use.months {
        guard let value = try heat.value(in: month.month), !value.isZero else { continue }
        months.append((month.month, value, month.ratio))
      }
      guard FixedDecimal(months.count) >= least.value, let heats = try RobustCentre(months.map(\.heat)),
        let uses = try RobustCentre(months.map(\.use))
      else { continue }
      for (month, value, ratio) in months
      where try scope.differs(value, from: heats.median, byMoreThan: change.value) {
        let isPoorer = value < heats.median
        guard isPoorer ? ratio <= uses.median : ratio >= uses.median else { continue }
        findings.append(
          scope.finding(
            line, heat, month: month, reported: "\(ratio) t/t, \(value) GJ/t",
            expected: "\(isPoorer ? ">" : "<") \(try uses.median.rounded(to: 4)) t/t", limit: change.entry,
            message: isPoorer
              ? Label(
                zh: "\(month)月\(heat.item.label.zh)热值低于全年中位数\(change.entry.valueText)%以上，吨熟料煤耗却未升高",
                en:
                  "NCV of \(heat.item.label.en) in month \(month) is more than \(change.entry.valueText) % below the year's median, and no more of it was used per clinker"
              )
              : Label(
                zh: "\(month)月\(heat.item.label.zh)热值高于全年中位数\(change.entry.valueText)%以上，吨熟料煤耗却未降低",
                en:
                  "NCV of \(heat.item.label.en) in month \(month) is more than \(change.entry.valueText) % above the year's median, and no less of it was used per clinker"
              )))
      }
    }
    return findings
  }
}
