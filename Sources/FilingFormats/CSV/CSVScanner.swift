/// Where a field stands in the buffer. The quotes around a field are not part of it.
struct CSVField {
  let start: Int
  let end: Int
  /// Whether the field holds doubled quotes, each of which stands for one.
  let hasDoubledQuotes: Bool

  var isEmpty: Bool { start == end }
}

/// What breaks a record so that its fields cannot be told apart.
struct CSVFault: Error, Equatable {
  enum Kind: Equatable {
    /// A quote opens a field and none closes it.
    case unclosedQuote
    /// A quote inside a field that does not begin with one, or text after a closing quote.
    case strayQuote
    /// A field or a row is larger than its limit.
    case beyond(ReaderLimits.Kind, Int)
  }

  let kind: Kind
  /// The byte at which the fault shows: the opening quote, or the stray one.
  let offset: Int
}

/// Reads the records of RFC 4180 from bytes that stay where they are: it yields positions and copies
/// nothing. Records end with LF, CRLF or a lone CR; blank lines are no records.
///
/// After a faulty record it goes on with the line after the one on which the faulty field began, so that
/// one lost quote does not swallow the rest of the file. A quoted field that proves faulty is the only
/// thing read twice, and it ends at the next odd quote: the time stays linear in the bytes.
///
/// The buffer must outlive the scanner; ``CSVFile`` and ``CSVTableSet`` see to it.
struct CSVScanner {
  let bytes: UnsafeRawBufferPointer
  private let end: Int
  private let fieldBytes: Int
  private let columns: Int
  /// The next byte to read.
  private(set) var position: Int
  /// The line of the next byte, from 1.
  private(set) var line: Int
  /// The fields of the last record; of a faulty one those before the fault.
  private(set) var fields: [CSVField]
  /// Where the last record begins; always the beginning of a line.
  private(set) var recordStart: Int
  private(set) var recordLine: Int

  private enum Byte {
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
  }

  /// Scans a range of the bytes that begins at the beginning of a line.
  ///
  /// - Parameter fieldCount: how many fields its records probably have.
  init(
    _ bytes: UnsafeRawBufferPointer, range: Range<Int>, line: Int = 1, limits: ReaderLimits = ReaderLimits(),
    fieldCount: Int = 0
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the range lies in the bytes")
    self.bytes = bytes
    end = range.upperBound
    fieldBytes = limits.fieldBytes
    columns = limits.columns
    position = range.lowerBound
    self.line = line
    recordStart = position
    recordLine = line
    let none = CSVField(start: position, end: position, hasDoubledQuotes: false)
    fields = Array(repeating: none, count: min(fieldCount, columns))
  }

  /// Reads the next record into ``fields``; false at the end. Throws for a faulty record, after which
  /// the next call goes on behind it.
  mutating func next() throws(CSVFault) -> Bool {
    skipBlankLines()
    guard position < end else { return false }
    recordStart = position
    recordLine = line
    if readAlike() { return true }
    fields.removeAll(keepingCapacity: true)
    while true {
      guard fields.count < columns else {
        let start = position
        skipRestOfLine(from: start, line: line)
        throw CSVFault(kind: .beyond(.columns, columns), offset: start)
      }
      let isQuoted = position < end && bytes[position] == Byte.quote
      if try isQuoted ? readQuotedField() : readPlainField() { return true }
    }
  }

  /// Reads the next record that has anything but empty fields; spreadsheets write rows of nothing but
  /// commas for cells that were cleared.
  mutating func nextFilled() throws(CSVFault) -> Bool {
    while try next() {
      if fields.contains(where: { !$0.isEmpty }) { return true }
    }
    return false
  }

