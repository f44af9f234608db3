import Quantities

/// The intensities of a sector's units on one line, an entity's own marked: where it stands among its peers. A few
/// peers are dots; a sector's hundreds would only cover each other, and are columns that show how many there are.
///
/// The peers are drawn once for the sector.
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
    let areDots = peers.count <= Self.mostDots
    let sorted = peers.sorted()
    let all = (areDots ? values : Self.bulk(of: sorted)) + others
    (least, most) = (all.min() ?? 0, all.max() ?? 1)
    let x = Self.scale(least, most)
    let line = chartNumber(Self.line)
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 \(areDots ? 84 : 84 + Int(Self.columnHeight))\" role=\"img\" font-family=\"inherit\" font-size=\"11\">"
    if !areDots {
      svg += "<g transform=\"translate(0 \(Int(Self.columnHeight)))\">" + Self.columns(values.map(x))
    }
    svg +=
      "<line x1=\"\(chartNumber(Self.left))\" x2=\"\(chartNumber(Self.right))\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"#1c2430\"/>"
    for value in areDots ? values : [] {
      svg +=
        "<circle cx=\"\(chartNumber(x(value)))\" cy=\"\(line)\" r=\"4\" fill=\"#0b5c7a\" fill-opacity=\".28\"/>"
    }
    let median = sorted[sorted.count / 2]
    let middle = chartNumber(x(median.chartValue))
    svg +=
      "<line x1=\"\(middle)\" x2=\"\(middle)\" y1=\"28\" y2=\"56\" stroke=\"#5c6773\" stroke-dasharray=\"3 3\"/>"
    svg += "<text x=\"\(middle)\" y=\"70\" text-anchor=\"middle\" fill=\"#5c6773\">\(median)</text>"
    for (place, anchor, value) in [(Self.left, "start", sorted.first), (Self.right, "end", sorted.last)] {
      guard let value else { continue }
      svg +=
        "<text x=\"\(chartNumber(place))\" y=\"70\" text-anchor=\"\(anchor)\" fill=\"#5c6773\">\(anchor == "start" ? "≥" : "≤") \(value)</text>"
    }
    ground = areDots ? svg : svg + "</g>"
  }

  /// Where the middle nine tenths lie, with as much room on either side, but no further than the peers themselves: one
  /// wild value would press all the others into a column. What lies beyond is counted in the outermost.
  private static func bulk(of sorted: [FixedDecimal]) -> [Double] {
    guard let first = sorted.first, let last = sorted.last else { return [] }
    let (low, high) = (
      sorted[sorted.count / 20].chartValue, sorted[sorted.count - 1 - sorted.count / 20].chartValue
    )
    let reach = high - low
    return [max(first.chartValue, low - reach), min(last.chartValue, high + reach)]
  }

  private static let mostDots = 60
  /// Whether the peers are columns of how many there are.
  var showsCounts: Bool { peers.count > Self.mostDots }
  /// What columns need besides the room of dots.
  private static let columnHeight = 48.0
  private static let columnCount = 82

  /// How many of the places lie in each hundredth or so of the line.
  private static func columns(_ places: [Double]) -> String {
    var counts = [Int](repeating: 0, count: columnCount)
    let width = (right - left) / Double(columnCount)
    for place in places { counts[min(columnCount - 1, max(0, Int((place - left) / width)))] += 1 }
    let highest = Double(counts.max() ?? 1)
    var path = ""
    for (index, count) in counts.enumerated() where count > 0 {
      let height = max(1, columnHeight * Double(count) / highest)
      path +=
        "M\(chartNumber(left + width * Double(index) + 1)) \(chartNumber(line))v-\(chartNumber(height))h\(chartNumber(width - 2))V\(chartNumber(line))z"
    }
    return "<path d=\"\(path)\" fill=\"#0b5c7a\" fill-opacity=\".45\"/>"
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
    // Beside columns the names stand above them, and the marks on the line below.
    let drop = showsCounts ? Self.columnHeight : 0
    var svg = ""
    for (index, unit) in own.sorted(by: { $0.value < $1.value }).enumerated() {
      let place = chartNumber(x(unit.value.chartValue))
      if drop > 0 {
        svg +=
          "<line x1=\"\(place)\" x2=\"\(place)\" y1=\"32\" y2=\"\(chartNumber(Self.line + drop))\" stroke=\"#b5362b\"/>"
      }
      svg += "<circle cx=\"\(place)\" cy=\"\(chartNumber(Self.line + drop))\" r=\"6\" fill=\"#b5362b\"/>"
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
