import Accounting
import Filings
import Quantities
import Rulebook

/// S04: months that leave the straight line between output and the main solid fuel. Binary floating point
/// finds outliers; no number of a report comes from it.
enum RegressionCheck {
  static let all = [fuelOnOutput]

  /// S04 (PROP): |residual| > 3 σ of a least-squares line over the months with output. Each month is held
  /// against the line of the others, or one wild month would hide in the spread that it makes itself. The
  /// tests of a filing are one family, controlled by Benjamini–Yekutieli.
  private static let fuelOnOutput = Check("S04") { scope in
    let (limit, least) = (try scope.limit("sigma"), try scope.limit("months"))
    let fence = try scope.rules.number("check.S03.fence")
    let fenceMonths = try scope.rules.number("check.S03.months")
    let reach = limit.value.approximation
    var suspects: [(facility: Facility, fuel: Series, month: Int, pValue: Double)] = []
    var tests = 0
    for (facility, use) in try scope.groundwork.specificUses(of: scope.filing)
    where FixedDecimal(use.months.count) >= least.value {
      // A month beyond the fence is S03's.
      let usual = try use.fence(fence.value, months: fenceMonths.value)
      tests += use.months.count
      for residual in residuals(use.months.map(Point.init)) where residual.sigmas > reach {
        let ratio = use.months.first { $0.month == residual.month }?.ratio
        if let usual, let ratio, !usual.contains(ratio) { continue }
        suspects.append((facility, use.fuel, residual.month, residual.pValue))
      }
    }
    let level = FalseDiscovery.significant(
      suspects.map(\.pValue), tests: tests, level: try scope.falseDiscoveryLevel())
    return zip(suspects, level).compactMap { suspect, isSignificant in
      guard isSignificant else { return nil }
      let (facility, fuel, month, _) = suspect
      return scope.finding(
        facility, fuel, month: month, reported: fuel.months[month].map { "\($0)" } ?? "", limit: limit.entry,
        message: Label(
          zh: "\(month)月\(fuel.item.label.zh)消耗偏离与产量的回归关系（超过\(limit.entry.valueText)σ）",
          en:
            "\(fuel.item.label.en) in month \(month) leaves its regression on output by more than \(limit.entry.valueText) σ"
        ))
    }
  }

  private struct Point {
    let month: Int
    let output: Double
    let fuel: Double

    init(_ month: SpecificUse.Month) {
      self.month = month.month
      output = month.output.approximation
      fuel = month.fuel.approximation
    }
  }

  /// Each month's distance from the line of the others, in σ of a new point.
  private static func residuals(_ points: [Point]) -> [(month: Int, sigmas: Double, pValue: Double)] {
    points.indices.compactMap { index in
      var others = points
      let point = others.remove(at: index)
      guard let line = Line(others), line.sigma > 0 else { return nil }
      let sigmas = abs(point.fuel - line.value(at: point.output)) / line.predictionSigma(at: point.output)
      return (point.month, sigmas, StudentT.pValue(sigmas, degreesOfFreedom: others.count - 2))
    }
  }

  /// A least-squares line.
  private struct Line {
    private let slope, intercept, meanX, spreadX, count: Double
    let sigma: Double

    init?(_ points: [Point]) {
      let count = Double(points.count)
      let meanX = points.reduce(0) { $0 + $1.output } / count
      let meanY = points.reduce(0) { $0 + $1.fuel } / count
      let spreadX = points.reduce(0) { $0 + ($1.output - meanX) * ($1.output - meanX) }
      guard spreadX > 0 else { return nil }
      let slope = points.reduce(0) { $0 + ($1.output - meanX) * ($1.fuel - meanY) } / spreadX
      let intercept = meanY - slope * meanX
      let squares = points.reduce(0) {
        let residual = $1.fuel - intercept - slope * $1.output
        return $0 + residual * residual
      }
      (self.slope, self.intercept, self.meanX, self.spreadX, self.count) =
        (slope, intercept, meanX, spreadX, count)
      sigma = (squares / (count - 2)).squareRoot()
    }

    func value(at x: Double) -> Double { intercept + slope * x }

    /// σ of a new point's distance from the line.
    func predictionSigma(at x: Double) -> Double {
      sigma * (1 + 1 / count + (x - meanX) * (x - meanX) / spreadX).squareRoot()
    }
  }
}
