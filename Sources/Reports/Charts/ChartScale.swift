import Quantities

/// Binary floating point is for charts only: a pixel needs no cent.
extension FixedDecimal {
  var chartValue: Double {
    var divisor = 1.0
    for _ in 0..<scale { divisor *= 10 }
    // The conversion of a short number is a single instruction.
    return (Int64(exactly: coefficient).map { Double($0) } ?? Double(coefficient)) / divisor
  }
}

/// A value axis with round steps.
struct ChartScale {
  let low: Double
  let high: Double
  let step: Double

  /// A scale that holds all values and zero.
  init(_ values: [Double], steps: Int = 5) {
    let top = max(values.max() ?? 0, 0)
    let bottom = min(values.min() ?? 0, 0)
    let rough = max(top - bottom, 1e-9) / Double(steps)
    var power = 1.0
    while power * 10 <= rough { power *= 10 }
    while power > rough { power /= 10 }
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
    self.step = step
    low = (bottom / step).rounded(.down) * step
    high = max((top / step).rounded(.up) * step, low + step)
  }

  /// A scale that holds all values with a little room around them, and zero only if it is near.
  init(around values: [Double], steps: Int = 5) {
    let (least, most) = (values.min() ?? 0, values.max() ?? 1)
    let room = max((most - least) * 0.08, abs(most) * 0.0005, 1e-9)
    let spread = ChartScale([0, most - least + 2 * room], steps: steps)
    step = spread.step
    low = ((least - room) / step).rounded(.down) * step
    high = max(((most + room) / step).rounded(.up) * step, low + step)
  }

  var ticks: [Double] {
    let count = Int(((high - low) / step).rounded())
    return (0...max(count, 1)).map { low + Double($0) * step }
  }

  /// Where a value lies between 0 (low) and 1 (high).
  func position(_ value: Double) -> Double { (value - low) / (high - low) }

  /// A tick's number: whole thousands with commas, small ones with as many decimals as the step has.
  func label(_ value: Double) -> String {
    var decimals = 0
    var step = step
    while decimals < 6, abs(step - step.rounded()) > 1e-6 {
      step *= 10
      decimals += 1
    }
    var power = 1.0
    for _ in 0..<decimals { power *= 10 }
    let digits = FixedDecimal(coefficient: Int128((value * power).rounded()), scale: UInt8(decimals))
    return NumberFormat.grouped(digits)
  }
}

/// A coordinate with one decimal.
func chartNumber(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return tenths % 10 == 0
    ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}
