import Accounting
import Filings
import Quantities
import Rulebook

/// Carbon that leaves the processes on which the coefficient of a steelworks depends (I11, I16).
enum CarbonShiftChecks {
  static let all = [gasBalance, shiftToResidual]

  /// I11 (PROP): gas made and bought = used + sold + flared, by the works' ledger of the gas.
  private static let gasBalance = Check("I11", [.steel]) { scope in
    let tolerance = try scope.limit("tolerance")
    let works = scope.filing.enterprise
    return try [Item.blastFurnaceGas, .converterGas, .cokeOvenGas].compactMap { gas in
      guard let made = try annual(works, gas, .produced), !made.isZero,
        let used = try annual(works, gas, .consumed)
      else { return nil }
      let source = try made + (annual(works, gas, .purchased) ?? .zero)
      let sink = try used + (annual(works, gas, .sold) ?? .zero) + (annual(works, gas, .flared) ?? .zero)
      guard try scope.differs(sink, from: source, byMoreThan: tolerance.value) else { return nil }
      // The tolerance is a proposal: a prompt for evidence.
      return scope.finding(
        works, works.series(.fuelIn, gas, .quantity), severity: .s3, reported: "\(sink)",
        expected: "\(source) ± \(tolerance.entry.valueText) %", limit: tolerance.entry,
        at: works.stock.first { $0.item == gas }?.location,
        message: Label(
          zh: "\(gas.label.zh)的使用、外销和放散之和与产出相差超过\(tolerance.entry.valueText)%",
          en:
            "\(gas.label.en) used, sold and flared is more than \(tolerance.entry.valueText) % off what was made"
        ),
        question: Label(
          zh: "请提供全厂煤气平衡表。", en: "Please supply the works' balance of the gas."))
    }
  }

  private static func annual(
    _ works: Facility, _ gas: Item, _ flow: StockFlow
  ) throws(ArithmeticError) -> FixedDecimal? {
    guard let row = works.stock.first(where: { $0.item == gas && $0.flow == flow }),
      let factor = row.unit.factor(to: gas.quantityUnit)
    else { return nil }
    var total = FixedDecimal.zero
    for month in 1...12 { if let value = row.months[month] { try total += value * factor } }
    return total
  }

  /// I16 (inferred): the share of ironmaking and sintering in the works' emissions fell against last year's
  /// declared figures, so carbon counts elsewhere and α rises.
  private static let shiftToResidual = Check("I16", [.steel]) { scope in
    let limit = try scope.limit("shift")
    let processes = scope.facilities(.ironmaking) + scope.facilities(.sintering)
    guard let lastTotal = lastYear(scope.filing.enterprise), lastTotal > .zero, !processes.isEmpty,
      scope.statement.total > .zero, let furnace = scope.facilities(.ironmaking).first
    else { return [] }
    var (now, last) = (FixedDecimal.zero, FixedDecimal.zero)
    for process in processes {
      guard let result = scope.result(of: process), let before = lastYear(process) else { return [] }
      try now += result.total
      try last += before
    }
    // last / lastTotal − now / total, in per cent of the total.
    let total = scope.statement.total
    let shift = try Quotient(
      (last * total - now * lastTotal) * FixedDecimal(100), over: lastTotal * total)
    guard try shift.compared(to: limit.value) > 0 else { return [] }
    let shown = try shift.rounded(to: 2)
    return [
      scope.finding(
        furnace, furnace.series(.product, .ironProduct, .quantity), reported: "\(shown) %",
        expected: "≤ \(limit.entry.valueText) %", limit: limit.entry,
        message: Label(
          zh: "炼铁和烧结占企业排放的比例较上年下降\(shown)个百分点",
          en:
            "the share of ironmaking and sintering in the works' emissions fell by \(shown) points against last year"
        ),
        question: Label(
          zh: "请说明燃料在工序之间分配方法的变化。",
          en: "Please explain what changed in how fuel is shared between the processes."))
    ]
  }

  private static func lastYear(_ facility: Facility) -> FixedDecimal? {
    facility.declared.first { $0.quantity == .emissions }?.previousYearValue
  }
}