  /// Steps over the next record if it begins with these bytes and has so many fields, none of them quoted: only
  /// its commas and its end are looked for. False for any other, of which nothing is read then. ``fields`` stay
  /// those of the record before.
  mutating func skip(beginningWith head: UnsafeRawBufferPointer, fieldCount: Int) -> Bool {
    guard position + head.count <= end,
      UnsafeRawBufferPointer(rebasing: bytes[position..<position + head.count]).isSame(as: head)
    else { return false }
    var here = position
    var commas = 0
    while here + 8 <= end {
      let word = EightBytes(bytes, at: here)
      if word.upTo(Byte.quote) == 0 {
        commas += word.count(of: Byte.comma)
        here += 8
        continue
      }
      for _ in 0..<8 {
        let byte = bytes[here]
        if byte == Byte.comma { commas += 1 }
        if byte == Byte.quote { return false }
        if byte == Byte.lineFeed || byte == Byte.carriageReturn {
          guard commas == fieldCount - 1, here - position <= fieldBytes else { return false }
          (recordStart, recordLine) = (position, line)
          position = here
          endLine()
          return true
        }
        here += 1
      }
    }
    return false
  }

  private mutating func skipBlankLines() {
    while position < end, bytes[position] == Byte.lineFeed || bytes[position] == Byte.carriageReturn {
      endLine()
    }
  }

  /// Steps over a line end.
  private mutating func endLine() {
    if bytes[position] == Byte.carriageReturn, position + 1 < end, bytes[position + 1] == Byte.lineFeed {
      position += 1
    }
    position += 1
    line += 1
  }

  /// Reads a record of as many fields as the last one, none of them quoted, as nearly all rows of a table are:
  /// it only writes over the last one's fields. False for any other, of which nothing is read then.
  private mutating func readAlike() -> Bool {
    let (bytes, end, fieldBytes) = (bytes, end, fieldBytes)
    var here = position
    var start = here
    let isRead = fields.withUnsafeMutableBufferPointer { fields in
      let last = fields.count - 1
      var index = 0
      // Bytes behind the range may be looked at, though none of them is part of a field.
      while here + 8 <= bytes.count, last >= 0 {
        var candidates = EightBytes(bytes, at: here).upTo(Byte.comma)
        while candidates != 0 {
          let place = here + candidates.trailingZeroBitCount / 8
          candidates &= candidates &- 1
          let byte = bytes[place]
          guard Self.endsPlainField(byte) else { continue }
          guard place < end, (byte == Byte.comma) == (index < last), byte != Byte.quote,
            place - start <= fieldBytes
          else {
            return false
          }
          fields[index] = CSVField(start: start, end: place, hasDoubledQuotes: false)
          if index == last {
            here = place
            return true
          }
          index += 1
          start = place + 1
        }
        here += 8
      }
      // The last bytes of a file are left to the careful way.
      return false
    }
    guard isRead else { return false }
    position = here
    endLine()
    return true
  }

  /// Whether the record ends with the field.
  private mutating func readPlainField() throws(CSVFault) -> Bool {
    let start = position
    let here = Self.endOfPlainField(bytes, from: start, to: end)
    if here < end, bytes[here] == Byte.quote {
      skipRestOfLine(from: start, line: line)
      throw CSVFault(kind: .strayQuote, offset: here)
    }
    guard here - start <= fieldBytes else {
      skipRestOfLine(from: here, line: line)
      throw CSVFault(kind: .beyond(.fieldLength, fieldBytes), offset: start)
    }
    fields.append(CSVField(start: start, end: here, hasDoubledQuotes: false))
    return endField(at: here)
  }

  /// The first byte that ends a plain field, or the quote that may not stand in it; the end if there is none.
  /// Looks at eight bytes at a time.
  @inline(__always)
  private static func endOfPlainField(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
    var here = start
    while here + 8 <= end {
      // What ends a field is at or below the comma; letters, digits and Chinese are above.
      var candidates = EightBytes(bytes, at: here).upTo(Byte.comma)
      while candidates != 0 {
        let place = here + candidates.trailingZeroBitCount / 8
        if endsPlainField(bytes[place]) { return place }
        candidates &= candidates &- 1
      }
      here += 8
    }
    while here < end, !endsPlainField(bytes[here]) { here += 1 }
    return here
  }

