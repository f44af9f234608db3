import Accounting
import Filings
import Quantities
import Rulebook

/// What a laboratory's report states beside the result: moistures, ash, air-dried values (R11, R13, E12,
/// E14, F08). Each runs where the filing has the values.
enum LaboratoryChecks {
  static let all = [asReceived, grossToNet, moistures, declaredLaboratories, dryAshFreeCarbon]

  private static let hundred = FixedDecimal(100)

  /// R11 (VG26, MEM): X_ar = X_ad · (100 − M_ar) / (100 − M_ad), carbon as received, to the guideline's four decimals:
  /// fewer in the filing must not hide a difference.
  private static let asReceived = Check("R11") { scope in
    let decimals = scope.decimals(of: .carbonContent) ?? 4
    return try measured(scope, .carbonContent) { facility, series, month, filed in
      guard let sample = try Sample(facility, series, month),
        let airDried = try sample.value(.carbonContentAirDried)
      else { return nil }
      let expected = try sample.asReceived(airDried).rounded(to: max(decimals, Int(filed.scale)))
      guard expected != filed else { return nil }
      let reason = Label(zh: "按收到基换算公式重算", en: "recomputed to as received")
      return scope.finding(
        facility, series, month: month, reported: "\(filed)", expected: "\(expected)",
        corrections: [
          Correction(
            key: SeriesKey(series, of: facility), month: month, side: .emissions, value: expected,
            reason: reason)
        ],
        message: Label(
          zh: "\(series.item.label.zh)\(month)月收到基碳含量与空干基值、两种水分的换算结果不一致",
          en:
            "carbon of \(series.item.label.en), as received, is not what the air-dried value and the moistures give in month \(month)"
        ))
    }
  }

  /// R13 (VG26; formula of GB/T 213, MEM): from the gross value to the net one, in GJ/t:
  /// Q_net,ar = (Q_gr,ad − 0.206 · H_ad) · (100 − M_ar) / (100 − M_ad) − 0.023 · M_ar.
  private static let grossToNet = Check("R13") { scope in
    let (hydrogenHeat, waterHeat) = (try scope.limit("hydrogen"), try scope.limit("water"))
    let tolerance = try scope.limit("tolerance")
    return try measured(scope, .netCalorificValue) { facility, series, month, filed in
      guard let sample = try Sample(facility, series, month),
        let gross = try sample.value(.grossCalorificValue), let hydrogen = try sample.value(.hydrogen)
      else { return nil }
      let net = try gross - hydrogen * hydrogenHeat.value
      let water = try sample.moisture * waterHeat.value
      let expected = try sample.asReceived(net).rounded(to: 6) - water
      guard try (expected - filed).magnitude > tolerance.value else { return nil }
      return scope.finding(
        facility, series, month: month, reported: "\(filed)", expected: "\(try expected.rounded(to: 3))",
        limit: tolerance.entry,
        message: Label(
          zh: "\(series.item.label.zh)\(month)月低位发热量与由高位发热量、氢和水分换算的结果不一致",
          en:
            "NCV of \(series.item.label.en) is not what the gross value, hydrogen and moisture give in month \(month)"
        ))
    }
  }

  /// E12 (VG26, MEE22): coal as received holds at least the moisture of its air-dried sample. Where it does
  /// not, the month's tests do not count.
  private static let moistures = Check("E12") { scope in
    try measured(scope, .moisture) { facility, series, month, filed in
      guard let dried = facility.series(series.direction, series.item, .moistureAirDried),
        let airDried = try dried.value(in: month), filed < airDried
      else { return nil }
      let tested = [Parameter.netCalorificValue, .carbonContent, .carbonPerHeat].compactMap {
        facility.series(series.direction, series.item, $0)
      }.filter(\.isOwnFinding)
      return scope.finding(
        facility, series, month: month, reported: "\(filed) %", expected: "≥ \(airDried) %",
        corrections: tested.flatMap { scope.failedTests($0, facility, [month]) },
        message: Label(
          zh: "\(series.item.label.zh)\(month)月全水分低于空气干燥基水分",
          en: "\(series.item.label.en) as received holds less moisture than air-dried in month \(month)"),
        question: Label(
          zh: "请提供该月全水分的企业检测记录和检测报告原件。",
          en: "Please supply the works' moisture records and the original test report of the month."))
    }
  }

