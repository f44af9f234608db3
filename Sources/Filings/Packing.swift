import Quantities

/// Writes values one after the other as bytes, for ``Unpacker`` to read back in the same order: what a run lays
/// aside for its own later phases. No format for anybody else: it has no names and no versions.
package struct Packer {
  package private(set) var bytes: [UInt8] = []

  /// Stands for nothing where a code's ordinal or a decimal's scale would stand: none is so great.
  fileprivate static let none: UInt8 = 0xFF
  /// Marks the scale of a decimal whose digits take sixteen bytes.
  fileprivate static let isWide: UInt8 = 0x80

  package init() {}

  package mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

  package mutating func integer(_ value: Int) {
    // The sign goes into the lowest bit, so that small numbers below zero are short too.
    var rest = UInt64(bitPattern: Int64(value << 1 ^ value >> 63))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  package mutating func text(_ value: String) {
    integer(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  package mutating func label(_ value: Label) {
    text(value.zh)
    text(value.en)
  }

  package mutating func date(_ value: CalendarDate) {
    integer(value.year)
    integer(value.month)
    integer(value.day)
  }

  /// Every bit of a binary number.
  package mutating func binary(_ value: Double) {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// The number with its decimals.
  package mutating func decimal(_ value: FixedDecimal) {
    if let digits = Int(exactly: value.coefficient) {
      bytes.append(value.scale)
      integer(digits)
    } else {
      bytes.append(value.scale | Self.isWide)
      withUnsafeBytes(of: value.coefficient.littleEndian) { bytes.append(contentsOf: $0) }
    }
  }

  package mutating func optional(_ value: FixedDecimal?) {
    if let value { decimal(value) } else { bytes.append(Self.none) }
  }

  package mutating func code(_ value: some Code) { bytes.append(value.ordinal) }

  package mutating func optional<Entry: Code>(_ value: Entry?) {
    bytes.append(value?.ordinal ?? Self.none)
  }

  package mutating func list<Element>(_ values: [Element], _ pack: (Element, inout Packer) -> Void) {
    integer(values.count)
    for value in values { pack(value, &self) }
  }

  /// Values that a reader may pass over.
  package mutating func part(_ pack: (inout Packer) -> Void) {
    let start = bytes.count
    bytes.append(contentsOf: [0, 0, 0, 0])
    pack(&self)
    let count = UInt32(bytes.count - start - 4)
    for place in 0..<4 { bytes[start + place] = UInt8(truncatingIfNeeded: count >> (8 * place)) }
  }
}

/// Bytes that end too early or are not what was packed.
package struct UnpackingError: Error {
  package init() {}
}

/// Reads back what ``Packer`` wrote.
package struct Unpacker {
  private let bytes: [UInt8]
  private var place: Int

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    place = 0
  }

  /// Assures that nothing is left over.
  package func end() throws(UnpackingError) {
    guard place == bytes.count else { throw UnpackingError() }
  }

  private mutating func byte() throws(UnpackingError) -> UInt8 {
    guard place < bytes.count else { throw UnpackingError() }
    defer { place += 1 }
    return bytes[place]
  }

  private mutating func next(_ count: Int) throws(UnpackingError) -> Range<Int> {
    guard count >= 0, count <= bytes.count - place else { throw UnpackingError() }
    defer { place += count }
    return place..<(place + count)
  }

  package mutating func flag() throws(UnpackingError) -> Bool { try byte() != 0 }

  package mutating func integer() throws(UnpackingError) -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      guard shift < 64 else { throw UnpackingError() }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return Int(Int64(bitPattern: value >> 1)) ^ -Int(Int64(bitPattern: value & 1))
  }

  package mutating func text() throws(UnpackingError) -> String {
    let count = try integer()
    return String(decoding: bytes[try next(count)], as: UTF8.self)
  }

  package mutating func label() throws(UnpackingError) -> Label {
    Label(zh: try text(), en: try text())
  }

  package mutating func date() throws(UnpackingError) -> CalendarDate {
    let (year, month, day) = (try integer(), try integer(), try integer())
    guard let date = CalendarDate(year: year, month: month, day: day) else { throw UnpackingError() }
    return date
  }

  package mutating func binary() throws(UnpackingError) -> Double {
    Double(bitPattern: UInt64(littleEndian: try load()))
  }

  package mutating func decimal() throws(UnpackingError) -> FixedDecimal {
    guard let value = try optionalDecimal() else { throw UnpackingError() }
    return value
  }

  package mutating func optionalDecimal() throws(UnpackingError) -> FixedDecimal? {
    let first = try byte()
    if first == Packer.none { return nil }
    let scale = first & ~Packer.isWide
    guard scale <= FixedDecimal.maximumScale else { throw UnpackingError() }
    let digits = first == scale ? Int128(try integer()) : Int128(littleEndian: try load())
    return FixedDecimal(coefficient: digits, scale: scale)
  }

  package mutating func code<Entry: Code>() throws(UnpackingError) -> Entry {
    guard let entry: Entry = try optionalCode() else { throw UnpackingError() }
    return entry
  }

  package mutating func optionalCode<Entry: Code>() throws(UnpackingError) -> Entry? {
    let ordinal = try byte()
    if ordinal == Packer.none { return nil }
    let entries = Entry.allCases
    let index = entries.index(entries.startIndex, offsetBy: Int(ordinal), limitedBy: entries.endIndex)
    guard let index, index != entries.endIndex, entries[index].ordinal == ordinal else {
      throw UnpackingError()
    }
    return entries[index]
  }

  package mutating func list<Element>(
    _ unpack: (inout Unpacker) throws(UnpackingError) -> Element
  ) throws(UnpackingError) -> [Element] {
    let count = try integer()
    // Each element has a byte at least: a count beyond what is left is none.
    guard count >= 0, count <= bytes.count - place else { throw UnpackingError() }
    var values: [Element] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try unpack(&self)) }
    return values
  }

  /// A part, or nil where it is passed over.
  package mutating func part<Value>(
    if isWanted: Bool, _ unpack: (inout Unpacker) throws(UnpackingError) -> Value
  ) throws(UnpackingError) -> Value? {
    let count = UInt32(littleEndian: try load())
    if isWanted { return try unpack(&self) }
    _ = try next(Int(count))
    return nil
  }

  private mutating func load<Number: FixedWidthInteger>() throws(UnpackingError) -> Number {
    let range = try next(MemoryLayout<Number>.size)
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: range.lowerBound, as: Number.self) }
  }
}
