import Quantities

/// A CSV table of results under construction: RFC 4180, UTF-8, LF.
struct CSVText {
  private(set) var bytes: [UInt8] = []
  private var isFirst = true
  private let hasHead: Bool

  /// - Parameter hasHead: false for a piece of a table that has its head already.
  init(hasHead: Bool = true) {
    self.hasHead = hasHead
  }

  /// A row of names.
  mutating func header(_ names: [String]) {
    guard hasHead else { return }
    for name in names { text(name) }
    endRow()
  }

  /// A free text. What a spreadsheet would take for a formula gets an apostrophe in front.
  mutating func text(_ text: String) {
    if let first = text.utf8.first, text != "-", "=+-@\t\r".utf8.contains(first) {
      cell("'" + text)
    } else {
      cell(text)
    }
  }

  /// A number, or an empty cell.
  mutating func number(_ number: FixedDecimal?) {
    separate()
    number?.write(into: &bytes)
  }

  mutating func integer(_ number: Int) {
    self.number(FixedDecimal(number))
  }

  /// A number with so many decimals, half up, or an empty cell.
  mutating func number(_ quotient: Quotient?, decimals: Int) {
    number(quotient.flatMap { try? $0.rounded(to: decimals) })
  }

  mutating func endRow() {
    bytes.append(0x0A)
    isFirst = true
  }

  private mutating func cell(_ text: String) {
    separate()
    guard text.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    bytes.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  private mutating func separate() {
    if isFirst { isFirst = false } else { bytes.append(0x2C) }
  }
}
