import Accounting
import Filings
import Quantities

/// A ratio of two yearly quantities of a facility against a reference range of the rulebook: consumption
/// per tonne, shares, intensities. A range is a prompt for evidence.
struct RatioCheck: Sendable {
  /// What a ratio is made of; nil where the filing does not have it.
  typealias Amount = @Sendable (CheckScope, Facility) throws -> FixedDecimal?

  /// The range's names in the rulebook: `check.<id>.<name>.low`.
  private let lowName, highName: String
  let kind: FacilityKind
  /// The series that the finding points at.
  let subject: (Direction, Item)?
  /// To the range's unit: 1000 for kg where the quantities are tonnes.
  let factor: Int
  let numerator: Amount
  let denominator: Amount
  /// Whether a facility has a reason to lie below the range that the range does not know.
  let mayBeLow: @Sendable (Facility) -> Bool

  /// - Parameter name: the range's in the rulebook.
  init(
    name: String, kind: FacilityKind, subject: (Direction, Item)? = nil, factor: Int = 1,
    numerator: @escaping Amount, denominator: @escaping Amount,
    mayBeLow: @escaping @Sendable (Facility) -> Bool = { _ in false }
  ) {
    (lowName, highName) = ("\(name).low", "\(name).high")
    (self.kind, self.subject, self.factor) = (kind, subject, factor)
    (self.numerator, self.denominator, self.mayBeLow) = (numerator, denominator, mayBeLow)
  }

  /// The findings of some ratios that one check compares.
  static func check(_ id: String, _ sector: Sector, _ ratios: [RatioCheck]) -> Check {
    Check(id, [sector]) { scope in
      try ratios.flatMap { ratio in try ratio.findings(scope) }
    }
  }

  /// An auxiliary quantity per output of the months in which it is filed.
  static func auxiliary(name: String, kind: FacilityKind, _ item: Item, factor: Int = 1) -> RatioCheck {
    RatioCheck(
      name: name, kind: kind, subject: (.auxiliary, item), factor: factor,
      numerator: { scope, facility in
        try facility.auxiliary(item, besides: scope.result(of: facility)?.output)?.used
      },
      denominator: { scope, facility in
        try facility.auxiliary(item, besides: scope.result(of: facility)?.output)?.made
      })
  }

  private func findings(_ scope: CheckScope) throws -> [Finding] {
    let range = CheckRange(low: try scope.limit(lowName), high: try scope.limit(highName))
    let facilities = kind == .enterprise ? [scope.filing.enterprise] : scope.facilities(kind)
    return try facilities.compactMap { facility in
      guard let value = try value(scope, facility), let end = try range.passedEnd(value),
        end.id != range.low.entry.id || !mayBeLow(facility)
      else { return nil }
      let decimals = (end.decimals ?? 2) + 2
      let shown = try value.rounded(to: decimals)
      let series = subject.flatMap { facility.series($0.0, $0.1, .quantity) }
      // A proposed or commonly known range never makes a nonconformity by itself.
      let isPrompt = end.standing == .proposal || end.standing == .general
      return scope.finding(
        facility, series, severity: isPrompt ? max(.s3, scope.defaultSeverity) : nil, reported: "\(shown)",
        expected: range.text, limit: end,
        message: Label(
          zh: "\(range.name.zh)为\(shown) \(end.unit)，参考范围\(range.text)",
          en: "\(range.name.en) is \(shown) \(end.unit); the reference range is \(range.text)"))
    }
  }

  private func value(_ scope: CheckScope, _ facility: Facility) throws -> Quotient? {
    guard let top = try numerator(scope, facility), let bottom = try denominator(scope, facility),
      !bottom.isZero
    else { return nil }
    return try Quotient(top * FixedDecimal(factor), over: bottom)
  }

  // MARK: What ratios are made of

  static func quantity(_ direction: Direction, _ items: Item...) -> Amount {
    { _, facility in try facility.annual(direction, items) }
  }

  /// The output by which the facility's intensity is measured.
  static let output: Amount = { scope, facility in scope.result(of: facility)?.annualOutput }

  static let emissions: Amount = { scope, facility in scope.result(of: facility)?.total }
}
