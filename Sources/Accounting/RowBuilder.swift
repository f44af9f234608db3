import Filings
import Quantities
import Rulebook

/// Which entry of the rulebook holds the default of a parameter.
enum DefaultRule {
  /// The item's in the guideline's table of fuels: `<sector>.fuel.<item>.<parameter>`.
  case ofFuel
  case named(String)
}

/// Calculates the rows of one facility: resolves each value to what was filed or to the rulebook,
/// applies a formula month by month, and rounds each month once.
struct RowBuilder {
  let filing: Filing
  let facility: Facility
  let rules: YearRules
  let options: CalculationOptions
  /// Decimals of an emission row (2).
  let emissionDecimals: Int
  private(set) var findings: [Finding] = []

  init(
    filing: Filing, facility: Facility, rules: YearRules, options: CalculationOptions
  ) throws(AccountingError) {
    self.filing = filing
    self.facility = facility
    self.rules = rules
    self.options = options
    emissionDecimals = try Self.decimals("emissions", filing, rules)
  }

  /// The decimals that the sector's guideline gives a kind of value: entry `decimals.<sector>.<name>`.
  static func decimals(
    _ name: String, _ filing: Filing, _ rules: YearRules
  ) throws(AccountingError) -> Int {
    do {
      let value = try rules.number("decimals.\(filing.sector.rawValue).\(name)").value
      return Int(truncatingIfNeeded: value.coefficient)
    } catch {
      throw AccountingError(.noRule(error), facility: Facility.enterpriseID)
    }
  }

  /// Months of which nobody asks the values.
  static let uncalculated = [FixedDecimal](repeating: .zero, count: 12)

  /// A row whose months the closure calculates exactly; nil months were not reported and emit nothing.
  ///
  /// - Parameter mayBeWrong: whether some results are errors of the filing.
  func row(
    _ source: EmissionSource, _ formula: Formula, gas: Gas = .carbonDioxide, operands: [Operand],
    subtracted: Bool = false, countsInTotal: Bool = true, mayBeWrong: Bool = false,
    month exact: (Int) throws(ArithmeticError) -> Quotient?
  ) throws(AccountingError) -> EmissionRow {
    if options.onlyChecking, !mayBeWrong {
      return EmissionRow(
        source: source, gas: gas, formula: formula, operands: operands, months: Self.uncalculated,
        annual: .zero, unrounded: [], countsInTotal: countsInTotal)
    }
    var months: [FixedDecimal] = []
    months.reserveCapacity(12)
    var unrounded: [Quotient] = []
    for month in 1...12 {
      do {
        var value = try exact(month) ?? Quotient(.zero)
        if subtracted { value = try value.times(FixedDecimal(-1)) }
        months.append(try value.rounded(to: emissionDecimals))
        if options.tracing { unrounded.append(value) }
      } catch {
        throw AccountingError(
          .overflow(error), facility: facility.id, item: source.item, month: month,
          location: facility.location)
      }
    }
    return EmissionRow(
      source: source, gas: gas, formula: formula, operands: operands, months: months,
      annual: try sum(months), unrounded: unrounded, countsInTotal: countsInTotal)
  }

  /// The row of a source that rests on its item's data alone, where an earlier statement has it and it still holds.
  func standingRow(_ source: EmissionSource) -> EmissionRow? {
    options.standing?.row(source, of: facility)
  }

  /// The sum of values of this facility.
  func sum(_ values: some Sequence<FixedDecimal>) throws(AccountingError) -> FixedDecimal {
    do { return try .sum(values) } catch {
      throw AccountingError(.overflow(error), facility: facility.id, location: facility.location)
    }
  }

  /// A filed series as an operand, in the unit of the formulas.
  func filed(_ symbol: String, _ series: Series) throws(AccountingError) -> Operand {
    let unit = series.parameter.unit(of: series.item)
    let label = series.parameter == .quantity ? series.item.label : series.parameter.label
    let origin = Origin.filed(FiledOrigin(facility: facility.id, series: series, files: filing.files))
    if series.unit == unit { return Operand(symbol, label, unit, filed: series.months, origin: origin) }
    var values: [FixedDecimal?] = []
    values.reserveCapacity(12)
    for month in 1...12 { values.append(try value(of: series, in: month)) }
    return Operand(symbol, label, unit, monthly: values, origin: origin)
  }

  /// The rulebook's value as an operand.
  func rule(_ symbol: String, _ id: String, _ label: Label, _ unit: Unit) throws(AccountingError) -> Operand {
    do {
      let rule = try rules.number(id)
      return Operand(symbol, label, unit, constant: rule.value, origin: .rule(rule.entry))
    } catch {
      throw AccountingError(.noRule(error), facility: facility.id)
    }
  }

  /// A parameter for which the guideline allows only its default: the rulebook's value, and a finding
  /// where the filing states another.
  mutating func defaultOnly(
    _ symbol: String, _ parameter: Parameter, of quantity: Series, rule name: DefaultRule,
    check: String = "R07"
  ) throws(AccountingError) -> Operand {
    let item = quantity.item
    guard let rule = find(name, parameter, of: item) else {
      throw AccountingError(
        .noDefault(ruleID: id(of: name, parameter, of: item)), facility: facility.id, item: item,
        parameter: parameter, location: quantity.location)
    }
    if let series = facility.series(quantity.direction, item, parameter) {
      if options.asFiled == SeriesKey(series, of: facility) { return try filed(symbol, series) }
      try compare(series, with: rule, check: check)
    }
    return Operand(
      symbol, parameter.label, parameter.unit(of: item), constant: rule.value, origin: .rule(rule.entry))
  }