  /// E14 (VG26): a laboratory named in the evidence is one of those that the entity declared.
  private static let declaredLaboratories = Check("E14") { scope in
    guard let text = scope.filing.enterprise[attribute: .laboratories] else { return [] }
    let declared = Set(text.split(whereSeparator: { ";；、,，".contains($0) }).map { NormalText.of(String($0)) })
    return scope.testReports.filter { !$0.issuer.isEmpty && !declared.contains(NormalText.of($0.issuer)) }
      .map { report in
        scope.finding(
          scope.filing.enterprise, month: scope.month(of: report), reported: report.issuer, expected: text,
          about: report, corrections: scope.failedTests(report),
          message: Label(
            zh: "检测报告\(report.id)的出具机构不在申报的检测机构之列",
            en: "the laboratory of test report \(report.id) is not one that the entity declared"))
      }
  }

  /// F08 (VG26): carbon without moisture and ash is that of the coal's type.
  private static let dryAshFreeCarbon = Check("F08") { scope in
    try measured(scope, .carbonContent) { facility, series, month, filed in
      guard let type = series.item.coalType,
        let moisture = try facility.series(series.direction, series.item, .moisture)?.value(in: month),
        let ash = try facility.series(series.direction, series.item, .ash)?.value(in: month)
      else { return nil }
      let prefix = "reference.coal.\(type).carbonDryAshFree"
      let range = CheckRange(
        low: try scope.rules.number("\(prefix).low"), high: try scope.rules.number("\(prefix).high"))
      let organic = try hundred - moisture - ash
      guard organic > .zero else { return nil }
      let carbon = try Quotient(filed * hundred * hundred, over: organic)
      guard let end = try range.passedEnd(carbon) else { return nil }
      let shown = try carbon.rounded(to: 2)
      return scope.finding(
        facility, series, month: month, reported: "\(shown) %", expected: range.text, limit: end,
        message: Label(
          zh: "\(series.item.label.zh)\(month)月干燥无灰基碳\(shown)%，参考范围\(range.text)",
          en:
            "dry ash-free carbon of \(series.item.label.en) is \(shown) % in month \(month); the reference range is \(range.text)"
        ))
    }
  }

  // MARK: Samples

  /// The moistures of a month's sample, and what was measured on it.
  private struct Sample {
    let facility: Facility
    let series: Series
    let month: Int
    let moisture: FixedDecimal
    let moistureAirDried: FixedDecimal

    init?(_ facility: Facility, _ series: Series, _ month: Int) throws(ArithmeticError) {
      (self.facility, self.series, self.month) = (facility, series, month)
      guard
        let moisture = try facility.series(series.direction, series.item, .moisture)?.value(in: month),
        let dried = try facility.series(series.direction, series.item, .moistureAirDried)?.value(in: month),
        dried < hundred
      else { return nil }
      (self.moisture, moistureAirDried) = (moisture, dried)
    }

    func value(_ parameter: Parameter) throws(ArithmeticError) -> FixedDecimal? {
      try facility.series(series.direction, series.item, parameter)?.value(in: month)
    }

    func asReceived(_ airDried: FixedDecimal) throws(ArithmeticError) -> Quotient {
      try Quotient(airDried * (hundred - moisture), over: hundred - moistureAirDried)
    }
  }

  /// A finding for every month of a measured parameter of fuels in which one is made. The guideline has no default
  /// of moisture: whatever it is called, the entity found it.
  private static func measured(
    _ scope: CheckScope, _ parameter: Parameter,
    _ finding: (Facility, Series, Int, FixedDecimal) throws -> Finding?
  ) throws -> [Finding] {
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series
      where series.parameter == parameter && series.item.fuelState != nil
        && (parameter == .moisture || series.method != .defaultValue)
      {
        for month in 1...12 {
          guard let value = try series.value(in: month),
            let found = try finding(facility, series, month, value)
          else { continue }
          findings.append(found)
        }
      }
    }
    return findings
  }
}

extension Item {
  /// The type of coal by which the reference values are given (GB/T 5751); nil for other fuels.
  var coalType: String? {
    switch self {
    case .anthracite: "anthracite"
    case .bituminousCoal: "bituminous"
    case .lignite: "lignite"
    default: nil
    }
  }
}
