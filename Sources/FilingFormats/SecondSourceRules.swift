import Filings
import Quantities

/// What holds for second sources, by which a filing is cross-checked.
extension FilingRules {
  mutating func check(_ source: SecondSource, of facility: Facility) {
    let subject = Diagnostic.Subject(facility: facility.id, item: source.item, parameter: source.parameter)
    let target = source.parameter.unit(of: source.item)
    if source.unit != target, source.unit.factor(to: target) == nil {
      add(
        .unit, source.location, field: "unit", text: source.unit.rawValue,
        Label(
          zh: "\(source.item.label.zh)的单位不能是\(source.unit.label)",
          en: "\(source.item.label.en) cannot be in \(source.unit.label)"),
        expected: target.rawValue, subject: subject)
    }
    checkUse(of: source, in: facility, subject)
    for month in 0...12 {
      guard let value = month == 0 ? source.annual : source.months[month] else { continue }
      let location = month == 0 ? source.location : line(of: month, source.months, source.location)
      let field = month == 0 ? "annual" : Self.column(of: month)
      if value.isNegative, !filing.sector.allowsNegative(source.parameter, in: .fuelIn, of: facility.id) {
        add(
          .negative, location, field: field, text: "\(value)",
          Label(
            zh: "第二来源中\(source.item.label.zh)的\(source.parameter.label.zh)为负",
            en:
              "the \(source.parameter.label.en) of \(source.item.label.en) from the second source is negative"
          ),
          expected: "≥ 0", subject: subject)
      } else if source.parameter.isPercentage, value > FixedDecimal(100) {
        add(
          .percentage, location, field: field, text: "\(value)",
          Label(
            zh: "第二来源中\(source.item.label.zh)的\(source.parameter.label.zh)超过100%",
            en:
              "the \(source.parameter.label.en) of \(source.item.label.en) from the second source is above 100 %"
          ),
          expected: "0–100", subject: subject)
      }
    }
  }

  /// A source that no check compares is not passed over in silence.
  private mutating func checkUse(
    of source: SecondSource, in facility: Facility, _ subject: Diagnostic.Subject
  ) {
    // Words are made only for what is reported.
    var name: Label {
      Label(
        zh: "\(source.item.label.zh)\(source.parameter.label.zh)",
        en: "\(source.parameter.label.en) of \(source.item.label.en)")
    }
    let isFiled = facility.series.contains {
      $0.item == source.item && $0.parameter == source.parameter && $0.direction != .auxiliary
    }
    if !isFiled {
      // What could not be read is reported already.
      guard complete.contains(.series) else { return }
      add(
        .secondSource, source.location, field: "item", text: source.item.rawValue,
        Label(
          zh: "\(facility.id)没有填报\(name.zh)，第二来源无从核对",
          en: "\(facility.id) filed no \(name.en) to compare the second source with"),
        expected: "series: \(source.item.rawValue) \(source.parameter.rawValue)", subject: subject)
      return
    }
    // A name is always asked for: one that is not there could not be read.
    if source.source.isEmpty { return }
    let reason: Label
    if !source.isCompared {
      reason = Label(
        zh: "第二来源“\(source.source)”的\(name.zh)未作交叉核对：来源名称或参数不在核对范围",
        en:
          "nothing compares the \(name.en) with \(source.source): its name or parameter is not among the known"
      )
    } else if source.parameter != .quantity, source.annual == nil {
      reason = Label(
        zh: "第二来源没有\(name.zh)的年均值，未作核对", en: "the second source has no yearly \(name.en) to compare")
    } else {
      return
    }
    add(
      .secondSource, source.location, field: "source", text: source.source, reason,
      expected: "205-1, productionReport, invoice, energyReport, statistics, annualReport", subject: subject)
  }
}