  /// A parameter that may be measured: the filed series, or the rulebook's default where nothing was
  /// filed or the filing itself says "default". A month that lacks its value takes the default too. Values that
  /// only an earlier version of the guideline gave were not measured, whatever the filing calls them.
  ///
  /// - Parameter isOfEarlierMethod: whether a month's value follows from what that version calculated.
  mutating func filedOrDefault(
    _ symbol: String, _ parameter: Parameter, of quantity: Series, rule name: DefaultRule,
    check: String = "R07",
    isOfEarlierMethod: (Int, FixedDecimal) throws(ArithmeticError) -> Bool = { _, _ in false }
  ) throws(AccountingError) -> Operand {
    guard let series = facility.series(quantity.direction, quantity.item, parameter),
      series.method != .defaultValue, try !isOfEarlierVersion(series, name, isOfEarlierMethod)
    else { return try defaultOnly(symbol, parameter, of: quantity, rule: name, check: check) }

    var values: [FixedDecimal?] = []
    values.reserveCapacity(12)
    var gaps: [Int] = []
    for month in 1...12 {
      let value = try value(of: series, in: month)
      if value == nil, try self.value(of: quantity, in: month)?.isZero == false { gaps.append(month) }
      values.append(value)
    }
    let origin = FiledOrigin(facility: facility.id, series: series, files: filing.files)
    let unit = parameter.unit(of: quantity.item)
    if gaps.isEmpty { return Operand(symbol, parameter.label, unit, monthly: values, origin: .filed(origin)) }

    guard let rule = find(name, parameter, of: quantity.item) else {
      throw AccountingError(
        .noDefault(ruleID: id(of: name, parameter, of: quantity.item)), facility: facility.id,
        item: series.item, parameter: parameter, month: gaps[0], location: series.location)
    }
    for month in gaps { values[month - 1] = rule.value }
    return Operand(
      symbol, parameter.label, unit, monthly: values,
      origin: .filedWithGaps(origin, rule: rule.entry, months: gaps))
  }

  /// Whether every filed value is one of an earlier version of the guideline.
  private func isOfEarlierVersion(
    _ series: Series, _ name: DefaultRule,
    _ isOfEarlierMethod: (Int, FixedDecimal) throws(ArithmeticError) -> Bool
  ) throws(AccountingError) -> Bool {
    guard case .named(let id) = name else { return false }
    let earlier = rules.earlier(id)
    var isFiled = false
    for month in 1...12 {
      guard let value = try value(of: series, in: month), !value.isZero else { continue }
      isFiled = true
      if earlier.contains(where: { $0.value == .number(value) }) { continue }
      do {
        if try !isOfEarlierMethod(month, value) { return false }
      } catch {
        throw AccountingError(
          .overflow(error), facility: facility.id, item: series.item, parameter: series.parameter,
          month: month, location: series.location)
      }
    }
    return isFiled
  }

  private func find(_ name: DefaultRule, _ parameter: Parameter, of item: Item) -> Rule<FixedDecimal>? {
    if case .ofFuel = name, let rule = rules.fuelDefault(filing.sector, item, parameter) { return rule }
    return try? rules.number(id(of: name, parameter, of: item))
  }

  private func id(of name: DefaultRule, _ parameter: Parameter, of item: Item) -> String {
    switch name {
    case .ofFuel: "\(filing.sector.rawValue).fuel.\(item.rawValue).\(parameter.rawValue)"
    case .named(let id): id
    }
  }

  /// Notes a filed value that differs from the only one the guideline allows.
  private mutating func compare(
    _ series: Series, with rule: Rule<FixedDecimal>, check: String
  ) throws(AccountingError) {
    for month in 1...12 {
      guard let value = try value(of: series, in: month), value != rule.value else { continue }
      let origin = FiledOrigin(facility: facility.id, series: series, files: filing.files)
      let label = series.parameter.label
      let isOfEarlierVersion = rules.earlier(rule.entry.id).contains { $0.value == .number(value) }
      findings.append(
        Finding(
          check: isOfEarlierVersion ? "R08" : check, severity: .s1, facility: facility.id,
          direction: series.direction, item: series.item,
          parameter: series.parameter, month: month, reported: "\(value)", expected: "\(rule.value)",
          file: origin.file, line: Int(origin.line(of: month)),
          message: Label(
            zh: "\(series.item.label.zh)的\(label.zh)应取指南缺省值（\(rule.entry.id)），计算中已采用",
            en:
              "the \(label.en) of \(series.item.label.en) must be the default (\(rule.entry.id)), which was used"
          )))
      return
    }
  }

  private func value(of series: Series, in month: Int) throws(AccountingError) -> FixedDecimal? {
    do { return try series.value(in: month) } catch {
      throw AccountingError(
        .overflow(error), facility: facility.id, item: series.item, parameter: series.parameter,
        month: month, location: series.location)
    }
  }
}
