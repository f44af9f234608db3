import Quantities

/// Twelve months of one value as columns, the offending months marked, with limits as lines: the evidence
/// of a finding.
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
    for (index, value) in months.enumerated() {
      let x = left + slot * (Double(index) + 0.22)
      if let value = value?.chartValue {
        let colour = marked.contains(index + 1) ? "#b5362b" : "#9db4c0"
        let height = max(bottom - y(value), 0.8)
        svg +=
          "<rect x=\"\(chartNumber(x))\" y=\"\(chartNumber(bottom - height))\" width=\"\(chartNumber(slot * 0.56))\" height=\"\(chartNumber(height))\" fill=\"\(colour)\"/>"
      }
      svg +=
        "<text x=\"\(chartNumber(x + slot * 0.28))\" y=\"147\" text-anchor=\"middle\" fill=\"#5c6773\">\(index + 1)</text>"
    }
    for bound in bounds {
      svg +=
        "<line x1=\"\(chartNumber(left))\" x2=\"\(chartNumber(right))\" y1=\"\(chartNumber(y(bound)))\" y2=\"\(chartNumber(y(bound)))\" stroke=\"#c98a1b\" stroke-dasharray=\"5 4\"/>"
    }
    return svg + "</svg>"
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
