import Filings

/// Names the letter that is not what it looks like: a Cyrillic `С` in `tСO2`, a full-width `Ａ`. Nobody
/// sees it on a screen, so that the message must say it.
package enum LookAlikeHint {
  /// Nil for a text without one, and for a Chinese term, in which full-width signs are at home; a lone dash stands
  /// for nothing, not for a hyphen.
  static func of(_ text: String) -> Label? {
    if let unseen = unseen(in: text) { return unseen }
    guard text.unicodeScalars.count > 1 || text.first?.isLetter == true || text.first?.isNumber == true,
      !text.unicodeScalars.contains(where: \.properties.isIdeographic),
      let likeness = Suggestion.lookAlike(in: text)
    else { return nil }
    let number = String(likeness.found.value, radix: 16, uppercase: true)
    return Label(
      zh: "其中的“\(likeness.found)”（U+\(number)）不是“\(likeness.meant)”。",
      en: "Its “\(likeness.found)” (U+\(number)) is not “\(likeness.meant)”.")
  }

  /// Names what does not show at all.
  private static func unseen(in text: String) -> Label? {
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
      return Label(zh: "其中有换行或其他控制字符。", en: "It has a line break or another control character.")
    }
    if let scalar = text.unicodeScalars.first(where: isUnseen) {
      let number = String(scalar.value, radix: 16, uppercase: true)
      let zeros = String(repeating: "0", count: max(0, 4 - number.count))
      return Label(
        zh: "其中有看不见的字符U+\(zeros)\(number)。", en: "It has a character that does not show, U+\(zeros)\(number)."
      )
    }
    guard text.first == " " || text.last == " " else { return nil }
    return Label(zh: "其首尾有空格。", en: "It begins or ends with a blank.")
  }

  /// Whether nobody sees the character.
  static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || isUnseen(scalar) }

  /// Blanks that are no plain blank, and characters without width.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA0, 0xAD, 0x2000...0x200F, 0x202F, 0x205F...0x2064, 0x3000, 0xFEFF: true
    default: false
    }
  }

  /// The diagnostic with the hint behind its message, where its text has one and the message none.
  package static func added(to diagnostic: Diagnostic) -> Diagnostic {
    switch diagnostic.code {
    case .xmlCode, .xmlValue, .xmlElement, .xmlAttribute, .xmlReference, .csvCode, .csvValue, .csvColumn,
      .csvReference, .attributeValue, .number:
      break
    default: return diagnostic
    }
    guard !diagnostic.message.en.contains("U+"), let hint = of(diagnostic.text) else { return diagnostic }
    var hinted = diagnostic
    let (zh, en) = (diagnostic.message.zh, diagnostic.message.en)
    let stops: [Character] = ["。", "？", ".", "?"]
    hinted.message = Label(
      zh: zh + (zh.last.map(stops.contains) == true ? "" : "。") + hint.zh,
      en: en + (en.last.map(stops.contains) == true ? " " : ". ") + hint.en)
    return hinted
  }
}
