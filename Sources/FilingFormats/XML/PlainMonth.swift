/// A month as nearly every program writes it: `<month n="3">1234.50</month>`.
struct PlainMonth {
  /// As stated; not yet held against the calendar.
  let number: Int
  /// At most 16 bytes, none of them `<`; not yet held against the form of numbers.
  let value: UnsafeRawBufferPointer
  /// From `<` to `>`.
  let byteCount: Int

  /// The longest: two digits of the month, sixteen bytes of the value.
  static let mostBytes = 38

  /// - Parameter bytes: ``mostBytes`` from the element's first on.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.mostBytes, Self.word(bytes, 0) == Self.opening,
      bytes[8] == UInt8(ascii: "="), bytes[9] == UInt8(ascii: "\"")
    else { return nil }
    let first = bytes[10] &- 48
    guard first &- 1 < 9 else { return nil }
    var (number, here) = (Int(first), 11)
    if bytes[here] &- 48 < 10 {
      number = number * 10 + Int(bytes[here] &- 48)
      here += 1
    }
    guard bytes[here] == UInt8(ascii: "\""), bytes[here + 1] == UInt8(ascii: ">") else { return nil }
    let start = here + 2
    here = start
    while here < start + 16, bytes[here] != UInt8(ascii: "<") { here += 1 }
    guard Self.word(bytes, here) == Self.closing else { return nil }
    self.number = number
    value = UnsafeRawBufferPointer(rebasing: bytes[start..<here])
    byteCount = here + 8
  }

  private static let opening = word("<month n")
  private static let closing = word("</month>")

  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  private static func word(_ text: StaticString) -> UInt64 {
    word(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), 0)
  }
}
