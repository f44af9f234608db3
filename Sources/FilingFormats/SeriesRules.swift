import Filings
import Quantities

/// What holds for the series of a facility, its stock ledger and its second sources.
extension FilingRules {
  mutating func check(_ series: Series, of facility: Facility) {
    let sector = filing.sector
    if !sector.allows(series.item, in: series.direction) {
      report(
        .item, series, facility, series.item.rawValue,
        Label(
          zh: "\(sector.label.zh)行业的\(series.direction.label.zh)没有\(series.item.label.zh)",
          en: "\(sector.label.en) has no \(series.item.label.en) as \(series.direction.label.en)"),
        Suggestion.shortened(
          Item.allCases.filter { sector.allows($0, in: series.direction) }.map(\.rawValue)))
      return
    }
    if !series.direction.allows(series.parameter) {
      report(
        .parameter, series, facility, series.parameter.rawValue,
        Label(
          zh: "\(series.direction.label.zh)没有参数\(series.parameter.label.zh)",
          en: "\(series.direction.label.en) has no \(series.parameter.label.en)"),
        series.direction.parameters.map(\.rawValue).joined(separator: ", "))
      return
    }
    checkUnit(series, of: facility)
    checkValues(series, of: facility)
    checkMonths(series, of: facility)
  }

  private mutating func checkUnit(_ series: Series, of facility: Facility) {
    let target = series.parameter.unit(of: series.item)
    guard series.unit != target else { return }
    let name = Label(
      zh: "\(series.item.label.zh)的\(series.parameter.label.zh)",
      en: "the \(series.parameter.label.en) of \(series.item.label.en)")
    if let factor = series.unit.factor(to: target) {
      report(
        .unitConverted, series, facility, series.unit.rawValue,
        Label(
          zh: "\(name.zh)由\(series.unit.label)换算为\(target.label)（×\(factor)）",
          en: "\(name.en) was converted from \(series.unit.label) to \(target.label) (× \(factor))"),
        target.rawValue)
    } else {
      report(
        .unit, series, facility, series.unit.rawValue,
        Label(zh: "\(name.zh)的单位不能是\(series.unit.label)", en: "\(name.en) cannot be in \(series.unit.label)"),
        target.rawValue)
    }
  }

  private mutating func checkValues(_ series: Series, of facility: Facility) {
    let isPercentage = series.parameter.isPercentage
    for month in 1...12 {
      guard let value = series.months[month] else { continue }
      if value.isNegative,
        !filing.sector.allowsNegative(series.parameter, in: series.direction, of: facility.id)
      {
        report(
          .negative, series, facility, "\(value)",
          Label(
            zh: "\(series.item.label.zh)第\(month)月的\(series.parameter.label.zh)为负",
            en: "the \(series.parameter.label.en) of \(series.item.label.en) is negative in month \(month)"),
          "≥ 0",
          month: month)
      } else if isPercentage, value > FixedDecimal(100) {
        report(
          .percentage, series, facility, "\(value)",
          Label(
            zh: "\(series.item.label.zh)第\(month)月的\(series.parameter.label.zh)超过100%",
            en: "the \(series.parameter.label.en) of \(series.item.label.en) is above 100 % in month \(month)"
          ),
          "0–100", month: month)
      }
    }
  }

  private mutating func checkMonths(_ series: Series, of facility: Facility) {
    if series.months.isComplete { return }
    for month in facility.missingMonths(of: series, in: filing.year) {
      report(
        .missingMonth, series, facility, "",
        Label(
          zh: "\(facility.id)第\(month)月未填报\(series.item.label.zh)的\(series.parameter.label.zh)",
          en:
            "\(facility.id) did not report the \(series.parameter.label.en) of \(series.item.label.en) for month \(month)"
        ),
        "", month: month)
    }
  }

  mutating func check(_ row: StockRow, of facility: Facility) {
    if row.unit != row.item.quantityUnit, row.unit.factor(to: row.item.quantityUnit) == nil {
      add(
        .unit, row.location, field: "unit", text: row.unit.rawValue,
        Label(
          zh: "\(row.item.label.zh)库存的单位不能是\(row.unit.label)",
          en: "the stock of \(row.item.label.en) cannot be in \(row.unit.label)"),
        expected: row.item.quantityUnit.rawValue,
        subject: Diagnostic.Subject(facility: facility.id, item: row.item))
    }
    for month in 1...12 where row.months[month]?.isNegative == true {
      add(
        .negative, line(of: month, row.months, row.location), field: row.flow.rawValue,
        text: row.months[month]?.description ?? "",
        Label(
          zh: "\(row.item.label.zh)第\(month)月的\(row.flow.label.zh)为负",
          en: "the \(row.flow.label.en) of \(row.item.label.en) is negative in month \(month)"),
        expected: "≥ 0", subject: Diagnostic.Subject(facility: facility.id, item: row.item, month: month))
    }
  }
}

extension Direction {
  func allows(_ parameter: Parameter) -> Bool {
    Self.allowed[Int(ordinal) * Parameter.allCases.count + Int(parameter.ordinal)]
  }

  /// By direction and parameter. Made once, for each series is looked at.
  private static let allowed = Direction.allCases.flatMap { direction in
    Parameter.allCases.map(direction.parameters.contains)
  }

  /// The parameters a stream of this direction may have: those that a guideline's formula or report table
  /// has for it.
  var parameters: [Parameter] {
    switch self {
    case .fuelIn, .fuelOut:
      [
        .quantity, .netCalorificValue, .carbonPerHeat, .carbonContent, .oxidationRate, .emissionFactor,
        .sulphur, .ash, .moisture, .moistureAirDried, .carbonContentAirDried, .grossCalorificValue,
        .hydrogen,
      ]
    case .carbonate: [.quantity, .emissionFactor, .purity, .moisture]
    case .electrode, .carbonMaterial, .soldProduct: [.quantity, .emissionFactor, .carbonContent]
    case .alternativeRawMaterial: [.quantity, .deductionFactor, .moisture]
    case .anode: [.quantity, .anodeLossRate, .sulphur, .ash]
    case .product:
      [
        .quantity, .emissionFactor, .carbonContent, .cf4Factor, .c2f6Factor, .anodeEffectMinutes,
        .anodeEffectFrequency, .calciumOxide, .magnesiumOxide,
      ]
    case .auxiliary: Parameter.allCases
    }
  }
}
