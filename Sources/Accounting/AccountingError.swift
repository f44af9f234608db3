import Filings
import Quantities
import Rulebook

/// Why a filing's emissions cannot be calculated. It rejects the filing, never the batch.
package struct AccountingError: Error, Sendable {
  package enum Reason: Sendable {
    /// The filing has no value and the guideline no default.
    case noDefault(ruleID: String)
    /// The rulebook lacks a rule that every filing of the sector and year needs.
    case noRule(RuleError)
    case overflow(ArithmeticError)
    /// Deductions exceed the clinker term in a month; the value is what it would come to.
    case negativeProcess(FixedDecimal)
    case missingAttribute(AttributeName)
  }

  package let reason: Reason
  package let facility: String
  package let item: Item?
  package let parameter: Parameter?
  /// 1 to 12, or 0.
  package let month: Int
  package let location: SourceLocation

  package init(
    _ reason: Reason, facility: String, item: Item? = nil, parameter: Parameter? = nil, month: Int = 0,
    location: SourceLocation = .none
  ) {
    self.reason = reason
    self.facility = facility
    self.item = item
    self.parameter = parameter
    self.month = month
    self.location = location
  }

  /// The error as a reader's diagnostic of this filing.
  package func diagnostic(for filing: Filing) -> Diagnostic {
    let (code, text, message, expected) = account
    if let (location, field) = placeOfMonth(in: filing) {
      let index = Int(location.file)
      return Diagnostic(
        code, file: filing.files.indices.contains(index) ? filing.files[index] : "",
        line: Int(location.line), column: Int(location.column), field: field, text: text,
        message: message, expected: expected, uscc: filing.entity.uscc, subject: subject)
    }
    let index = Int(location.file)
    return Diagnostic(
      code, file: filing.files.indices.contains(index) ? filing.files[index] : "",
      line: Int(location.line), column: Int(location.column), field: parameter?.rawValue ?? "", text: text,
      message: message, expected: expected, uscc: filing.entity.uscc,
      subject: subject)
  }

  private var subject: Diagnostic.Subject {
    Diagnostic.Subject(facility: facility, item: item, parameter: parameter, month: month)
  }

  /// Where the month's value stands that the error is about: its own line in the XML form, its column in the
  /// CSV form. Nil where the error is about no month, or the month has no value.
  private func placeOfMonth(in filing: Filing) -> (SourceLocation, field: String)? {
    guard (1...12).contains(month), let facility = filing.allFacilities.first(where: { $0.id == facility })
    else { return nil }
    let concerned = facility.series.filter { series in
      guard series.months[month] != nil else { return false }
      if let item { return series.item == item && (parameter == nil || series.parameter == parameter) }
      return series.location.line == location.line && series.location.column == location.column
    }
    // Of several series the quantity: a factor times it gave the result.
    guard let series = concerned.first(where: { $0.parameter == .quantity }) ?? concerned.first else {
      return nil
    }
    let own = series.months.line(of: month)
    let place = own == 0 ? series.location : SourceLocation(file: series.location.file, line: own)
    return (place, "m\(month < 10 ? "0" : "")\(month)")
  }

  private var account: (DiagnosticCode, String, Label, String) {
    let place = item.map { Label(zh: "\(facility) 的\($0.label.zh)", en: "\($0.label.en) of \(facility)") }
    let subject = place ?? Label(zh: facility, en: facility)
    switch reason {
    case .noDefault(let id):
      return (
        .noDefault, item?.rawValue ?? "",
        Label(
          zh: "\(subject.zh)没有填报\(parameter?.label.zh ?? "数值")，指南也没有缺省值",
          en:
            "the \(parameter?.label.en ?? "value") of \(subject.en) is not filed, and the guideline has no default for it"
        ),
        item.flatMap { item in parameter.map { "\($0.rawValue), \($0.unit(of: item).rawValue)" } } ?? id
      )
    case .noRule(.missing(let id, let year)), .noRule(.otherKind(let id, let year)):
      return (
        .year, String(year),
        Label(zh: "规则库在\(year)年度没有规则 \(id)", en: "the rulebook has no rule \(id) for \(year)"), id
      )
    case .overflow(.overflow(let operation)), .overflow(.divisionByZero(let operation)):
      return (
        .overflow, operation,
        Label(zh: "\(subject.zh)：\(operation) 无法精确计算", en: "\(subject.en): \(operation) has no exact result"),
        ""
      )
    case .negativeProcess(let value):
      return (
        .negativeProcess, "\(value)",
        Label(
          zh: "\(facility) 第\(month)月替代原料扣减超过熟料过程排放",
          en: "deductions of \(facility) exceed its clinker term in month \(month)"),
        "≥ 0"
      )
    case .missingAttribute(let name):
      return (
        .attributeValue, "",
        Label(zh: "\(facility) 未填报\(name.label.zh)", en: "\(facility) has no \(name.label.en)"), name.rawValue
      )
    }
  }
}
