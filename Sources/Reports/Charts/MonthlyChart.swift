import Accounting
import Filings
import Quantities

/// Twelve months of emissions, stacked by kind of source; what is subtracted stands below zero.
enum MonthlyChart {
  private static let colours = [
    "#0b5c7a", "#c98a1b", "#6b8f3c", "#8a4f7d", "#4a7fb5", "#b5563c", "#7a7a7a", "#2f9c95",
  ]

  /// - Parameter lastYear: a twelfth of last year's total, drawn as a line.
  static func svg(rows: [EmissionRow], lastYear: FixedDecimal? = nil, language: Language) -> String? {
    var kinds: [(kind: EmissionSource.Kind, months: [Double])] = []
    for row in rows where row.countsInTotal {
      let values = row.months.map(\.chartValue)
      if let index = kinds.firstIndex(where: { $0.kind == row.source.kind }) {
        for month in 0..<12 { kinds[index].months[month] += values[month] }
      } else {
        kinds.append((row.source.kind, values))
      }
    }
    if kinds.isEmpty { return nil }
    let tops = (0..<12).map { month in kinds.reduce(0) { $0 + max($1.months[month], 0) } }
    let bottoms = (0..<12).map { month in kinds.reduce(0) { $0 + min($1.months[month], 0) } }
    let scale = ChartScale(tops + bottoms + [lastYear?.chartValue ?? 0])
    let (height, left, top, bottom) = (270.0, 84.0, 14.0, 52.0)
    let plot = height - top - bottom
    func y(_ value: Double) -> Double { top + plot * (1 - scale.position(value)) }
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 270\" role=\"img\" font-family=\"inherit\" font-size=\"11\">"
    for tick in scale.ticks {
      let line = chartNumber(y(tick))
      svg +=
        "<line x1=\"\(chartNumber(left))\" x2=\"890\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"\(tick == 0 ? "#1c2430" : "#dfe4e9")\"/>"
      svg +=
        "<text x=\"\(chartNumber(left - 8))\" y=\"\(chartNumber(y(tick) + 4))\" text-anchor=\"end\" fill=\"#5c6773\">\(scale.label(tick))</text>"
    }
    let slot = (890 - left) / 12
    for month in 0..<12 {
      var (above, below) = (0.0, 0.0)
      let x = left + slot * (Double(month) + 0.18)
      for (index, kind) in kinds.enumerated() where kind.months[month] != 0 {
        let value = kind.months[month]
        let from = value > 0 ? above : below
        if value > 0 { above += value } else { below += value }
        let (high, low) = (y(max(from, from + value)), y(min(from, from + value)))
        svg +=
          "<rect x=\"\(chartNumber(x))\" y=\"\(chartNumber(high))\" width=\"\(chartNumber(slot * 0.64))\" height=\"\(chartNumber(low - high))\" fill=\"\(colours[index % colours.count])\"/>"
      }
      svg +=
        "<text x=\"\(chartNumber(x + slot * 0.32))\" y=\"\(chartNumber(height - bottom + 17))\" text-anchor=\"middle\" fill=\"#5c6773\">\(month + 1)</text>"
    }
    if let lastYear {
      let line = chartNumber(y(lastYear.chartValue))
      svg +=
        "<line x1=\"\(chartNumber(left))\" x2=\"890\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"#b5362b\" stroke-dasharray=\"6 4\"/>"
      let text = language == .zh ? "上年月均" : "last year's mean"
      svg +=
        "<text x=\"888\" y=\"\(chartNumber(y(lastYear.chartValue) - 5))\" text-anchor=\"end\" fill=\"#b5362b\" stroke=\"#fff\" stroke-width=\"4\" paint-order=\"stroke\">\(text)</text>"
    }
    svg += legend(kinds.map(\.kind), left: left, y: height - 10, language)
    return svg + "</svg>"
  }

  private static func legend(
    _ kinds: [EmissionSource.Kind], left: Double, y: Double, _ language: Language
  ) -> String {
    var x = left
    var svg = ""
    for (index, kind) in kinds.enumerated() {
      let name = kind.label.text(in: language)
      svg +=
        "<rect x=\"\(chartNumber(x))\" y=\"\(chartNumber(y - 9))\" width=\"10\" height=\"10\" fill=\"\(colours[index % colours.count])\"/>"
      svg += "<text x=\"\(chartNumber(x + 15))\" y=\"\(chartNumber(y))\" fill=\"#1c2430\">\(name)</text>"
      x += 32 + Double(name.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 12 : 6) })
    }
    return svg
  }
}
