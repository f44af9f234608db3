import Allowances
import Filings
import Quantities

/// The units of a sector by their intensity, lowest first, against the balance value and the band in
/// which the coefficient follows the slope.
enum DeviationChart {
  static func svg(_ allocations: [UnitAllocation], balanceValue: BalanceValue) -> String? {
    let points = allocations.compactMap { allocation -> (intensity: Double, alpha: Double)? in
      guard allocation.unit.sector == balanceValue.sector, let coefficient = allocation.coefficient,
        let intensity = allocation.unit.intensity
      else { return nil }
      return (intensity.chartValue, coefficient.numerator.chartValue / coefficient.denominator.chartValue)
    }.sorted { $0.intensity < $1.intensity }
    guard let lowest = points.first?.intensity, let highest = points.last?.intensity else { return nil }
    let balance = balanceValue.value.chartValue
    let (low, high) = (min(lowest, balance * 0.78), max(highest, balance * 1.22))
    let (left, right, top, bottom) = (64.0, 890.0, 12.0, 200.0)
    func y(_ value: Double) -> Double { bottom - (bottom - top) * (value - low) / (high - low) }
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 222\" role=\"img\" font-family=\"inherit\" font-size=\"11\">"
    let (bandTop, bandBottom) = (y(balance * 1.2), y(balance * 0.8))
    svg +=
      "<rect x=\"\(chartNumber(left))\" y=\"\(chartNumber(bandTop))\" width=\"\(chartNumber(right - left))\" height=\"\(chartNumber(bandBottom - bandTop))\" fill=\"#f3f6f8\"/>"
    for (value, name) in [(balance * 1.2, "BP + 20 %"), (balance, "BP"), (balance * 0.8, "BP − 20 %")] {
      let line = chartNumber(y(value))
      svg +=
        "<line x1=\"\(chartNumber(left))\" x2=\"\(chartNumber(right))\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"#5c6773\" stroke-dasharray=\"\(value == balance ? "none" : "3 3")\"/>"
      svg +=
        "<text x=\"\(chartNumber(left - 6))\" y=\"\(chartNumber(y(value) + 4))\" text-anchor=\"end\" fill=\"#5c6773\">\(name)</text>"
    }
    let slot = (right - left) / Double(points.count)
    for (index, point) in points.enumerated() {
      let x = left + slot * (Double(index) + 0.5)
      let colour = point.alpha > 0 ? "#2f7d4f" : (point.alpha < 0 ? "#b5563c" : "#5c6773")
      svg +=
        "<circle cx=\"\(chartNumber(x))\" cy=\"\(chartNumber(y(point.intensity)))\" r=\"\(points.count > 150 ? "1.6" : "4")\" fill=\"\(colour)\"/>"
    }
    return svg + "</svg>"
  }
}
