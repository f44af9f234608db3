import Filings
import Quantities

/// What holds for the laboratory's results of single batches.
extension FilingRules {
  mutating func check(_ result: BatchResult, of facility: Facility) {
    let subject = Diagnostic.Subject(facility: facility.id, item: result.item, parameter: result.parameter)
    // Words are made only for what is reported.
    var name: Label {
      Label(
        zh: "批次\(result.batch)的\(result.item.label.zh)\(result.parameter.label.zh)",
        en: "the \(result.parameter.label.en) of \(result.item.label.en) in batch \(result.batch)")
    }
    func report(_ code: DiagnosticCode, _ field: String, _ text: String, _ message: Label, _ expected: String)
    {
      add(code, result.location, field: field, text: text, message, expected: expected, subject: subject)
    }
    let target = result.parameter.unit(of: result.item)
    if result.unit.factor(to: target) == nil {
      report(
        .unit, "unit", result.unit.rawValue,
        Label(
          zh: "\(name.zh)的单位不能是\(result.unit.label)", en: "\(name.en) cannot be in \(result.unit.label)"),
        target.rawValue)
    }
    for (field, value) in [("mass", result.mass), ("value", result.value)] where value.isNegative {
      report(.negative, field, "\(value)", Label(zh: "\(name.zh)为负", en: "\(name.en) is negative"), "≥ 0")
    }
    if result.parameter.isPercentage, result.value > FixedDecimal(100) {
      report(
        .percentage, "value", "\(result.value)",
        Label(zh: "\(name.zh)超过100%", en: "\(name.en) is above 100 %"), "0–100")
    }
    let isFiled = facility.series.contains { $0.item == result.item && $0.direction != .auxiliary }
    // What could not be read is reported already.
    if !isFiled && complete.contains(.series) || isFiled && result.sampledOn.year != filing.year {
      report(
        .secondSource, isFiled ? "sampledOn" : "item",
        isFiled ? "\(result.sampledOn)" : result.item.rawValue,
        isFiled
          ? Label(
            zh: "\(name.zh)不是\(filing.year)年采的样，未作核对",
            en: "\(name.en) was not sampled in \(filing.year): it is compared with nothing")
          : Label(
            zh: "\(facility.id)没有填报\(result.item.label.zh)，批次结果无从核对",
            en: "\(facility.id) filed no \(result.item.label.en) to compare the batch with"),
        isFiled ? "\(filing.year)" : "")
    }
  }
}
