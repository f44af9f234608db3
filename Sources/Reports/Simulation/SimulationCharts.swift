import Filings
import Quantities

/// One scenario's line or bars in a chart.
struct ChartSeries {
  let name: String
  let colour: String
  /// One a category; nil: no value there.
  let values: [Double?]
  var isDashed = false
}

/// Lines and bars that compare scenarios: static SVG, 900 wide.
enum SimulationCharts {
  static let colours = [
    "#5c6773", "#0b5c7a", "#c98a1b", "#8a4f7d", "#6b8f3c", "#b5563c", "#2f9c95", "#4a7fb5",
  ]

  private static let (left, right, top, bottom) = (96.0, 890.0, 26.0, 226.0)

  /// Lines over the years on an axis that need not begin at zero.
  static func lines(_ series: [ChartSeries], years: [Int], unit: String) -> String? {
    let values = series.flatMap { $0.values.compactMap { $0 } }
    guard !values.isEmpty, !years.isEmpty else { return nil }
    let scale = ChartScale(around: values)
    var svg = frame(scale, unit: unit, legend: series.filter { !$0.isDashed })
    let slot = (right - left) / Double(years.count)
    func x(_ index: Int) -> Double { left + slot * (Double(index) + 0.5) }
    for (index, year) in years.enumerated() { svg += category("\(year)", x(index)) }
    for line in series {
      let points = line.values.enumerated().compactMap { index, value in
        value.map { (x(index), y($0, scale)) }
      }
      let path = points.map { "\(chartNumber($0.0)),\(chartNumber($0.1))" }.joined(separator: " ")
      let dash = line.isDashed ? " stroke-dasharray=\"5 4\"" : ""
      svg +=
        "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(line.colour)\" stroke-width=\"2\"\(dash)/>"
      for point in points where !line.isDashed {
        svg +=
          "<circle cx=\"\(chartNumber(point.0))\" cy=\"\(chartNumber(point.1))\" r=\"3.2\" fill=\"\(line.colour)\"/>"
      }
    }
    return svg + "</svg>"
  }

  /// Bars from zero, one a scenario in each category.
  static func bars(_ series: [ChartSeries], categories: [String], unit: String) -> String? {
    let values = series.flatMap { $0.values.compactMap { $0 } }
    guard !values.isEmpty, !categories.isEmpty else { return nil }
    let scale = ChartScale(values)
    var svg = frame(scale, unit: unit, legend: series)
    let slot = (right - left) / Double(categories.count)
    let width = min(slot * 0.8 / Double(series.count), 44)
    for (index, name) in categories.enumerated() {
      let middle = left + slot * (Double(index) + 0.5)
      svg += category(name, middle)
      for (place, bar) in series.enumerated() {
        guard let value = bar.values[index] else { continue }
        let x = middle + width * (Double(place) - Double(series.count) / 2)
        let (high, low) = (y(max(value, 0), scale), y(min(value, 0), scale))
        svg +=
          "<rect x=\"\(chartNumber(x))\" y=\"\(chartNumber(high))\" width=\"\(chartNumber(width * 0.92))\" height=\"\(chartNumber(max(low - high, 0.6)))\" fill=\"\(bar.colour)\"/>"
      }
    }
    return svg + "</svg>"
  }

  private static func y(_ value: Double, _ scale: ChartScale) -> Double {
    bottom - (bottom - top) * scale.position(value)
  }

  private static func frame(_ scale: ChartScale, unit: String, legend: [ChartSeries]) -> String {
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 \(264 + 18 * ((legend.count - 1) / 2))\" role=\"img\" font-family=\"inherit\" font-size=\"11\">"
    for tick in scale.ticks {
      let line = chartNumber(y(tick, scale))
      svg +=
        "<line x1=\"\(chartNumber(left))\" x2=\"\(chartNumber(right))\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"\(tick == 0 ? "#1c2430" : "#dfe4e9")\"/>"
      svg +=
        "<text x=\"\(chartNumber(left - 8))\" y=\"\(chartNumber(y(tick, scale) + 4))\" text-anchor=\"end\" fill=\"#5c6773\">\(scale.label(tick))</text>"
    }
    svg +=
      "<text x=\"\(chartNumber(left - 8))\" y=\"12\" text-anchor=\"end\" fill=\"#5c6773\">\(escaped(unit))</text>"
    for (index, series) in legend.enumerated() {
      let (x, y) = (left + 398 * Double(index % 2), 258 + 18 * Double(index / 2))
      svg +=
        "<rect x=\"\(chartNumber(x))\" y=\"\(chartNumber(y - 9))\" width=\"10\" height=\"10\" fill=\"\(series.colour)\"/>"
      svg +=
        "<text x=\"\(chartNumber(x + 15))\" y=\"\(chartNumber(y))\" fill=\"#1c2430\">\(escaped(shortened(series.name)))</text>"
    }
    return svg
  }

  private static func category(_ name: String, _ x: Double) -> String {
    "<text x=\"\(chartNumber(x))\" y=\"\(chartNumber(bottom + 16))\" text-anchor=\"middle\" fill=\"#5c6773\">\(escaped(name))</text>"
  }

  /// A legend's name in the room that it has: a Chinese character takes two places.
  private static func shortened(_ name: String) -> String {
    var (text, width) = ("", 0)
    for character in name {
      width += character.unicodeScalars.contains { $0.value > 0x2E80 } ? 2 : 1
      if width > 60 { return text + "…" }
      text.append(character)
    }
    return text
  }

  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.append(escaping: text)
    return String(decoding: bytes, as: UTF8.self)
  }
}
