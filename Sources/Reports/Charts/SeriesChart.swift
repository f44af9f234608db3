import Quantities

/// Twelve months of one value as points on a line, the offending months marked, with limits as dashed
/// lines: the evidence of a finding. Points and not columns, because the axis need not begin at zero.
enum SeriesChart {
  static func svg(_ months: [FixedDecimal?], marked: Set<Int>, limits: [FixedDecimal] = []) -> String? {
    let values = months.compactMap { $0?.chartValue }
    guard values.count > 1 else { return nil }
    let bounds = limits.map(\.chartValue)
    let (low, high) = range(values + bounds)
    let (left, right, top, bottom) = (84.0, 890.0, 10.0, 130.0)
    func y(_ value: Double) -> Double { bottom - (bottom - top) * (value - low) / (high - low) }
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 152\" role=\"img\" font-family=\"inherit\" font-size=\"11\">"
    for tick in [low, (low + high) / 2, high] {
      svg +=
        "<line x1=\"\(chartNumber(left))\" x2=\"\(chartNumber(right))\" y1=\"\(chartNumber(y(tick)))\" y2=\"\(chartNumber(y(tick)))\" stroke=\"#dfe4e9\"/>"
      svg +=
        "<text x=\"\(chartNumber(left - 8))\" y=\"\(chartNumber(y(tick) + 4))\" text-anchor=\"end\" fill=\"#5c6773\">\(label(tick, high - low))</text>"
    }
    let slot = (right - left) / 12
    func x(_ month: Int) -> Double { left + slot * (Double(month) - 0.5) }
    svg += line(months.map { $0?.chartValue }, x: x, y: y)
    for (index, value) in months.enumerated() {
      let month = index + 1
      if let value = value?.chartValue {
        let isMarked = marked.contains(month)
        svg +=
          "<circle cx=\"\(chartNumber(x(month)))\" cy=\"\(chartNumber(y(value)))\" r=\"\(isMarked ? 5 : 3.5)\" fill=\"\(isMarked ? "#b5362b" : "#0b5c7a")\"/>"
      }
      svg +=
        "<text x=\"\(chartNumber(x(month)))\" y=\"147\" text-anchor=\"middle\" fill=\"#5c6773\">\(month)</text>"
    }
    for bound in bounds {
      svg +=
        "<line x1=\"\(chartNumber(left))\" x2=\"\(chartNumber(right))\" y1=\"\(chartNumber(y(bound)))\" y2=\"\(chartNumber(y(bound)))\" stroke=\"#c98a1b\" stroke-dasharray=\"5 4\"/>"
    }
    return svg + "</svg>"
  }

  /// The line through the months; it breaks where a month is missing.
  private static func line(
    _ values: [Double?], x: (Int) -> Double, y: (Double) -> Double
  ) -> String {
    var path = ""
    var isDrawing = false
    for (index, value) in values.enumerated() {
      if let value {
        path += "\(isDrawing ? "L" : "M")\(chartNumber(x(index + 1))) \(chartNumber(y(value)))"
      }
      isDrawing = value != nil
    }
    return "<path d=\"\(path)\" fill=\"none\" stroke=\"#9db4c0\" stroke-width=\"1.5\"/>"
  }

  /// From zero where the values spread widely; close around them where they hardly differ.
  private static func range(_ values: [Double]) -> (Double, Double) {
    let (least, most) = (values.min() ?? 0, values.max() ?? 1)
    if least < 0 || least < most * 0.5 { return (min(least, 0), max(most, least + 1e-9)) }
    let room = max((most - least) * 0.35, abs(most) * 0.002)
    return (least - room, most + room)
  }

  private static func label(_ value: Double, _ span: Double) -> String {
    var decimals = 0
    var power = 1.0
    while span * power < 20, decimals < 6 {
      power *= 10
      decimals += 1
    }
    return NumberFormat.grouped(
      FixedDecimal(coefficient: Int128((value * power).rounded()), scale: UInt8(decimals)))
  }
}
