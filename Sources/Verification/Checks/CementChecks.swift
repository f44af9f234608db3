import Accounting
import Filings
import Quantities

/// Clinker lines (C).
enum CementChecks {
  static let all = [
    RatioCheck.check(
      "C05", .cement,
      [
        RatioCheck(
          name: "share", kind: .clinkerLine, subject: (.product, .clinker), factor: 100,
          numerator: deductions,
          denominator: clinkerTerm)
      ]),
    RatioCheck.check(
      "C07", .cement,
      [
        .auxiliary(name: "rawMeal", kind: .clinkerLine, .rawMeal)
      ]),
    RatioCheck.check(
      "C10", .cement,
      [
        RatioCheck(
          name: "coal", kind: .clinkerLine, factor: 1000, numerator: coalEquivalent,
          denominator: RatioCheck.output, mayBeLow: burnsAlternativeFuel)
      ]),
    RatioCheck.check(
      "C11", .cement,
      [
        RatioCheck(
          name: "fuelEmissions", kind: .clinkerLine,
          numerator: { scope, line in try scope.result(of: line)?.annual(.combustion) },
          denominator: RatioCheck.output)
      ]),
    RatioCheck.check(
      "C12", .cement,
      [
        RatioCheck(
          name: "heat", kind: .clinkerLine,
          numerator: { scope, line in try heat(scope, line) { _ in true } }, denominator: RatioCheck.output)
      ]),
    RatioCheck.check(
      "C13", .cement,
      [
        .auxiliary(name: "power", kind: .clinkerLine, .electricity, factor: 1000)
      ]),
    RatioCheck.check(
      "C21", .cement,
      [
        RatioCheck(
          name: "intensity", kind: .clinkerLine, subject: (.product, .clinker), numerator: ordinaryEmissions,
          denominator: RatioCheck.output)
      ]),
    carbideSlag, capacity, kilnWithoutCoal, specialLine,
  ]

  /// The range is that of Portland clinker without large deductions: other kinds have other process
  /// factors, and a line with deductions beyond C05's range is C05's.
  private static let ordinaryEmissions: RatioCheck.Amount = { scope, line in
    guard line.clinkerCategory == .portland || line.clinkerCategory == .whitePortland,
      let deducted = try deductions(scope, line), let term = try clinkerTerm(scope, line),
      try deducted <= term * scope.rules.number("check.C05.share.high").value.percent()
    else { return nil }
    return scope.result(of: line)?.total
  }

  /// Σ Q_m × DF_m of the year.
  private static let deductions: RatioCheck.Amount = { scope, line in
    guard let row = scope.result(of: line)?.rows.first(where: { $0.source.kind == .process }) else {
      return nil
    }
    var total = FixedDecimal.zero
    for (amount, factor) in zip(row.operands.dropFirst(2), row.operands.dropFirst(3))
    where amount.symbol.hasPrefix("Q_") {
      for month in 1...12 {
        if let tonnes = amount[month], let rate = factor[month] { try total += tonnes * rate }
      }
    }
    return total
  }

  /// Q × EF of the year.
  private static let clinkerTerm: RatioCheck.Amount = { scope, line in
    guard let row = scope.result(of: line)?.rows.first(where: { $0.source.kind == .process }),
      row.operands.count > 1, let factor = row.operands[1].constant
    else { return nil }
    var total = FixedDecimal.zero
    for month in 1...12 { if let made = row.operands[0][month] { try total += made } }
    return try total * factor
  }

  /// Heat of the line's fuels, GJ; alternative fuel with what was filed for it. Nil where a fuel's carbon
  /// content stands in for its heat and no NCV is filed.
  private static func heat(
    _ scope: CheckScope, _ line: Facility, where isCounted: (Item) -> Bool
  ) throws -> FixedDecimal? {
    guard let result = scope.result(of: line) else { return nil }
    var fossil = try result.sum(of: ["FC", "NCV"], .combustion, where: isCounted)
    for fuel in line.quantities(.fuelIn)
    where isCounted(fuel.item) && fuel.item != .alternativeFuel
      && line.series(.fuelIn, fuel.item, .carbonContent) != nil
    {
      let heat = line.series(.fuelIn, fuel.item, .netCalorificValue)
      for month in fuel.activeMonths {
        guard let used = try fuel.value(in: month), let value = try heat?.value(in: month) else { return nil }
        try fossil += used * value
      }
    }
    guard isCounted(.alternativeFuel) else { return fossil }
    return try fossil + result.sum(of: ["FC", "NCV"], .alternativeFuelInformation)
  }

  /// Such a line's coal is less; its heat as a whole is C12's.
  private static let burnsAlternativeFuel: @Sendable (Facility) -> Bool = { line in
    line.series(.fuelIn, .alternativeFuel, .quantity).map { !$0.activeMonths.isEmpty } ?? false
  }

  /// tce of the solid fossil fuels.
  private static let coalEquivalent: RatioCheck.Amount = { scope, line in
    guard let heat = try heat(scope, line, where: { $0.fuelState == .solid && $0 != .alternativeFuel })
    else { return nil }
    let unit = try scope.rules.number("check.coalEquivalent").value
    return try heat.divided(by: unit, decimals: 6)
  }

