import Filings
import Quantities

/// What the reader says about the cells of rows.
extension CSVMessages {
  static func missingValue(_ column: CSVColumn, file: String, line: Int, column place: Int) -> Diagnostic {
    Diagnostic(
      .csvMissingValue, file: file, line: line, column: place, field: column.name.header,
      message: Label(
        zh: "必填列 \(column.name.header)（\(column.label.zh)）为空。",
        en: "The required column \(column.name.header) (\(column.label.en)) is empty."),
      expected: expected(column.form))
  }

  static func value(
    _ text: String, _ column: CSVColumn, file: String, line: Int, column place: Int
  ) -> Diagnostic {
    var known: (hint: Label, meant: String?)?
    if case .uscc = column.form { known = CreditCodeHint.of(text) }
    return Diagnostic(
      .csvValue, file: file, line: line, column: place, field: column.name.header, text: text,
      message: Label(
        zh: "列 \(column.name.header) 的值“\(shown(text))”格式不对。\(known?.hint.zh ?? "")",
        en:
          "The value “\(shown(text))” of the column \(column.name.header) has not the form it must have.\(known?.hint.en ?? "")"
      ),
      expected: known?.meant.map { "\($0)?" } ?? expected(column.form))
  }

  static func code(
    _ text: String, _ column: CSVColumn, file: String, line: Int, column place: Int
  ) -> Diagnostic {
    guard case .code(let list) = column.form else {
      return value(text, column, file: file, line: line, column: place)
    }
    var hint = Label(zh: "", en: "")
    let isUnit = column.name == .unit
    let meant =
      isUnit ? Suggestion.unit(for: text)?.rawValue : Suggestion.nearest(to: text, among: list.spellings)
    if isUnit, meant == nil { hint = UnitHint.conversion }
    if let meant { hint = Label(zh: "是否为 \(meant)？", en: " Did you mean \(meant)?") }
    if meant != nil, let likeness = LookAlikeHint.of(text) {
      hint = Label(zh: hint.zh + likeness.zh, en: hint.en + " " + likeness.en)
    }
    let expected =
      list.codes.count <= 30 || meant == nil ? list.codes.joined(separator: ", ") : meant ?? ""
    return Diagnostic(
      .csvCode, file: file, line: line, column: place, field: column.name.header, text: text,
      message: Label(
        zh: "列 \(column.name.header) 的代码表中没有“\(shown(text))”。\(hint.zh)",
        en: "The code list of the column \(column.name.header) has no “\(shown(text))”.\(hint.en)"),
      expected: expected)
  }

  static func number(
    _ text: String, because error: NumberError, _ column: CSVColumn, file: String, line: Int,
    column place: Int
  ) -> Diagnostic {
    let (code, message): (DiagnosticCode, Label) =
      switch error {
      case .thousandsSeparator:
        (
          .numberSeparator,
          Label(zh: "数字“\(shown(text))”含千位分隔符。", en: "The number “\(shown(text))” has thousands separators.")
        )
      case .fullWidthDigits:
        (
          .numberFullWidth,
          Label(
            zh: "数字“\(shown(text))”使用了全角数字。",
            en: "The number “\(shown(text))” is written in full-width digits.")
        )
      case .tooManyDigits:
        (
          .numberDigits,
          Label(zh: "数字“\(shown(text))”位数过多。", en: "The number “\(shown(text))” has too many digits.")
        )
      case .exponent:
        (
          .number,
          Label(
            zh: "数字“\(shown(text))”使用了科学记数法。", en: "The number “\(shown(text))” is written with an exponent.")
        )
      case .empty, .notANumber:
        (.number, Label(zh: "“\(shown(text))”不是数字。", en: "“\(shown(text))” is not a number."))
      }
    return Diagnostic(
      code, file: file, line: line, column: place, field: column.name.header, text: text, message: message,
      expected: expected(column.form))
  }

  static func negative(
    _ text: String, _ column: CSVColumn, file: String, line: Int, column place: Int
  ) -> Diagnostic {
    Diagnostic(
      .negative, file: file, line: line, column: place, field: column.name.header, text: text,
      message: Label(
        zh: "列 \(column.name.header) 不能为负。", en: "The column \(column.name.header) cannot be below zero."),
      expected: "≥ 0")
  }

  static func reference(
    _ id: String, to table: CSVFilingTable, _ column: CSVColumnName, expected: String, file: String,
    line: Int, column place: Int
  ) -> Diagnostic {
    Diagnostic(
      .csvReference, file: file, line: line, column: place, field: column.header, text: id,
      message: Label(
        zh: "\(table.rawValue)表中没有该单位该年度的“\(shown(id))”。",
        en: "The table \(table.rawValue) has no “\(shown(id))” for this entity and year."),
      expected: expected)
  }

