import Quantities

/// Two numbers with a line end between them. A number is written as it was read, but for what does not
/// count; arithmetic throws or is exact: `(a + b) − b = a`, `a·b = b·a`, `a < b` as `a − b < 0`.
enum DecimalTarget {
  static func run(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = lines.compactMap { line in
      let number = try? FixedDecimal(utf8: line)
      if let short = Array(line).withUnsafeBytes({ FixedDecimal(short: $0) }) {
        precondition(short == number && short.scale == number?.scale, "\(short) is read as another number")
      }
      return number
    }
    for number in numbers {
      let text = number.description
      let again = try? FixedDecimal(text)
      precondition(again == number && again?.scale == number.scale, "\(text) is read as another number")
      precondition(number.withoutTrailingZeros == number, "\(text)")
      for decimals in 0...9 {
        guard let rounded = try? number.rounded(to: decimals), let error = try? rounded - number else {
          continue
        }
        let twice = try? error + error
        let unit = FixedDecimal(coefficient: 1, scale: UInt8(decimals))
        guard let twice, let minus = try? -unit else { continue }
        precondition(twice <= unit && twice >= minus, "\(text) rounded to \(decimals) is \(rounded)")
      }
    }
    guard numbers.count == 2 else { return }
    let (a, b) = (numbers[0], numbers[1])
    if let sum = try? a + b, let back = try? sum - b { precondition(back == a, "\(a) + \(b)") }
    if let product = try? a * b, let other = try? b * a { precondition(product == other, "\(a) × \(b)") }
    if let difference = try? a - b { precondition((a < b) == difference.isNegative, "\(a) < \(b)") }
    precondition((a == b) == (a.hashValue == b.hashValue) || a != b, "\(a) and \(b) hash apart")
    if let quotient = try? Quotient(a, over: b) { _ = quotient.text() }
  }
}
