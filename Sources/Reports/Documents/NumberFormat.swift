import Quantities

/// Numbers as people read them in print: digits in groups of three, a real minus sign.
enum NumberFormat {
  /// `-1214057.49` becomes `−1,214,057.49`.
  static func grouped(_ number: FixedDecimal) -> String {
    var text = number.description
    let isNegative = text.hasPrefix("-")
    if isNegative { text.removeFirst() }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let whole = parts[0]
    var groups = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { groups.append(",") }
      groups.append(digit)
    }
    let fraction = parts.count > 1 ? ".\(parts[1])" : ""
    return (isNegative ? "−" : "") + groups + fraction
  }
}
