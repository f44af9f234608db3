import Accounting
import Filings
import Quantities

extension CheckScope {
  /// The ledger's month, else the second source's, else the year's highest use a tonne of output times the
  /// month's output, else the year's highest month. Nil where zero is the conservative value.
  ///
  /// - Parameter isUsed: whether some was surely used, so that a source that says none does not count.
  func substitute(
    forQuantity series: Series, of facility: Facility, in month: Int, isUsed: Bool = false
  ) throws -> Substitute? {
    let uses = Conservative.uses(of: series, facility, filing.sector)
    guard uses.contains(where: { $0.side == .emissions && $0.sign == .up }) else { return nil }
    func isPossible(_ value: FixedDecimal) -> Bool { !isUsed || value > .zero }
    let ledgers = try groundwork.ledgers
    if let ledger = ledgers.first(where: { $0.facility.id == facility.id && $0.item == series.item }),
      let value = try series.direction == .product ? ledger.made[month - 1] : ledger.use[month - 1],
      isPossible(value)
    {
      return Substitute(value: value, reason: Label(zh: "进销存台账", en: "stock ledger"))
    }
    if let (value, name) = try secondSource(facility, series, month), isPossible(value) {
      return Substitute(
        value: value, reason: Label(zh: "第二来源（\(name)）", en: "second source (\(name))"))
    }
    if let value = try bySpecificUse(facility, series, month), isPossible(value) {
      return Substitute(
        value: value,
        reason: Label(zh: "年内最高单耗×当月产量", en: "highest use a tonne of the year × the month's output"))
    }
    guard let highest = try (1...12).compactMap({ try series.value(in: $0) }).max(), isPossible(highest)
    else { return nil }
    return Substitute(value: highest, reason: Label(zh: "年内最高月值", en: "highest month of the year"))
  }

  private func secondSource(
    _ facility: Facility, _ series: Series, _ month: Int
  ) throws -> (value: FixedDecimal, name: String)? {
    var highest: (value: FixedDecimal, name: String)?
    for source in facility.secondSources where source.item == series.item && source.parameter == .quantity {
      guard let stated = source.months[month],
        let factor = source.unit.factor(to: source.item.quantityUnit)
      else { continue }
      let value = try stated * factor
      if highest.map({ value > $0.value }) ?? true { highest = (value, source.source) }
    }
    return highest
  }

  /// Nil where the facility has no output, or the series is the output.
  private func bySpecificUse(
    _ facility: Facility, _ series: Series, _ month: Int
  ) throws -> FixedDecimal? {
    guard series.direction != .product, let output = result(of: facility)?.output, let made = output[month]
    else { return nil }
    var highest: FixedDecimal?
    for other in 1...12 {
      guard let used = try series.value(in: other), let then = output[other], !then.isZero else { continue }
      // Multiplied before it is divided, so that nothing is rounded twice.
      let value = try (used * made).divided(by: then, decimals: decimals(of: .quantity) ?? 2)
      highest = max(highest ?? value, value)
    }
    return highest
  }

  /// Of fuels of which none is filed in these months, and one must have burned, the one that emits most in the year
  /// takes what G04 would take for a month left out.
  func corrections(burning fuels: [Series], in facility: Facility, _ months: [Int]) throws -> [Correction] {
    let rows = result(of: facility)?.rows ?? []
    func emissions(_ fuel: Series) -> FixedDecimal {
      rows.first { $0.source == EmissionSource(.combustion, fuel.item) }?.annual ?? .zero
    }
    guard let fuel = fuels.max(by: { emissions($0) < emissions($1) }) else { return [] }
    return try months.compactMap { month in
      try substitute(forQuantity: fuel, of: facility, in: month, isUsed: true).map {
        Correction(
          key: SeriesKey(fuel, of: facility), month: month, side: .emissions, value: $0.value,
          reason: $0.reason)
      }
    }
  }
}
