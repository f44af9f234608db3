import Quantities

/// Numbers of reports as text, appended to a document without a string between.
enum NumberFormat {
  /// As people read them in print, digits in groups of three and a real minus sign: `-1214057.49` becomes
  /// `−1,214,057.49`.
  static func grouped(_ number: FixedDecimal) -> String {
    var bytes: [UInt8] = []
    writeGrouped(number, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func writeGrouped(_ number: FixedDecimal, into bytes: inout [UInt8]) {
    if number.isNegative { bytes.append("−") }
    if let digits = UInt64(exactly: number.coefficient.magnitude) {
      write(digits, scale: Int(number.scale), areGrouped: true, into: &bytes)
    } else {
      group(number.description.utf8.drop { $0 == UInt8(ascii: "-") }, into: &bytes)
    }
  }

  /// As programs read them, ``FixedDecimal/description``.
  static func write(_ number: FixedDecimal, into bytes: inout [UInt8]) {
    guard let digits = UInt64(exactly: number.coefficient.magnitude) else {
      return number.write(into: &bytes)
    }
    if number.isNegative { bytes.append(UInt8(ascii: "-")) }
    write(digits, scale: Int(number.scale), areGrouped: false, into: &bytes)
  }

  /// The digits of nearly all numbers, from the last on, in arithmetic of one word.
  private static func write(_ digits: UInt64, scale: Int, areGrouped: Bool, into bytes: inout [UInt8]) {
    // 38 decimals, a point and 20 digits in groups fit.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 68) { text in
      var (rest, place) = (digits, text.count)
      func put(_ byte: UInt8) {
        place -= 1
        text[place] = byte
      }
      func putDigit() {
        put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      }
      if scale > 0 {
        for _ in 0..<scale { putDigit() }
        put(UInt8(ascii: "."))
      }
      var count = 0
      repeat {
        if areGrouped, count > 0, count % 3 == 0 { put(UInt8(ascii: ",")) }
        putDigit()
        count += 1
      } while rest > 0
      bytes.append(contentsOf: text[place...])
    }
  }

  private static func group(_ text: Substring.UTF8View, into bytes: inout [UInt8]) {
    let whole = text.prefix { $0 != UInt8(ascii: ".") }
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(digit)
    }
    bytes.append(contentsOf: text[whole.endIndex...])
  }
}
