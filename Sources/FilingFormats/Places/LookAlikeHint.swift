import Filings

/// Names the letter that is not what it looks like: a Cyrillic `С` in `tСO2`, a full-width `Ａ`. Nobody
/// sees it on a screen, so that the message must say it.
package enum LookAlikeHint {
  /// Nil for a text without one, and for a Chinese term, in which full-width signs are at home.
  static func of(_ text: String) -> Label? {
    guard !text.unicodeScalars.contains(where: \.properties.isIdeographic),
      let likeness = Suggestion.lookAlike(in: text)
    else { return nil }
    let number = String(likeness.found.value, radix: 16, uppercase: true)
    return Label(
      zh: "其中的“\(likeness.found)”（U+\(number)）不是“\(likeness.meant)”。",
      en: "Its “\(likeness.found)” (U+\(number)) is not “\(likeness.meant)”.")
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
