import CXlsxWriter
import Filings
import Quantities

/// The one place that touches libxlsxwriter.
///
/// Ownership: the workbook owns its sheets and formats; `close()` writes the file and frees everything,
/// and nothing may be used after it. A workbook that is not closed is closed when it goes.
final class XLSXWorkbook {
  private var workbook: UnsafeMutablePointer<lxw_workbook>?
  private var formats: [Style: UnsafeMutablePointer<lxw_format>] = [:]

  /// How a cell looks.
  enum Style: Hashable {
    case title, note, head, text
    case number(decimals: Int), total(decimals: Int), totalText
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - Parameter created: the day in the document's properties: never the clock's, so that the same
  ///   results give the same bytes.
  init(path: String, title: String, created: CalendarDate) throws {
    guard let workbook = workbook_new(path) else { throw Failure(description: "no memory for the workbook") }
    self.workbook = workbook
    var properties = lxw_doc_properties()
    properties.created = Self.seconds(at: created)
    // The library copies the strings.
    title.withCString { text in
      properties.title = UnsafeMutablePointer(mutating: text)
      workbook_set_properties(workbook, &properties)
    }
  }

  deinit {
    if let workbook { workbook_close(workbook) }
  }

  func close() throws {
    guard let workbook else { return }
    self.workbook = nil
    let error = workbook_close(workbook)
    if error != LXW_NO_ERROR { throw Failure(description: String(cString: lxw_strerror(error))) }
  }

  func addSheet(_ name: String) throws -> XLSXSheet {
    guard let sheet = workbook_add_worksheet(workbook, name) else {
      throw Failure(description: "the sheet \(name) cannot be added")
    }
    return XLSXSheet(sheet: sheet, book: self)
  }

  fileprivate func format(_ style: Style) -> UnsafeMutablePointer<lxw_format>? {
    if let format = formats[style] { return format }
    guard let format = workbook_add_format(workbook) else { return nil }
    formats[style] = format
    format_set_font_size(format, 10)
    switch style {
    case .title:
      format_set_bold(format)
      format_set_font_size(format, 14)
    case .note:
      format_set_font_color(format, 0x5C6773)
      format_set_font_size(format, 9)
    case .head:
      format_set_bold(format)
      format_set_text_wrap(format)
      format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
      format_set_bg_color(format, 0xE8EEF2)
      format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_font_size(format, 9)
    case .text, .totalText:
      format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
      format_set_indent(format, 1)
      if style == .totalText { total(format) } else { format_set_text_wrap(format) }
    case .number(let decimals), .total(let decimals):
      format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
      format_set_num_format(
        format, decimals == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: decimals))
      if case .total = style { total(format) }
    }
    return format
  }

  private func total(_ format: UnsafeMutablePointer<lxw_format>) {
    format_set_bold(format)
    format_set_bg_color(format, 0xF3F6F8)
  }

  /// Midnight UTC, by counting days.
  private static func seconds(at date: CalendarDate) -> Int {
    (date.dayNumber - 719_468) * 86_400
  }
}

/// A sheet of a workbook; valid until the workbook is closed.
struct XLSXSheet {
  fileprivate let sheet: UnsafeMutablePointer<lxw_worksheet>
  fileprivate let book: XLSXWorkbook

  /// Text is written as text, whatever it begins with: never as a formula.
  func write(_ text: String, row: Int, column: Int, _ style: XLSXWorkbook.Style) {
    worksheet_write_string(sheet, UInt32(row), UInt16(column), text, book.format(style))
  }

  func write(_ number: FixedDecimal, row: Int, column: Int, _ style: XLSXWorkbook.Style) {
    worksheet_write_number(sheet, UInt32(row), UInt16(column), number.spreadsheetValue, book.format(style))
  }

  /// A formula with the exact result as its stored value.
  func write(formula: String, value: FixedDecimal, row: Int, column: Int, _ style: XLSXWorkbook.Style) {
    worksheet_write_formula_num(
      sheet, UInt32(row), UInt16(column), formula, book.format(style), value.spreadsheetValue)
  }

  func writeBlank(row: Int, column: Int, _ style: XLSXWorkbook.Style) {
    worksheet_write_blank(sheet, UInt32(row), UInt16(column), book.format(style))
  }

  func setWidth(_ width: Double, column: Int) {
    worksheet_set_column(sheet, UInt16(column), UInt16(column), width, nil)
  }

  func setHeight(_ height: Double, row: Int) {
    worksheet_set_row(sheet, UInt32(row), height, nil)
  }

  /// Heads stay in view and are repeated on every printed page: A4 landscape, as wide as the page.
  func setUpPages(headRow: Int, frozenColumns: Int) {
    worksheet_freeze_panes(sheet, UInt32(headRow + 1), UInt16(frozenColumns))
    worksheet_repeat_rows(sheet, 0, UInt32(headRow))
    worksheet_set_landscape(sheet)
    worksheet_set_paper(sheet, 9)
    worksheet_fit_to_pages(sheet, 1, 0)
    worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6)
    worksheet_set_footer(sheet, "&R&8&P / &N")
  }
}

extension FixedDecimal {
  /// The nearest number that a spreadsheet can hold: its cells are binary floats by definition.
  fileprivate var spreadsheetValue: Double { Double(description) ?? 0 }
}