  /// C04 (ALLOC): a substitution near the limit above which A = E.
  private static let carbideSlag = Check("C04", [.cement]) { scope in
    guard let limit = try? scope.rules.number("allocation.carbideSlagLimit") else { return [] }
    let band = try scope.limit("auditBand")
    return try scope.facilities(.clinkerLine).compactMap { line in
      guard let slag = line.series(.alternativeRawMaterial, .carbideSlag, .quantity),
        let clinker = try clinkerTerm(scope, line), !clinker.isZero
      else { return nil }
      let factor = try scope.rules.number("cement.deduction.carbideSlag").value
      let rate = try Quotient(slag.annual() * factor * FixedDecimal(100), over: clinker)
      let isNear =
        try rate.compared(to: limit.value - band.value) >= 0
        && rate.compared(to: limit.value + band.value) <= 0
      guard isNear else { return nil }
      let shown = try rate.rounded(to: 2)
      let above = try rate.compared(to: limit.value) > 0
      // The band is a proposal: a prompt for evidence.
      return scope.finding(
        line, slag, severity: .s3, reported: "\(shown) %",
        expected: "≠ \(limit.entry.valueText) ± \(band.entry.valueText) %",
        limit: limit.entry,
        message: Label(
          zh: "电石渣替代率\(shown)%，接近限值\(limit.entry.valueText)%（\(above ? "高于限值，A＝E" : "低于限值")）",
          en:
            "carbide-slag substitution \(shown) %, near the limit of \(limit.entry.valueText) % (\(above ? "above: A = E" : "below"))"
        ),
        question: Label(
          zh: "请提供电石渣采购、计量、水分和成分检测记录。",
          en: "Please supply purchase, weighing, moisture and composition records of the carbide slag."))
    }
  }

  /// C09: output within the approved capacity.
  private static let capacity = Check("C09", [.cement]) { scope in
    let factor = try scope.limit("factor")
    return try scope.facilities(.clinkerLine).compactMap { line in
      guard let filed = line.capacity, !filed.isZero, let output = scope.result(of: line)?.annualOutput else {
        return nil
      }
      guard let capacity = try Capacity.tonnes(of: line, a: .day) else {
        return Capacity.unknownUnit(scope, line, expected: "t/d")
      }
      let hours = try line.runningHours(in: scope.filing.year)
      let possible = try (capacity * hours * factor.value).divided(by: FixedDecimal(24), decimals: 2)
      guard output > possible else { return nil }
      return scope.finding(
        line, line.series(.product, .clinker, .quantity), reported: "\(output)", expected: "≤ \(possible)",
        limit: factor.entry,
        message: Label(
          zh: "熟料产量超过批准产能×运行天数×\(factor.entry.valueText)",
          en: "more clinker than capacity × running days × \(factor.entry.valueText)"))
    }
  }

  /// C14: a kiln makes no clinker without coal. What G04 takes for a month left out counts in its place.
  private static let kilnWithoutCoal = Check("C14", [.cement]) { scope in
    try scope.facilities(.clinkerLine).compactMap { line in
      guard let clinker = line.series(.product, .clinker, .quantity) else { return nil }
      // Alternative fuel goes into the burning beside coal or gas, not in its place.
      let fuels = line.quantities(.fuelIn).filter {
        ($0.item.fuelState == .solid || $0.item.fuelState == .gas) && $0.item != .alternativeFuel
      }
      let cold = clinker.activeMonths.filter { month in
        !fuels.contains { $0.months[month].map { !$0.isZero } ?? false }
      }
      guard let first = cold.first else { return nil }
      let list = MonthList.text(cold)
      return scope.finding(
        line, fuels.first ?? clinker, month: first, reported: "0", expected: "> 0",
        corrections: try scope.corrections(
          burning: fuels.filter { $0.item != .alternativeFuel }, in: line, cold),
        message: Label(
          zh: "\(list)月有熟料产量而没有煤耗", en: "clinker but no coal in months \(list)"))
    }
  }

  /// C23 (ALLOC): a line whose variety says white is filed as white, and one that says clinker from gypsum is marked
  /// so; a mark that the variety does not bear out asks.
  private static let specialLine = Check("C23", [.cement]) { scope in
    scope.facilities(.clinkerLine).flatMap { line in
      [whiteLine(scope, line), gypsumLine(scope, line)].compactMap { $0 }
    }
  }

  private static func gypsumLine(_ scope: CheckScope, _ line: Facility) -> Finding? {
    let variety = line[attribute: .clinkerVariety] ?? ""
    let saysGypsum = variety.holds("石膏制") || variety.holds("gypsum") && variety.holds("acid")
    guard saysGypsum != line.isMarked(.gypsumAcidLine) else { return nil }
    let mark = AttributeName.gypsumAcidLine.label
    return scope.finding(
      line, line.series(.product, .clinker, .quantity), severity: saysGypsum ? nil : .s3, reported: variety,
      expected: mark.zh,
      message: saysGypsum
        ? Label(
          zh: "熟料品种“\(variety)”为石膏制硫酸副产，却未标为\(mark.zh)，影响配额分配方法",
          en:
            "the variety is clinker from gypsum, and the line is not marked so, on which the method of allocation depends"
        )
        : Label(
          zh: "标为\(mark.zh)，熟料品种“\(variety)”却未体现，影响配额分配方法",
          en:
            "the line is marked \(mark.en), and its variety does not say so, on which the method of allocation depends"
        )
    )
  }

  private static func whiteLine(_ scope: CheckScope, _ line: Facility) -> Finding? {
    guard let variety = line[attribute: .clinkerVariety], let category = line.clinkerCategory else {
      return nil
    }
    let saysWhite = variety.holds("白") || variety.holds("white")
    guard saysWhite != (category == .whitePortland) else { return nil }
    return scope.finding(
      line, line.series(.product, .clinker, .quantity), reported: variety, expected: category.label.zh,
      message: Label(
        zh: "熟料品种“\(variety)”与类别“\(category.label.zh)”不符，影响配额分配方法",
        en: "variety and category (\(category.label.en)) disagree, on which the method of allocation depends")
    )
  }
}
