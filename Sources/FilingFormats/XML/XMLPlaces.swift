/// Finds the line and column of tags in one pass over the document: it remembers the last tag, so that a
/// file on one line costs no more than one on many.
struct XMLPlaces {
  /// The last tag found: how many bytes stand before it, and its column.
  private var lastOffset = 0
  private var lastColumn = 1

  /// Where a text begins, white space left out, behind which the parser stands; column 0 where that does not tell.
  static func start(of text: UnsafeRawBufferPointer, endingAt end: XMLPlace) -> XMLPlace {
    let blank = text.prefix(while: \.isXMLSpace)
    let shown = text[blank.endIndex...]
    let line = end.line - shown.count { $0 == 0x0A }
    if let lineEnd = blank.lastIndex(of: 0x0A) {
      return XMLPlace(line: line, column: blank.endIndex - lineEnd)
    }
    guard line == end.line, blank.isEmpty else { return XMLPlace(line: line, column: 0) }
    return XMLPlace(line: line, column: max(0, end.column - shown.count { $0 & 0xC0 != 0x80 }))
  }

  /// Where the last `<` of the bytes stands.
  ///
  /// - Parameters:
  ///   - bytes: what the parser still holds, up to where it stands.
  ///   - dropped: how many bytes of the document stood before them.
  ///   - line: the line on which the bytes end.
  mutating func tag(in bytes: UnsafeBufferPointer<UInt8>, dropped: Int, line: Int) -> XMLPlace {
    var line = line
    var opening = bytes.count - 1
    while opening >= 0, bytes[opening] != UInt8(ascii: "<") {
      if bytes[opening] == 0x0A { line -= 1 }
      opening -= 1
    }
    guard opening >= 0 else { return XMLPlace(line: line, column: 0) }
    // Columns are counted from the last tag, or from the line end between it and this one.
    let known = lastOffset - dropped
    let isKnown = (0...opening).contains(known)
    let limit = isKnown ? known : 0
    var column = isKnown ? lastColumn : 0
    var here = opening
    var characters = 0
    while here > limit {
      here -= 1
      if bytes[here] == 0x0A {
        column = 1
        break
      }
      // The bytes behind the first of a character do not count.
      if bytes[here] & 0xC0 != 0x80 { characters += 1 }
    }
    // Without a known place on the line there is no column.
    if column > 0 { column += characters }
    lastOffset = dropped + opening
    lastColumn = column
    return XMLPlace(line: line, column: column)
  }
}
