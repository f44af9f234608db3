import Filings
import Quantities

/// A report before it has a format: sections of headings, paragraphs, tables and charts.
struct Document {
  var title: Label
  var subtitle: Label
  var sections: [Section] = []
  /// What stands small at the end: who made it, from what.
  var colophon: Label
}

/// A part of a document with its own page orientation.
struct Section {
  var title: Label
  /// Printed on landscape pages: tables of twelve months.
  var isLandscape = false
  /// Begins on a page of its own when printed.
  var startsPage = false
  var blocks: [Block] = []

  init(_ zh: String, _ en: String, isLandscape: Bool = false) {
    title = Label(zh: zh, en: en)
    self.isLandscape = isLandscape
  }
}

enum Block {
  case subheading(Label)
  case paragraph(Label)
  /// Set apart: a standing, a choice, something a reader must not overlook.
  case remark(Label)
  /// The few numbers a reader looks for first.
  case figures([KeyFigure])
  case table(Table)
  /// Names and what is said of each, in a compact list.
  case facts([Fact])
  /// A chart: SVG text that is safe to embed, behind the part of it that many charts have in common, and what it
  /// shows.
  case chart(svg: String, on: String = "", caption: Label)
}

struct Fact {
  let name: Label
  /// Nil: a blank that a person fills in.
  let value: Label?

  init(_ zh: String, _ en: String, _ value: Label?) {
    name = Label(zh: zh, en: en)
    self.value = value
  }

  init(_ zh: String, _ en: String, _ value: String) {
    self.init(zh, en, Label(zh: value, en: value))
  }
}

struct KeyFigure {
  let label: Label
  let value: String
  let unit: String
}

struct Table {
  var caption: Label?
  var columns: [Column]
  var rows: [[Cell]]
  /// How many of the last rows are totals.
  var totalRows = 0
  /// Rows that are results, set off from those that lead to them.
  var resultRows: Set<Int> = []
  /// Set small: many columns.
  var isDense = false
}

struct Column {
  let head: Label
  let unit: String
  let isNumeric: Bool

  static func text(_ zh: String, _ en: String) -> Column {
    Column(head: Label(zh: zh, en: en), unit: "", isNumeric: false)
  }

  static func number(_ zh: String, _ en: String, _ unit: String = "") -> Column {
    Column(head: Label(zh: zh, en: en), unit: unit, isNumeric: true)
  }
}

enum Cell {
  case empty
  /// What only a person can fill in.
  case blank
  case text(String)
  case label(Label)
  case number(FixedDecimal?)
  /// A number that holds only under a condition: in brackets.
  case conditional(FixedDecimal)
  /// A text with a relative address.
  case link(String, to: String)

  static func quotient(_ value: Quotient?, decimals: Int) -> Cell {
    .number(value.flatMap { try? $0.rounded(to: decimals) })
  }
}
