import Filings
import Quantities

/// Renders a document as one self-contained HTML page: no script, nothing loaded, everything escaped.
struct HTMLRenderer {
  private let language: Language
  private var bytes: [UInt8] = []

  static func render(_ document: Document, in language: Language) -> [UInt8] {
    var renderer = HTMLRenderer(language: language)
    renderer.page(document)
    return renderer.bytes
  }

  private init(language: Language) {
    self.language = language
    bytes.reserveCapacity(200_000)
  }

  private mutating func page(_ document: Document) {
    raw("<!DOCTYPE html>\n<html lang=\"")
    raw(language == .zh ? "zh-CN" : "en")
    raw("\">\n<head>\n<meta charset=\"utf-8\">\n")
    raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    raw("<link rel=\"icon\" href=\"data:,\">\n<title>")
    text(document.title.text(in: language))
    raw("</title>\n<style>\n")
    raw(Stylesheet.css)
    raw("\n</style>\n</head>\n<body>\n<header>\n<h1>")
    both(document.title)
    raw("</h1>\n<p class=\"sub\">")
    text(document.subtitle.text(in: language))
    raw("</p>\n</header>\n")
    for section in document.sections {
      switch (section.isLandscape, section.startsPage) {
      case (false, false): raw("<section>\n<h2>")
      case (true, false): raw("<section class=\"wide\">\n<h2>")
      case (false, true): raw("<section class=\"page\">\n<h2>")
      case (true, true): raw("<section class=\"wide page\">\n<h2>")
      }
      both(section.title)
      raw("</h2>\n")
      for block in section.blocks { self.block(block) }
      raw("</section>\n")
    }
    raw("<footer>")
    text(document.colophon.text(in: language))
    raw("</footer>\n</body>\n</html>\n")
  }

  private mutating func block(_ block: Block) {
    switch block {
    case .subheading(let label):
      raw("<h3>")
      both(label)
      raw("</h3>\n")
    case .paragraph(let label):
      raw("<p>")
      text(label.text(in: language))
      raw("</p>\n")
    case .remark(let label):
      raw("<p class=\"remark\">")
      text(label.text(in: language))
      raw("</p>\n")
    case .figures(let figures): self.figures(figures)
    case .table(let table): self.table(table)
    case .facts(let facts): self.facts(facts)
    case .chart(let svg, let ground, let caption):
      raw("<figure>")
      bytes.append(text: ground)
      bytes.append(text: svg)
      raw("<figcaption>")
      text(caption.text(in: language))
      raw("</figcaption></figure>\n")
    }
  }

  private mutating func figures(_ figures: [KeyFigure]) {
    raw("<dl class=\"figures\">\n")
    for figure in figures {
      raw("<div><dt>")
      both(figure.label)
      raw("</dt><dd>")
      text(figure.value)
      raw("<small>")
      text(figure.unit)
      raw("</small></dd></div>\n")
    }
    raw("</dl>\n")
  }

  private mutating func facts(_ facts: [Fact]) {
    raw("<dl class=\"facts\">\n")
    for fact in facts {
      raw("<dt>")
      both(fact.name)
      raw("</dt><dd>")
      if let value = fact.value { text(value.text(in: language)) } else { blank() }
      raw("</dd>\n")
    }
    raw("</dl>\n")
  }

  private mutating func blank() {
    raw("<span class=\"blank\">")
    text(language == .zh ? "待填写" : "to be completed")
    raw("</span>")
  }

  private mutating func table(_ table: Table) {
    raw(table.isDense ? "<div class=\"scroll\"><table class=\"d\">\n" : "<div class=\"scroll\"><table>\n")
    if let caption = table.caption {
      raw("<caption>")
      both(caption)
      raw("</caption>\n")
    }
    raw("<thead><tr>")
    for column in table.columns {
      raw(column.isNumeric ? "<th class=\"n\">" : "<th>")
      both(column.head)
      if !column.unit.isEmpty {
        raw("<span class=\"u\">")
        text(column.unit)
        raw("</span>")
      }
      raw("</th>")
    }
    raw("</tr></thead>\n<tbody>\n")
    for (index, row) in table.rows.enumerated() {
      let isResult = table.resultRows.contains(index) || index >= table.rows.count - table.totalRows
      raw(isResult ? "<tr class=\"t\">" : "<tr>")
      for (cell, column) in zip(row, table.columns) { self.cell(cell, isNumeric: column.isNumeric) }
      raw("</tr>\n")
    }
    raw("</tbody></table></div>\n")
  }

  private mutating func cell(_ cell: Cell, isNumeric: Bool) {
    if isNumeric {
      raw("<td class=\"n\">")
    } else if Self.isLongWord(cell) {
      raw("<td class=\"w\">")
    } else {
      raw(Self.isDay(cell) ? "<td class=\"day\">" : "<td>")
    }
    switch cell {
    case .empty: break
    case .blank: blank()
    case .text(let content): text(content)
    case .label(let label): both(label)
    case .number(let number):
      if let number { NumberFormat.writeGrouped(number, into: &bytes) } else { raw("–") }
    case .conditional(let number):
      raw("(")
      NumberFormat.writeGrouped(number, into: &bytes)
      raw(")")
    case .link(let content, let address):
      raw("<a href=\"")
      text(address)
      raw("\">")
      text(content)
      raw("</a>")
    }
    raw("</td>")
  }

  /// A digest, for one: a word that would take the other columns' room must break anywhere.
  private static func isLongWord(_ cell: Cell) -> Bool {
    guard case .text(let content) = cell, content.utf8.count > 24 else { return false }
    var length = 0
    for byte in content.utf8 {
      length = byte == UInt8(ascii: " ") ? 0 : length + 1
      if length > 24 { return true }
    }
    return false
  }

  /// A date, which its hyphens would let break in a narrow column.
  private static func isDay(_ cell: Cell) -> Bool {
    guard case .text(let content) = cell, content.utf8.count == 10 else { return false }
    return CalendarDate(content) != nil
  }

  /// The label in the report's language, and the other one small beside it where it differs.
  private mutating func both(_ label: Label) {
    let own = label.text(in: language)
    let other = label.text(in: language == .zh ? .en : .zh)
    text(own)
    if !other.isEmpty, other != own {
      raw("<span class=\"o\">")
      text(other)
      raw("</span>")
    }
  }

  private mutating func raw(_ html: StaticString) {
    bytes.append(html)
  }

  private mutating func text(_ text: String) {
    bytes.append(escaping: text)
  }
}
