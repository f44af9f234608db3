/// Why a text is not a number as filings write them.
public enum NumberError: Error, Equatable, Sendable {
  /// Nothing but white space.
  case empty
  /// A comma, space or apostrophe between digits, as in `1,234.5`.
  case thousandsSeparator
  /// Digits of a double-byte character set, as in `１２`.
  case fullWidthDigits
  /// More than 18 digits before the point or 9 behind it.
  case tooManyDigits
  /// Scientific notation, as in `1.2e5`.
  case exponent
  /// Anything else, `NaN` for one.
  case notANumber
}

extension FixedDecimal {
  /// The most digits that a filed number has before the point.
  public static let maximumFiledWholeDigits = 18
  /// The most digits that a filed number has behind the point.
  public static let maximumFiledDecimals = 9

  /// Reads a plain decimal, `-?digits[.digits]`, from UTF-8 bytes without allocating.
  ///
  /// Surrounding spaces, tabs and line ends are allowed; a plus sign, exponents, separators, a bare
  /// point and full-width digits are not. Minus nought is nought. At most ``maximumFiledWholeDigits`` digits stand before the
  /// point and ``maximumFiledDecimals`` behind it.
  @inlinable
  public init(utf8 bytes: some BidirectionalCollection<UInt8>) throws(NumberError) {
    var start = bytes.startIndex
    var end = bytes.endIndex
    while start < end, bytes[start].isXMLSpace { start = bytes.index(after: start) }
    while start < end, bytes[bytes.index(before: end)].isXMLSpace { end = bytes.index(before: end) }
    guard start < end else { throw .empty }

    let negative = bytes[start] == UInt8(ascii: "-")
    var position = negative ? bytes.index(after: start) : start
    // The first 18 digits, and what stands behind them: most numbers need no wide arithmetic.
    var (digits, rest, restUnit): (UInt64, UInt64, UInt64) = (0, 0, 1)
    var wholeDigits = 0
    var decimals = 0
    var sawPoint = false
    while position < end {
      let byte = bytes[position]
      if byte &- 48 < 10 {
        if sawPoint { decimals += 1 } else { wholeDigits += 1 }
        guard wholeDigits <= Self.maximumFiledWholeDigits, decimals <= Self.maximumFiledDecimals else {
          throw NumberError.explaining(bytes[start..<end], otherwise: .tooManyDigits)
        }
        if wholeDigits + decimals <= 18 {
          digits = digits &* 10 &+ UInt64(byte &- 48)
        } else {
          rest = rest &* 10 &+ UInt64(byte &- 48)
          restUnit &*= 10
        }
      } else if byte == UInt8(ascii: "."), !sawPoint, wholeDigits > 0 {
        sawPoint = true
      } else {
        throw NumberError.explaining(bytes[start..<end], otherwise: .notANumber)
      }
      position = bytes.index(after: position)
    }
    guard wholeDigits > 0, !sawPoint || decimals > 0 else { throw .notANumber }
    let coefficient = restUnit == 1 ? Int128(digits) : Int128(digits) * Int128(restUnit) + Int128(rest)
    self.init(coefficient: negative ? -coefficient : coefficient, scale: UInt8(decimals))
  }

  /// Reads a plain decimal from a text; see ``init(utf8:)``.
  public init(_ text: some StringProtocol) throws(NumberError) {
    try self.init(utf8: String(text).utf8)
  }
}

extension UInt8 {
  /// Space, tab, carriage return or line feed.
  @inlinable
  package var isXMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

extension NumberError {
  /// The most helpful reason why these bytes are no number.
  @usableFromInline
  static func explaining(_ bytes: some Collection<UInt8>, otherwise: NumberError) -> NumberError {
    let text = String(decoding: bytes, as: UTF8.self)
    let isDigit: (Character) -> Bool = { $0.isASCII && $0.isNumber }
    if text.unicodeScalars.contains(where: { (0xFF10...0xFF19).contains($0.value) }) {
      return .fullWidthDigits
    }
    let separators: Set<Character> = [",", " ", "'", "\u{A0}", "，", "’", "_"]
    let plain = text.filter { !separators.contains($0) }
    // A separator stands between digits.
    let isSeparated =
      text.first.map { !separators.contains($0) } ?? false
      && text.last.map { !separators.contains($0) } ?? false
    if isSeparated, plain.count < text.count, !plain.isEmpty,
      plain.allSatisfy({ isDigit($0) || $0 == "." || $0 == "-" })
    {
      return .thousandsSeparator
    }
    if let letter = text.firstIndex(where: { $0 == "e" || $0 == "E" }), letter > text.startIndex,
      text[..<letter].contains(where: isDigit)
    {
      return .exponent
    }
    // Of what is no number at all the digits are not counted.
    let digits = text.first == "-" ? text.dropFirst() : text[...]
    let isPlain = digits.allSatisfy { isDigit($0) || $0 == "." } && digits.count { $0 == "." } <= 1
    return isPlain ? otherwise : .notANumber
  }
}

extension FixedDecimal: CustomStringConvertible {
  /// The plain decimal, with as many decimals as its scale: `-12.50`.
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(24)
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the plain decimal to a buffer as ASCII.
  public func write(into bytes: inout [UInt8]) {
    if isNegative { bytes.append(UInt8(ascii: "-")) }
    let first = bytes.count
    var rest = coefficient.magnitude
    var written = 0
    repeat {
      if written == Int(scale), written > 0 { bytes.append(UInt8(ascii: ".")) }
      let digit: UInt128
      (rest, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(48 + UInt8(truncatingIfNeeded: digit))
      written += 1
    } while rest > 0 || written <= Int(scale)
    bytes[first...].reverse()
  }
}
