import Book
import Quantities

/// Months of trade: volume as columns, the mean price as a line with its own scale.
enum PriceChart {
  static func svg(_ months: [TradedMonth]) -> String? {
    guard months.count > 1 else { return nil }
    let volumes = months.map { Double($0.tonnes) }
    let prices = months.map { $0.meanPrice?.chartValue ?? 0 }
    let (volume, price) = (ChartScale(volumes, steps: 4), ChartScale(prices, steps: 4))
    let (left, right, top, bottom) = (92.0, 846.0, 14.0, 150.0)
    func y(_ value: Double, _ scale: ChartScale) -> Double { bottom - (bottom - top) * scale.position(value) }
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 178\" role=\"img\" font-family=\"inherit\" font-size=\"11\">"
    for tick in volume.ticks {
      svg +=
        "<line x1=\"\(chartNumber(left))\" x2=\"\(chartNumber(right))\" y1=\"\(chartNumber(y(tick, volume)))\" y2=\"\(chartNumber(y(tick, volume)))\" stroke=\"#e2e7eb\"/>"
      svg +=
        "<text x=\"\(chartNumber(left - 8))\" y=\"\(chartNumber(y(tick, volume) + 4))\" text-anchor=\"end\" fill=\"#5c6773\">\(NumberFormat.grouped(FixedDecimal(Int(tick))))</text>"
    }
    for tick in price.ticks {
      svg +=
        "<text x=\"\(chartNumber(right + 8))\" y=\"\(chartNumber(y(tick, price) + 4))\" fill=\"#b5362b\">\(NumberFormat.grouped(FixedDecimal(Int(tick))))</text>"
    }
    let slot = (right - left) / Double(months.count)
    let every = max(1, (months.count + 11) / 12)
    var points: [String] = []
    for (index, month) in months.enumerated() {
      let x = left + slot * Double(index)
      let top = y(volumes[index], volume)
      svg +=
        "<rect x=\"\(chartNumber(x + slot * 0.2))\" y=\"\(chartNumber(top))\" width=\"\(chartNumber(slot * 0.6))\" height=\"\(chartNumber(max(bottom - top, 0.5)))\" fill=\"#9db4c0\"/>"
      if index % every == 0 {
        svg +=
          "<text x=\"\(chartNumber(x + slot / 2))\" y=\"168\" text-anchor=\"middle\" fill=\"#5c6773\">\(month.name)</text>"
      }
      points.append("\(chartNumber(x + slot / 2)),\(chartNumber(y(prices[index], price)))")
    }
    svg +=
      "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" stroke=\"#b5362b\" stroke-width=\"1.6\"/>"
    return svg + "</svg>"
  }
}
