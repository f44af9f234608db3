import Quantities

/// The intensities of a sector's units on one line, an entity's own marked: where it stands among its peers.
///
/// The peers are drawn once for the sector: they are most of a verifier's report.
package struct PeerChart: Sendable {
  private let peers: [FixedDecimal]
  private let (least, most): (Double, Double)
  /// The axis, every peer and the median, on the range of the peers.
  private let ground: String

  private static let (left, right, line) = (40.0, 860.0, 42.0)

  /// - Parameter peers: intensities of the sector's units, lowest first; nil where they are too few for a chart.
  package init?(_ peers: [FixedDecimal]) {
    guard peers.count > 2 else { return nil }
    self.init(peers, with: [])
  }

  /// - Parameter others: values that the range holds besides the peers'.
  private init(_ peers: [FixedDecimal], with others: [Double]) {
    self.peers = peers
    let values = peers.map(\.chartValue)
    let all = values + others
    (least, most) = (all.min() ?? 0, all.max() ?? 1)
    let x = Self.scale(least, most)
    let line = chartNumber(Self.line)
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 84\" role=\"img\" font-family=\"inherit\" font-size=\"11\">"
    svg +=
      "<line x1=\"\(chartNumber(Self.left))\" x2=\"\(chartNumber(Self.right))\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"#1c2430\"/>"
    for value in values {
      svg +=
        "<circle cx=\"\(chartNumber(x(value)))\" cy=\"\(line)\" r=\"4\" fill=\"#0b5c7a\" fill-opacity=\".28\"/>"
    }
    let sorted = peers.sorted()
    let median = sorted[sorted.count / 2]
    let middle = chartNumber(x(median.chartValue))
    svg +=
      "<line x1=\"\(middle)\" x2=\"\(middle)\" y1=\"28\" y2=\"56\" stroke=\"#5c6773\" stroke-dasharray=\"3 3\"/>"
    svg += "<text x=\"\(middle)\" y=\"70\" text-anchor=\"middle\" fill=\"#5c6773\">\(median)</text>"
    ground = svg
  }

  private static func scale(_ least: Double, _ most: Double) -> (Double) -> Double {
    let room = max((most - least) * 0.06, 1e-6)
    let (low, high) = (least - room, most + room)
    return { left + (right - left) * ($0 - low) / (high - low) }
  }

  /// An entity's units as marks, and the ground that they are drawn on; nil where it has none.
  func svg(own: [(name: String, value: FixedDecimal)]) -> (marks: String, ground: String)? {
    if own.isEmpty { return nil }
    let values = own.map(\.value.chartValue)
    // An entity's units are among its peers, unless somebody else chose the peers.
    let isWithin = values.allSatisfy { least <= $0 && $0 <= most }
    let chart = isWithin ? self : PeerChart(peers, with: values)
    return (chart.marks(own), chart.ground)
  }

  private func marks(_ own: [(name: String, value: FixedDecimal)]) -> String {
    let x = Self.scale(least, most)
    var svg = ""
    for (index, unit) in own.sorted(by: { $0.value < $1.value }).enumerated() {
      let place = chartNumber(x(unit.value.chartValue))
      svg += "<circle cx=\"\(place)\" cy=\"\(chartNumber(Self.line))\" r=\"6\" fill=\"#b5362b\"/>"
      svg +=
        "<text x=\"\(place)\" y=\"\(index % 2 == 0 ? "28" : "14")\" text-anchor=\"middle\" fill=\"#1c2430\">\(Self.escaped(unit.name)) \(unit.value)</text>"
    }
    return svg + "</svg>"
  }

  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.append(escaping: text)
    return String(decoding: bytes, as: UTF8.self)
  }
}
