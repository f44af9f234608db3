/// A place in the bytes of a document, with the small steps that the scanner is made of. Each step takes
/// what it knows and stops before what it does not; none leaves the bytes.
struct XMLCursor {
  private let bytes: UnsafeRawBufferPointer
  private(set) var here = 0
  private(set) var line = 1
  /// A place on the current line, at or before here, and its column.
  private var mark = 0
  private var markColumn = 1

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { here == bytes.count }

  /// A byte from here on; 0, which no document holds, behind the end.
  func byte(_ offset: Int = 0) -> UInt8 {
    let place = here + offset
    return place < bytes.count ? bytes[place] : 0
  }

  func bytes(from start: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[start..<here])
  }

  /// Line and column, in characters, from 1.
  var place: XMLPlace {
    mutating get {
      // The bytes behind the first of a character do not count.
      for place in mark..<here where bytes[place] & 0xC0 != 0x80 { markColumn += 1 }
      mark = here
      return XMLPlace(line: line, column: markColumn)
    }
  }

  /// Steps over bytes other than line ends that were looked at.
  mutating func advance(_ count: Int) {
    here = min(here + count, bytes.count)
  }

  /// Steps over a byte if it is the expected one.
  mutating func take(_ expected: UInt8) -> Bool {
    guard byte() == expected else { return false }
    here += 1
    return true
  }

  /// Steps over a name if it is the expected one, to its end.
  mutating func take(_ name: UnsafeRawBufferPointer) -> Bool {
    let end = here + name.count
    guard end < bytes.count, !bytes[end].isNameByte,
      UnsafeRawBufferPointer(rebasing: bytes[here..<end]).equals(name)
    else { return false }
    here = end
    return true
  }

  mutating func skipSpace() {
    while here < bytes.count, bytes[here].isXMLSpace {
      if bytes[here] == 0x0A { beginLine(at: here + 1) }
      here += 1
      // Indentation.
      while here + 8 <= bytes.count,
        bytes.loadUnaligned(fromByteOffset: here, as: UInt64.self) == 0x2020_2020_2020_2020
      {
        here += 8
      }
    }
  }

  private mutating func beginLine(at place: Int) {
    line += 1
    mark = place
    markColumn = 1
  }

  /// The month that stands here in its plain form, if one does.
  func plainMonth() -> PlainMonth? {
    guard here + PlainMonth.mostBytes <= bytes.count else { return nil }
    return PlainMonth(UnsafeRawBufferPointer(rebasing: bytes[here..<here + PlainMonth.mostBytes]))
  }

  // MARK: Declaration and comments

  /// Steps over a byte order mark and over an XML declaration that says no more than what holds anyway.
  mutating func skipDeclaration() {
    if byte() == 0xEF, byte(1) == 0xBB, byte(2) == 0xBF { here += 3 }
    for declaration in Self.declarations where isAt(declaration) {
      here += declaration.utf8CodeUnitCount
      return
    }
  }

  private static let declarations: [StaticString] = [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
    "<?xml version='1.0' encoding='UTF-8'?>", "<?xml version='1.0' encoding='utf-8'?>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>", "<?xml version=\"1.0\"?>",
  ]

  private func isAt(_ text: StaticString) -> Bool {
    let end = here + text.utf8CodeUnitCount
    return end <= bytes.count && UnsafeRawBufferPointer(rebasing: bytes[here..<end]).equals(text)
  }

  /// Steps over `<!-- … -->`; not over what is no comment, is too long, or has `--` within.
  mutating func skipComment(limit: Int) -> Bool {
    guard isAt("<!--") else { return false }
    let start = here
    here += 4
    while here - start <= limit {
      let next = byte()
      if next == UInt8(ascii: "-"), byte(1) == UInt8(ascii: "-") {
        guard byte(2) == UInt8(ascii: ">") else { return false }
        here += 3
        return true
      }
      if next.isXMLSpace { skipSpace() } else if !skipCharacter() { return false }
    }
    return false
  }

  // MARK: Names, values and text

  /// A name of ASCII letters, digits, `.`, `_` and `-`; nil if none stands here.
  mutating func name() -> UnsafeRawBufferPointer? {
    let start = here
    guard byte().isNameStart else { return nil }
    repeat { here += 1 } while byte().isNameByte
    return bytes(from: start)
  }

  /// Steps over a value up to its quote or an entity; not over white space other than blanks, which a
  /// parser would change.
  mutating func skipValue(until quote: UInt8) -> Bool {
    while here < bytes.count {
      let next = bytes[here]
      if next == quote || next == UInt8(ascii: "&") { return true }
      if next < 0x80 {
        guard next >= 0x20, next != UInt8(ascii: "<") else { return false }
        here += 1
      } else if !skipCharacter() {
        return false
      }
    }
    return false
  }

  /// Steps over text of ASCII characters up to a tag.
  mutating func skipPlainText() -> Bool {
    while byte() != UInt8(ascii: "<") {
      if byte().isXMLSpace {
        skipSpace()
      } else {
        guard (0x20..<0x7F).contains(byte()), byte() != UInt8(ascii: "&") else { return false }
        here += 1
      }
    }
    return true
  }

  /// Steps over an entity or a character by its number; nil for what none of the five is, and for control
  /// characters, which only stand in a value this way.
  mutating func reference() -> Unicode.Scalar? {
    for (text, character) in Self.entities where isAt(text) {
      here += text.utf8CodeUnitCount
      return character
    }
    guard isAt("&#") else { return nil }
    here += 2
    let radix: UInt32 = take(UInt8(ascii: "x")) ? 16 : 10
    var (value, digits): (UInt32, Int) = (0, 0)
    while let digit = byte().digit(radix: radix), digits < 7 {
      (value, digits) = (value * radix + digit, digits + 1)
      here += 1
    }
    guard digits > 0, take(UInt8(ascii: ";")), value >= 0x20, value != 0xFFFE, value != 0xFFFF else {
      return nil
    }
    return Unicode.Scalar(value)
  }

  private static let entities: [(StaticString, Unicode.Scalar)] = [
    ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"),
  ]

  /// Steps over one character that XML allows, in well-formed UTF-8.
  private mutating func skipCharacter() -> Bool {
    let first = byte()
    let second = byte(1)
    let length: Int
    switch first {
    case 0x20..<0x80:
      here += 1
      return true
    case 0xC2...0xDF: length = 2
    case 0xE0: length = second >= 0xA0 ? 3 : 0
    case 0xED: length = second < 0xA0 ? 3 : 0
    // U+FFFE and U+FFFF are no characters.
    case 0xEF: length = second != 0xBF || byte(2) < 0xBE ? 3 : 0
    case 0xE1...0xEC, 0xEE: length = 3
    case 0xF0: length = second >= 0x90 ? 4 : 0
    case 0xF4: length = second < 0x90 ? 4 : 0
    case 0xF1...0xF3: length = 4
    default: length = 0
    }
    if length == 0 { return false }
    for offset in 1..<length where byte(offset) & 0xC0 != 0x80 { return false }
    here += length
    return true
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool { (self | 0x20) &- 97 < 26 }

  fileprivate var isNameStart: Bool { isLetter || self == UInt8(ascii: "_") }

  fileprivate var isNameByte: Bool {
    isLetter || self &- 48 < 10 || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
      || self == UInt8(ascii: "_")
  }

  fileprivate func digit(radix: UInt32) -> UInt32? {
    if self &- 48 < 10 { return UInt32(self &- 48) }
    return radix == 16 && (self | 0x20) &- 97 < 6 ? UInt32((self | 0x20) &- 87) : nil
  }
}
