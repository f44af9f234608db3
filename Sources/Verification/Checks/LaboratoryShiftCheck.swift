import Accounting
import Filings
import Foundation
import Quantities
import Rulebook

/// S12: another laboratory, another level. Binary floating point ranks the shifts; no number of a report comes
/// from it.
enum LaboratoryShiftCheck {
  static let all = [levelShift]

  /// S12 (PROP): a measured factor whose mean moves when its tests go to another laboratory, by Student's t of the
  /// months before against those after. Only a change that stays is looked at: the documents of a filing do not tell
  /// who supplied the coal, or who advised the plant. The tests of a filing are one family, controlled by
  /// Benjamini–Yekutieli.
  private static let levelShift = Check("S12") { scope in
    let (level, least) = (try scope.limit("level"), try scope.limit("months"))
    var suspects: [(facility: Facility, series: Series, change: Change)] = []
    var tests = 0
    for facility in scope.filing.allFacilities {
      for series in facility.series where series.needsTest {
        guard let change = try Change(of: series, scope), FixedDecimal(change.before.count) >= least.value,
          FixedDecimal(change.after.count) >= least.value
        else { continue }
        tests += 1
        suspects.append((facility, series, change))
      }
    }
    let significant = FalseDiscovery.significant(
      suspects.map(\.change.pValue), tests: tests, level: level.value.approximation)
    return try zip(suspects, significant).compactMap { suspect, isSignificant in
      guard isSignificant else { return nil }
      let (facility, series, change) = suspect
      let (before, after) = (try mean(change.before), try mean(change.after))
      return scope.finding(
        facility, series, month: change.month, reported: "\(after)", expected: "≈ \(before)",
        limit: level.entry,
        message: Label(
          zh:
            "\(series.item.label.zh)\(series.parameter.label.zh)自\(change.month)月改由\(change.laboratory)检测后，均值由\(before)变为\(after)",
          en:
            "mean \(series.parameter.label.en) of \(series.item.label.en) moves from \(before) to \(after) with the change to the laboratory \(change.laboratory) in month \(change.month)"
        ),
        question: Label(
          zh: "请说明更换检测机构的原因，并提供更换前后的留样复检结果。",
          en:
            "Please explain the change of laboratory, and supply tests of retained samples from before and after it."
        ))
    }
  }

  private static func mean(_ values: [FixedDecimal]) throws -> FixedDecimal {
    try Quotient(try .sum(values), over: FixedDecimal(values.count)).rounded(to: Int(values[0].scale))
  }

  /// The one change of laboratory in a year.
  private struct Change {
    /// The first month of the new laboratory.
    let month: Int
    let laboratory: String
    let before: [FixedDecimal]
    let after: [FixedDecimal]

    /// Nil where every month has one laboratory, or more than one change is seen.
    init?(of series: Series, _ scope: CheckScope) throws {
      // The common case: one laboratory for all that the series stands on.
      if scope.documents.haveOneLaboratory(among: series.evidence) { return nil }
      let reports = scope.documents.reports(among: series.evidence).filter { !$0.issuer.isEmpty }
      var months: [(month: Int, laboratory: String, value: FixedDecimal)] = []
      for month in 1...12 {
        guard let value = try series.value(in: month), !value.isZero,
          let laboratory = Self.laboratory(reports.filter { scope.month(of: $0) == month })
        else { continue }
        months.append((month, laboratory, value))
      }
      let areOne = NormalText.areOne
      guard let first = months.first,
        let turn = months.first(where: { !areOne($0.laboratory, first.laboratory) }),
        months.allSatisfy({ areOne($0.laboratory, ($0.month < turn.month ? first : turn).laboratory) })
      else { return nil }
      (month, laboratory) = (turn.month, turn.laboratory)
      before = months.filter { $0.month < turn.month }.map(\.value)
      after = months.filter { $0.month >= turn.month }.map(\.value)
    }

    /// Who issued a month's reports; nil for none, or several that differ.
    private static func laboratory(_ reports: [Evidence]) -> String? {
      guard let name = reports.first?.issuer,
        reports.allSatisfy({ NormalText.areOne($0.issuer, name) })
      else { return nil }
      return name
    }

    /// Student's t of two samples with one spread.
    var pValue: Double {
      let (left, right) = (before.map(\.approximation), after.map(\.approximation))
      let (leftMean, rightMean) = (Self.mean(left), Self.mean(right))
      let freedom = left.count + right.count - 2
      guard freedom > 0, leftMean != rightMean else { return 1 }
      let squares = Self.squares(left, from: leftMean) + Self.squares(right, from: rightMean)
      let share = 1 / Double(left.count) + 1 / Double(right.count)
      let error = (squares / Double(freedom) * share).squareRoot()
      // Without any spread there is no test: equal values are S05's.
      guard error > 0 else { return 1 }
      return StudentT.pValue((leftMean - rightMean) / error, degreesOfFreedom: freedom)
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    private static func squares(_ values: [Double], from mean: Double) -> Double {
      values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
  }
}