  @inline(__always)
  private static func endsPlainField(_ byte: UInt8) -> Bool {
    byte == Byte.comma || byte == Byte.lineFeed || byte == Byte.carriageReturn || byte == Byte.quote
  }

  private mutating func readQuotedField() throws(CSVFault) -> Bool {
    let opening = position
    let openingLine = line
    var here = opening + 1
    var doubled = false
    // An unclosed quote is not followed through the rest of a large file.
    let last = min(end, opening + 1 + fieldBytes + 1)
    while true {
      guard here < last else {
        let isLong = last < end && line == openingLine
        skipRestOfLine(from: opening, line: openingLine)
        throw CSVFault(kind: isLong ? .beyond(.fieldLength, fieldBytes) : .unclosedQuote, offset: opening)
      }
      let byte = bytes[here]
      if byte == Byte.quote {
        guard here + 1 < end, bytes[here + 1] == Byte.quote else { break }
        doubled = true
        here += 2
      } else {
        if byte == Byte.lineFeed
          || byte == Byte.carriageReturn && !(here + 1 < end && bytes[here + 1] == Byte.lineFeed)
        {
          line += 1
        }
        here += 1
      }
    }
    let closing = here
    here += 1
    let closesField =
      here == end || bytes[here] == Byte.comma || bytes[here] == Byte.lineFeed
      || bytes[here] == Byte.carriageReturn
    guard closesField else {
      // Over several lines it is more likely that the first quote was never closed than that the last
      // one is a stray one.
      let kind: CSVFault.Kind = line == openingLine ? .strayQuote : .unclosedQuote
      skipRestOfLine(from: opening, line: openingLine)
      throw CSVFault(kind: kind, offset: kind == .strayQuote ? closing : opening)
    }
    fields.append(CSVField(start: opening + 1, end: closing, hasDoubledQuotes: doubled))
    return endField(at: here)
  }

  /// Steps over what ends a field; true if it ends the record too.
  private mutating func endField(at here: Int) -> Bool {
    position = here
    guard here < end else { return true }
    if bytes[here] == Byte.comma {
      position += 1
      return false
    }
    endLine()
    return true
  }

  private mutating func skipRestOfLine(from start: Int, line startLine: Int) {
    position = start
    line = startLine
    while position < end, bytes[position] != Byte.lineFeed, bytes[position] != Byte.carriageReturn {
      position += 1
    }
    if position < end { endLine() }
  }
}

extension CSVScanner {
  /// The line and the column, in characters from 1, of a byte of the last record.
  func place(of offset: Int) -> (line: Int, column: Int) {
    var line = recordLine
    var lineStart = recordStart
    var here = recordStart
    while here < offset {
      let byte = bytes[here]
      here += 1
      if byte == Byte.lineFeed
        || byte == Byte.carriageReturn && !(here < end && bytes[here] == Byte.lineFeed)
      {
        line += 1
        lineStart = here
      }
    }
    // Every byte but the second and later ones of a character counts.
    let column = bytes[lineStart..<offset].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    return (line, column)
  }

  /// The place at which a field begins, its opening quote where it has one.
  func place(of field: CSVField) -> (line: Int, column: Int) {
    place(of: isQuoted(field) ? field.start - 1 : field.start)
  }

  func isQuoted(_ field: CSVField) -> Bool {
    field.start > recordStart && bytes[field.start - 1] == Byte.quote
  }

  /// The bytes of a field as they stand in the file, doubled quotes and all.
  func raw(_ field: CSVField) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[field.start..<field.end])
  }

  /// The text of a field.
  func text(_ field: CSVField) -> String {
    guard field.hasDoubledQuotes else { return String(decoding: raw(field), as: UTF8.self) }
    var unescaped: [UInt8] = []
    unescaped.reserveCapacity(field.end - field.start)
    var here = field.start
    while here < field.end {
      unescaped.append(bytes[here])
      here += bytes[here] == Byte.quote ? 2 : 1
    }
    return String(decoding: unescaped, as: UTF8.self)
  }
}
