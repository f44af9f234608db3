/// How high a row must be for its wrapped texts.
///
/// The file has to say it: a program that opens it keeps the height it finds, and LibreOffice measures none of its
/// own for an .xlsx. The estimate leans to the high side, for half a line too much is readable and half a line too
/// little is not.
enum RowHeight {
  /// Height of a line of the 11 pt body text, points.
  private static let line = 15.0
  /// The highest row that Excel shows, points.
  private static let limit = 409.0

  /// - Parameter cells: each cell's text and its column's width in digits.
  /// - Returns: the row's height, points.
  static func fitting(_ cells: [(text: String, width: Double)]) -> Double {
    let lines = cells.map { lineCount($0.text, width: $0.width) }.max() ?? 1
    return min(Double(lines) * line + 1, limit)
  }

  private static func lineCount(_ text: String, width: Double) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { max(1, Int(($0.unicodeScalars.reduce(0) { $0 + digits($1) } / max(width - 2, 1)).rounded(.up))) }
      .reduce(0, +)
  }

  /// A Han character or a full-width sign is about twice as wide as a digit.
  private static func digits(_ scalar: Unicode.Scalar) -> Double {
    scalar.value >= 0x2E80 ? 2 : 1.1
  }
}