  /// - Parameter key: the columns that make two rows the same entry, each with what the row has in it; the last
  ///   is the one that is pointed at, at the column `place`.
  static func duplicateRow(
    key: [(column: CSVColumnName, text: String)], file: String, line: Int, column place: Int,
    firstFile: String,
    firstLine: Int
  ) -> Diagnostic {
    let same = key.map { "\($0.column.header) \(shown($0.text))" }.joined(separator: ", ")
    let first = firstFile == file ? Label(zh: "", en: "") : Label(zh: "\(firstFile) ", en: "\(firstFile) ")
    return Diagnostic(
      .csvDuplicate, file: file, line: line, column: place, field: key.last?.column.header ?? "",
      text: key.last?.text ?? "",
      message: Label(
        zh: "该行与\(first.zh)第\(firstLine)行是同一条目，相同的有：\(same)。",
        en: "The row repeats the entry of \(first.en)line \(firstLine): the same \(same)."))
  }

  static func repeatedReference(
    _ id: String, _ column: CSVColumnName, file: String, line: Int, column place: Int
  ) -> Diagnostic {
    Diagnostic(
      .csvDuplicate, file: file, line: line, column: place, field: column.header, text: id,
      message: Label(zh: "“\(shown(id))”在同一格中出现两次。", en: "“\(shown(id))” stands twice in the cell."))
  }

  static func duplicateEntity(_ key: CSVFilingKey, file: String, line: Int, first: Label) -> Diagnostic {
    Diagnostic(
      .csvDuplicate, file: file, line: line, column: 1, field: CSVColumnName.uscc.header, text: key.uscc,
      message: Label(
        zh: "\(first.zh)已有该单位\(key.year)年度的填报；同一文件夹中无法区分两次提交，请分文件夹存放。",
        en:
          "\(first.en) already has this entity's filing of \(key.year). Two submissions in one folder cannot be told apart; give each its own folder."
      ),
      uscc: key.uscc)
  }

  static func unknownEntity(
    _ key: CSVFilingKey, rows: Int, otherYears: [Int], file: String, line: Int
  ) -> Diagnostic {
    let years = otherYears.map(String.init).joined(separator: ", ")
    let known =
      otherYears.isEmpty
      ? Label(zh: "", en: "") : Label(zh: "（有\(years)年度）", en: ", only of \(years)")
    return Diagnostic(
      .csvEntity, file: file, line: line, column: 1, field: CSVColumnName.uscc.header, text: key.uscc,
      message: Label(
        zh: "entities表中没有该单位\(key.year)年度的行\(known.zh)；本文件中有其\(rows)行。",
        en:
          "The entities table has no row of this entity for \(key.year)\(known.en); in this file \(rows == 1 ? "1 row is" : "\(rows) rows are") of it."
      ),
      uscc: key.uscc)
  }

  static func noEntities(file: String) -> Diagnostic {
    Diagnostic(
      .csvEntity, file: file, line: 1,
      message: Label(
        zh: "没有给出带有数据行的entities表，无法知道这些行属于哪个单位。",
        en: "No entities table with a row came with it, so that nobody knows whose these rows are."),
      expected: "entities")
  }

  /// A value cut to the length of a message.
  private static func shown(_ text: String) -> String {
    text.shortened(to: 40)
  }

  private static func digits(_ count: ClosedRange<Int>) -> String {
    count.count == 1 ? "\(count.lowerBound)" : "\(count.lowerBound)–\(count.upperBound)"
  }

  /// What a form wants, in a few signs that both languages read.
  private static func expected(_ form: CSVForm) -> String {
    switch form {
    case .uscc: "91110000MA0000000X (18 × 0-9 A-Z, -I -O -S -V -Z)"
    case .integer(let range): "\(range.lowerBound)–\(range.upperBound)"
    case .digits(let count): "\("340000".prefix(count.upperBound)) (\(digits(count)) × 0-9)"
    case .identifier: "L1: \(CSVForm.identifierPattern)"
    case .facility: "L1 | -: \(CSVForm.identifierPattern) | -"
    case .identifiers: "E1 E2: \(CSVForm.identifierPattern) (…)"
    case .text: "≤ \(CSVLimits.textCharacters)"
    case .number, .amount: "1234.50"
    case .date: "2026-03-31 (YYYY-MM-DD)"
    case .sha256: "[0-9A-Fa-f]{64}"
    case .code(let list): list.codes.joined(separator: ", ")
    }
  }
}

extension CSVForm {
  static let identifierPattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,31}"

  static func digitsPattern(_ count: ClosedRange<Int>) -> String {
    count.count == 1 ? "[0-9]{\(count.lowerBound)}" : "[0-9]{\(count.lowerBound),\(count.upperBound)}"
  }
}
