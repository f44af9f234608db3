/// XML in the encodings of Chinese offices, as UTF-8: then places are counted in characters, whatever the file's
/// encoding, and lines can be shown.
enum XMLEncoding {
  /// The document in UTF-8, with blanks where it names its encoding, so that every character keeps its place.
  ///
  /// - Returns: nil for UTF-8, for other encodings, and where any byte is none of the encoding: what becomes of
  ///   those is for the parser to say.
  static func utf8(of bytes: [UInt8]) -> [UInt8]? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      // Its mark is U+FEFF in UTF-8 too.
      guard let text = Iconv.converted(bytes, from: "UTF-16", to: "UTF-8"), !text.isEmpty else { return nil }
      guard let name = encodingName(in: text) else { return text }
      return spelled(text[name]) == "UTF-16" ? blanked(text, name) : nil
    }
    guard bytes.first == UInt8(ascii: "<"), let name = encodingName(in: bytes),
      ["GB18030", "GBK", "GB2312"].contains(spelled(bytes[name])),
      let text = Iconv.converted(bytes, from: spelled(bytes[name]), to: "UTF-8"),
      let place = encodingName(in: text)
    else { return nil }
    return blanked(text, place)
  }

  /// A name of an encoding in capitals.
  private static func spelled(_ name: ArraySlice<UInt8>) -> String {
    String(decoding: name, as: UTF8.self).uppercased()
  }

  /// Where the declaration of a document names its encoding: the name between its quotes.
  private static func encodingName(in bytes: [UInt8]) -> Range<Int>? {
    // A copy: a slice of the whole file would copy that with its first change.
    let head = Array(bytes.prefix(200))[...]
    guard head.starts(with: "<?xml".utf8) else { return nil }
    guard let end = head.dropFirst(2).firstIndex(of: UInt8(ascii: "?")), let word = word(in: head[..<end]),
      let open = head[word.upperBound..<end].firstIndex(where: isQuote),
      let close = head[(open + 1)..<end].firstIndex(of: head[open])
    else { return nil }
    return open + 1..<close
  }

  private static func word(in head: ArraySlice<UInt8>) -> Range<Int>? {
    let text = " encoding".utf8
    return head.indices.first { head[$0...].starts(with: text) }.map { $0..<$0 + text.count }
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  /// Blanks for ` encoding="…"`: what declares none is UTF-8.
  private static func blanked(_ text: [UInt8], _ name: Range<Int>) -> [UInt8] {
    var text = text
    guard let word = word(in: text[..<name.lowerBound]) else { return text }
    for index in word.lowerBound...name.upperBound { text[index] = UInt8(ascii: " ") }
    return text
  }
}
