import Book
import Quantities

/// From the emissions of an entity's allocation units down to what it has to buy, each step a bar that hangs where the one before it
/// ended. Where the issue covers nearly everything, the rest has a panel with a scale of its own.
enum WaterfallChart {
  private struct Step {
    let zh: String
    let en: String
    /// Where the bar begins and ends.
    let from: Int
    let to: Int
    let colour: String
    /// Whether it stands on the ground and shows an amount, not a change.
    var isLevel = false
  }

  static func svg(_ position: YearPosition) -> String? {
    guard position.due > 0 else { return nil }
    let gap = position.due - position.issued
    let (first, rest) = steps(position)
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 236\" role=\"img\" font-family=\"inherit\" font-size=\"11\">"
    if abs(gap) * 5 > position.due {
      svg += panel(first + rest, 92...890)
    } else {
      let opening = Step(
        zh: gap < 0 ? "发放后结余" : "发放后缺口", en: gap < 0 ? "left after the issue" : "gap after the issue",
        from: 0, to: gap,
        colour: "#5c6773", isLevel: true)
      svg += panel(first, 92...360) + panel([opening] + rest, 450...890)
    }
    return svg + "</svg>"
  }

  private static func panel(_ steps: [Step], _ range: ClosedRange<Double>) -> String {
    let scale = ChartScale(steps.flatMap { [Double($0.from), Double($0.to)] }, steps: 4)
    let (left, right, top, bottom) = (range.lowerBound, range.upperBound, 22.0, 190.0)
    func y(_ value: Double) -> Double { bottom - (bottom - top) * scale.position(value) }
    var svg = ""
    for tick in scale.ticks {
      svg +=
        "<line x1=\"\(chartNumber(left))\" x2=\"\(chartNumber(right))\" y1=\"\(chartNumber(y(tick)))\" y2=\"\(chartNumber(y(tick)))\" stroke=\"\(tick == 0 ? "#1c2430" : "#e2e7eb")\"/>"
      svg +=
        "<text x=\"\(chartNumber(left - 8))\" y=\"\(chartNumber(y(tick) + 4))\" text-anchor=\"end\" fill=\"#5c6773\">\(grouped(Int(tick)))</text>"
    }
    let slot = (right - left) / Double(steps.count)
    for (index, step) in steps.enumerated() {
      let x = left + slot * (Double(index) + 0.19)
      let (high, low) = (y(Double(max(step.from, step.to))), y(Double(min(step.from, step.to))))
      svg +=
        "<rect x=\"\(chartNumber(x))\" y=\"\(chartNumber(high))\" width=\"\(chartNumber(slot * 0.62))\" height=\"\(chartNumber(max(low - high, 1)))\" fill=\"\(step.colour)\"/>"
      if index + 1 < steps.count {
        svg +=
          "<line x1=\"\(chartNumber(x + slot * 0.62))\" x2=\"\(chartNumber(x + slot))\" y1=\"\(chartNumber(y(Double(step.to))))\" y2=\"\(chartNumber(y(Double(step.to))))\" stroke=\"#5c6773\" stroke-dasharray=\"3 3\"/>"
      }
      let centre = chartNumber(x + slot * 0.31)
      let amount = step.isLevel ? grouped(abs(step.to - step.from)) : signed(step.to - step.from)
      svg +=
        "<text x=\"\(centre)\" y=\"\(chartNumber(high - 5))\" text-anchor=\"middle\" fill=\"#1c2430\">\(amount)</text>"
      svg += "<text x=\"\(centre)\" y=\"208\" text-anchor=\"middle\" fill=\"#1c2430\">\(step.zh)</text>"
      svg +=
        "<text x=\"\(centre)\" y=\"223\" text-anchor=\"middle\" fill=\"#5c6773\" font-size=\"10\">\(step.en)</text>"
    }
    return svg
  }

  /// Emissions and issue; then everything else down to what has to be bought.
  private static func steps(_ position: YearPosition) -> ([Step], [Step]) {
    var level = position.due
    func step(_ zh: String, _ en: String, _ tonnes: Int) -> Step {
      defer { level -= tonnes }
      return Step(zh: zh, en: en, from: level, to: level - tonnes, colour: tonnes < 0 ? "#c98a1b" : "#0b5c7a")
    }
    let first = [
      Step(zh: "单元核定排放量", en: "emissions of units", from: 0, to: level, colour: "#5c6773", isLevel: true),
      step("当年发放配额", "allowances issued", position.issued),
    ]
    var rest = [
      step("其他配额", "other allowances", position.otherAllowances),
      step("CCER抵销", "CCER", position.creditsUsed + position.usableCredits),
    ]
    if position.returnDue > 0 { rest.append(step("应退回", "to be returned", -position.returnDue)) }
    let isShort = level > 0
    rest.append(
      Step(
        zh: isShort ? "尚需购买" : "结余", en: isShort ? "to be bought" : "left over", from: 0, to: level,
        colour: isShort ? "#b5362b" : "#3d7a4e", isLevel: true))
    return (first, rest)
  }

  private static func grouped(_ tonnes: Int) -> String { NumberFormat.grouped(FixedDecimal(tonnes)) }
  private static func signed(_ tonnes: Int) -> String { (tonnes > 0 ? "+" : "") + grouped(tonnes) }
}
