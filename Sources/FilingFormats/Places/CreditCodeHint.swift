import Filings

/// Names what turned a unified social credit code into something else: a letter that codes do not have, or a
/// spreadsheet that took the code for a number.
enum CreditCodeHint {
  /// What is said behind the message, and the code that was probably meant; nil where nothing is known.
  static func of(_ text: String) -> (hint: Label, meant: String?)? {
    if isExponent(text) {
      return (
        Label(
          zh: "表格软件把代码当成了数字：先将该列设为文本格式，再重新输入代码。",
          en:
            " A spreadsheet took the code for a number: format the column as text, then enter the code again."
        ), nil
      )
    }
    let capital = text.uppercased()
    var wrong: Character?
    let mended = String(
      capital.map { letter in
        guard let digit = digits[letter] else { return letter }
        if wrong == nil { wrong = letter }
        return digit
      })
    guard USCC.isWellFormed(mended) else { return length(of: capital) }
    let meant = USCC.isValid(mended) ? mended : nil
    guard let wrong else {
      return (Label(zh: "代码中的字母应为大写。", en: " The letters of a code are capitals."), meant)
    }
    let digit = digits[wrong].map(String.init) ?? ""
    return (
      Label(
        zh: "代码中没有字母\(wrong)，可能是数字\(digit)。",
        en: " A code has no letter \(wrong); it may be the digit \(digit)."), meant
    )
  }

  /// The letters that GB 32100 leaves out because they look like digits.
  private static let digits: [Character: Character] = ["O": "0", "I": "1", "Z": "2", "S": "5"]

  /// `9.165E+17`.
  private static func isExponent(_ text: String) -> Bool {
    let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
    guard parts.count == 2, let power = parts.last else { return false }
    return parts[0].first?.isNumber == true && parts[0].allSatisfy { $0.isNumber || $0 == "." }
      && power.hasPrefix("+") && power.dropFirst().allSatisfy(\.isNumber) && power.count > 1
  }

  private static func length(of text: String) -> (hint: Label, meant: String?)? {
    let count = text.count
    guard (10...25).contains(count), count != 18,
      text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
    else { return nil }
    return (
      Label(zh: "代码应为18位，此处为\(count)位。", en: " A code has 18 characters, this one \(count)."), nil
    )
  }
}
