import Accounting
import Filings
import Quantities
import Rulebook

/// A filing after corrections, in the two forms in which its values are used.
struct CorrectedFiling {
  /// Activity data and factors.
  private(set) var emissions: Filing
  /// Outputs.
  private(set) var outputs: Filing
  /// Which corrections took effect, of those proposed.
  private(set) var applied: [AppliedCorrection] = []

  private struct Place: Hashable {
    let key: SeriesKey
    let month: Int
    let side: Correction.Side
  }

  /// Where several findings correct one value, a person's decision counts before all, then the most conservative
  /// one: no value is corrected twice. A lost value counts as the default that takes its place.
  init(_ filing: Filing, findings: [Finding], rules: YearRules) throws(ArithmeticError) {
    (emissions, outputs) = (filing, filing)
    var proposals: [Place: [(finding: Finding, correction: Correction)]] = [:]
    var order: [Place] = []
    for finding in findings {
      for correction in finding.corrections {
        let place = Place(key: correction.key, month: correction.month, side: correction.side)
        if proposals[place] == nil { order.append(place) }
        proposals[place, default: []].append((finding, correction))
      }
    }
    for place in order {
      guard let facility = filing.allFacilities.first(where: { $0.id == place.key.facility }),
        let series = facility.series(place.key.direction, place.key.item, place.key.parameter),
        place.side == .emissions
          || Conservative.uses(of: series, facility, filing.sector).contains(where: { $0.side == .output }),
        let chosen = Self.choose(proposals[place] ?? [], series, facility, filing.sector, rules)
      else { continue }
      let before = try series.value(in: place.month)
      try set(chosen.correction)
      applied.append(
        AppliedCorrection(check: chosen.finding.check, correction: chosen.correction, before: before))
    }
  }

  private static func choose(
    _ proposals: [(finding: Finding, correction: Correction)], _ series: Series, _ facility: Facility,
    _ sector: Sector, _ rules: YearRules
  ) -> (finding: Finding, correction: Correction)? {
    if let decided = proposals.first(where: \.correction.isDecided) { return decided }
    guard let first = proposals.first?.correction, proposals.count > 1 else { return proposals.first }
    let standing = rules.standing(of: series, sector)
    if standing == nil, let lost = proposals.first(where: { $0.correction.value == nil }) { return lost }
    let sign = Conservative.sign(of: series, facility, sector, in: first.month, first.side) ?? .up
    return proposals.max { left, right in
      let (one, other) = (
        left.correction.value ?? standing ?? .zero, right.correction.value ?? standing ?? .zero
      )
      return sign == .up ? one < other : one > other
    }
  }

  private mutating func set(_ correction: Correction) throws(ArithmeticError) {
    switch correction.side {
    case .emissions: try Self.set(correction, in: &emissions)
    case .output: try Self.set(correction, in: &outputs)
    }
  }

  private static func set(_ correction: Correction, in filing: inout Filing) throws(ArithmeticError) {
    let key = correction.key
    if key.facility == Facility.enterpriseID {
      try set(correction, in: &filing.enterprise)
    } else if let index = filing.facilities.firstIndex(where: { $0.id == key.facility }) {
      try set(correction, in: &filing.facilities[index])
    }
  }

  /// The corrected value is in the formulas' unit; so is the whole series then.
  private static func set(_ correction: Correction, in facility: inout Facility) throws(ArithmeticError) {
    let key = correction.key
    guard
      let index = facility.series.firstIndex(where: {
        $0.direction == key.direction && $0.item == key.item && $0.parameter == key.parameter
      })
    else { return }
    var series = facility.series[index]
    let unit = series.parameter.unit(of: series.item)
    if series.unit != unit {
      for month in 1...12 {
        series.months.set(try series.value(in: month), month: month, line: series.months.line(of: month))
      }
      series.unit = unit
    }
    series.months[correction.month] = correction.value
    facility.series[index] = series
  }
}

/// A correction that took effect.
package struct AppliedCorrection: Sendable {
  /// The check whose finding imposed it.
  package let check: String
  package let correction: Correction
  /// The filed value in the unit of the formulas.
  package let before: FixedDecimal?
}
