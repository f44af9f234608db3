/// Keeps spreadsheets from running a text as a formula, reversibly.
///
/// A free text that begins with a sign which spreadsheets take for the beginning of a formula, or with an
/// apostrophe, is written with one apostrophe before it. Reading takes exactly one apostrophe away if
/// such a sign, or another apostrophe, follows. So every text comes back as it was, and an apostrophe
/// before anything else is part of the text.
///
/// Numbers, codes, dates and ids (the `-` of the enterprise, for one) are never touched.
enum CSVFormulaGuard {
  private static let apostrophe: Unicode.Scalar = "'"

  static func guarded(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, isRisky(first) else { return text }
    return "'" + text
  }

  static func unguarded(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    guard scalars.popFirst() == apostrophe, let next = scalars.first, isRisky(next) else { return text }
    return String(scalars)
  }

  private static func isRisky(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", apostrophe: true
    default: false
    }
  }
}
