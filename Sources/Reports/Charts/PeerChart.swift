import Quantities

/// The intensities of a sector's units on one line, an entity's own marked: where it stands among its peers.
enum PeerChart {
  static func svg(own: [(name: String, value: FixedDecimal)], peers: [FixedDecimal]) -> String? {
    let values = peers.map(\.chartValue)
    guard !own.isEmpty, values.count > 2 else { return nil }
    let all = values + own.map(\.value.chartValue)
    let (least, most) = (all.min() ?? 0, all.max() ?? 1)
    let room = max((most - least) * 0.06, 1e-6)
    let (low, high) = (least - room, most + room)
    let (left, right, line) = (40.0, 860.0, 42.0)
    func x(_ value: Double) -> Double { left + (right - left) * (value - low) / (high - low) }
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 84\" role=\"img\" font-family=\"inherit\" font-size=\"11\">"
    svg +=
      "<line x1=\"\(chartNumber(left))\" x2=\"\(chartNumber(right))\" y1=\"\(chartNumber(line))\" y2=\"\(chartNumber(line))\" stroke=\"#1c2430\"/>"
    for value in values {
      svg +=
        "<circle cx=\"\(chartNumber(x(value)))\" cy=\"\(chartNumber(line))\" r=\"4\" fill=\"#0b5c7a\" fill-opacity=\".28\"/>"
    }
    let sorted = peers.sorted()
    let median = sorted[sorted.count / 2]
    svg +=
      "<line x1=\"\(chartNumber(x(median.chartValue)))\" x2=\"\(chartNumber(x(median.chartValue)))\" y1=\"28\" y2=\"56\" stroke=\"#5c6773\" stroke-dasharray=\"3 3\"/>"
    svg +=
      "<text x=\"\(chartNumber(x(median.chartValue)))\" y=\"70\" text-anchor=\"middle\" fill=\"#5c6773\">\(median)</text>"
    for (index, unit) in own.sorted(by: { $0.value < $1.value }).enumerated() {
      let place = x(unit.value.chartValue)
      svg += "<circle cx=\"\(chartNumber(place))\" cy=\"\(chartNumber(line))\" r=\"6\" fill=\"#b5362b\"/>"
      svg +=
        "<text x=\"\(chartNumber(place))\" y=\"\(index % 2 == 0 ? "28" : "14")\" text-anchor=\"middle\" fill=\"#1c2430\">\(escaped(unit.name)) \(unit.value)</text>"
    }
    return svg + "</svg>"
  }

  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    HTMLRenderer.escape(text, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
