import Accounting
import Filings
import Quantities
import Rulebook

/// The clinker's process factor against the chemistry of clinker and raw meal (C02, C19).
enum ClinkerChemistryChecks {
  static let all = [oxides, carbonates]

  /// C02 (CALC): 0.785 · CaO + 1.092 · MgO of the clinker, tCO2/t, near the category's factor. The year's
  /// mean by months with both analyses.
  private static let oxides = Check("C02", [.cement]) { scope in
    let (calcium, magnesium) = (try scope.limit("calciumOxide"), try scope.limit("magnesiumOxide"))
    return try scope.facilities(.clinkerLine).compactMap { line in
      guard let calciumSeries = line.series(.product, .clinker, .calciumOxide),
        let magnesiumSeries = line.series(.product, .clinker, .magnesiumOxide)
      else { return nil }
      var factors: [FixedDecimal] = []
      for month in 1...12 {
        guard let lime = try calciumSeries.value(in: month),
          let magnesia = try magnesiumSeries.value(in: month),
          !lime.isZero
        else { continue }
        factors.append(try lime.percent() * calcium.value + magnesia.percent() * magnesium.value)
      }
      guard !factors.isEmpty else { return nil }
      let mean = try FixedDecimal.sum(factors).divided(by: FixedDecimal(factors.count), decimals: 4)
      return try compare(mean, line, calciumSeries, scope, range: try scope.range("factor"))
    }
  }

  /// C19 (CALC): raw meal per clinker times the carbon dioxide bound in the meal, near the factor.
  private static let carbonates = Check("C19", [.cement]) { scope in
    try scope.facilities(.clinkerLine).compactMap { line in
      guard let meal = line.series(.auxiliary, .rawMeal, .quantity),
        let content = line.series(.auxiliary, .rawMeal, .carbonDioxide),
        let output = scope.result(of: line)?.output
      else { return nil }
      // Above and below the same months: the analysis may leave some out.
      var (bound, made) = (FixedDecimal.zero, FixedDecimal.zero)
      for month in 1...12 {
        guard let tonnes = try meal.value(in: month), let share = try content.value(in: month) else {
          continue
        }
        try bound += tonnes * share.percent()
        try made += output[month] ?? .zero
      }
      guard !bound.isZero, !made.isZero else { return nil }
      return try compare(bound.divided(by: made, decimals: 4), line, content, scope, range: nil)
    }
  }

  /// A finding where chemistry gives another factor than the guideline's by more than the tolerance, or one
  /// that no clinker has.
  private static func compare(
    _ factor: FixedDecimal, _ line: Facility, _ series: Series, _ scope: CheckScope, range: CheckRange?
  ) throws -> Finding? {
    guard let category = line.clinkerCategory else { return nil }
    let usual = try scope.rules.number("cement.process.\(category.rawValue)")
    let tolerance = try scope.limit("difference")
    let isOff = try scope.differs(factor, from: usual.value, byMoreThan: tolerance.value)
    let end = category == .portland ? try range?.passedEnd(Quotient(factor)) : nil
    guard isOff || end != nil else { return nil }
    return scope.finding(
      line, series, reported: "\(factor)",
      expected: "\(usual.entry.valueText) ± \(tolerance.entry.valueText) %", limit: tolerance.entry,
      message: Label(
        zh: "按成分检测计算的过程排放因子为\(factor) tCO2/t，指南值\(usual.entry.valueText)",
        en: "chemistry gives a process factor of \(factor) tCO2/t; the guideline has \(usual.entry.valueText)"
      ))
  }
}
