import Filings

/// How large a file and its parts may be before the readers refuse them. No honest filing comes near:
/// the largest real plant files some hundred kilobytes, and a nation's tables some hundred megabytes.
package struct ReaderLimits: Sendable, Equatable, Encodable {
  /// Of one filing as XML.
  package var xmlFileBytes = 8 << 20
  /// Of one tag with all its attributes, one comment, or the text between two tags.
  package var tagBytes = 64 << 10
  /// Elements of one filing as XML.
  package var elements = 50_000
  /// Attributes and namespace declarations of one element.
  package var attributes = 64
  /// Elements within one another. The parser itself allows no more than 256.
  package var depth = 32
  /// Of one CSV table, which may hold a nation's filings.
  package var csvFileBytes = 256 << 20
  /// Of one field of a CSV table.
  package var fieldBytes = 64 << 10
  /// Fields of one row of a CSV table.
  package var columns = 256
  /// Rows of one CSV table.
  package var rows = 2_000_000
  /// Filings in the tables of one folder.
  package var filings = 20_000
  /// Rows of one filing in one CSV table: as XML they would be as many elements.
  package var filingRows = 50_000

  package init() {}

  /// The larger of the two kinds of file: where it is not known yet which kind comes.
  package var fileBytes: Int { max(xmlFileBytes, csvFileBytes) }

  /// A limit as the command line names it.
  package enum Name: String, CaseIterable, Sendable {
    case xmlFile = "xml-file"
    case elements, tag, attributes, depth
    case csvFile = "csv-file"
    case field, columns, rows, filings
    case filingRows = "filing-rows"

    fileprivate var path: WritableKeyPath<ReaderLimits, Int> {
      switch self {
      case .xmlFile: \.xmlFileBytes
      case .elements: \.elements
      case .tag: \.tagBytes
      case .attributes: \.attributes
      case .depth: \.depth
      case .csvFile: \.csvFileBytes
      case .field: \.fieldBytes
      case .columns: \.columns
      case .rows: \.rows
      case .filings: \.filings
      case .filingRows: \.filingRows
      }
    }

    /// What may be asked for: at most what the parser underneath can hold.
    package var range: ClosedRange<Int> {
      switch self {
      case .depth: 1...256
      case .xmlFile, .tag: 1...1 << 30
      case .csvFile, .field: 1...1 << 40
      case .elements, .attributes, .columns, .rows, .filings, .filingRows: 1...1_000_000_000
      }
    }
  }

  package subscript(name: Name) -> Int {
    get { self[keyPath: name.path] }
    set { self[keyPath: name.path] = newValue }
  }

  /// Sets the limit that a text such as `depth=64` or `csv-file=1G` names; K, M and G are powers of 1024.
  ///
  /// - Returns: false if it names none, or no number of ``Name/range``.
  package mutating func set(_ text: String) -> Bool {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let name = Name(rawValue: String(parts[0])) else { return false }
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = parts[1].last.flatMap { units[$0] }
    guard let number = Int(unit == nil ? parts[1] : parts[1].dropLast()),
      case let (value, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1), !isTooLarge,
      name.range.contains(value)
    else { return false }
    self[name] = value
    return true
  }

  /// What is larger than its limit.
  enum Kind: Equatable {
    case xmlFileSize, csvFileSize, tagLength, textLength, elements, attributes, depth, fieldLength, columns,
      rows, filings, filingRows, brokenRows, facilities

    /// The limit of the command line that it breaks; nil where there is none.
    var name: Name? {
      switch self {
      case .xmlFileSize: .xmlFile
      case .csvFileSize: .csvFile
      case .tagLength, .textLength: .tag
      case .elements: .elements
      case .attributes: .attributes
      case .depth: .depth
      case .fieldLength: .field
      case .columns: .columns
      case .rows: .rows
      case .filings: .filings
      case .filingRows: .filingRows
      case .brokenRows, .facilities: nil
      }
    }

    /// What would have been right, with the option that allows more.
    func expected(_ limit: Int) -> String {
      "≤ \(limit)" + (name.map { " (--limit \($0.rawValue)=…)" } ?? "")
    }

    func message(_ limit: Int) -> Label {
      switch self {
      case .xmlFileSize, .csvFileSize:
        Label(zh: "文件超过\(limit)字节", en: "the file has more than \(limit) bytes")
      case .tagLength:
        Label(zh: "标签或注释超过\(limit)字节", en: "a tag or comment has more than \(limit) bytes")
      case .elements: Label(zh: "文件的元素超过\(limit)个", en: "the file has more than \(limit) elements")
      case .textLength: Label(zh: "一段文字超过\(limit)字节", en: "a text has more than \(limit) bytes")
      case .attributes:
        Label(zh: "元素的属性超过\(limit)个", en: "an element has more than \(limit) attributes")
      case .depth: Label(zh: "元素嵌套超过\(limit)层", en: "elements are nested more than \(limit) deep")
      case .fieldLength: Label(zh: "字段超过\(limit)字节", en: "a field has more than \(limit) bytes")
      case .columns: Label(zh: "一行超过\(limit)个字段", en: "a row has more than \(limit) fields")
      case .rows: Label(zh: "表格超过\(limit)行", en: "the table has more than \(limit) rows")
      case .filings:
        Label(
          zh: "表格中的填报超过\(limit)份，未再读下去，本表不予采用",
          en:
            "the tables have more than \(limit) filings; this one was not read on, and nothing of it is used")
      case .filingRows:
        Label(zh: "一份填报在本表中超过\(limit)行", en: "a filing has more than \(limit) rows in this table")
      case .facilities:
        Label(zh: "填报的设施超过\(limit)个", en: "the filing has more than \(limit) facilities")
      case .brokenRows:
        Label(
          zh: "已有\(limit)处错误，未再读下去，本表不予采用",
          en: "\(limit) faults were found; it was not read on, and nothing of it is used")
      }
    }
  }

  /// What is said of something beyond a limit.
  static func diagnostic(
    _ kind: Kind, _ limit: Int, path: String, line: Int = 0, column: Int = 0, text: String = ""
  ) -> Diagnostic {
    Diagnostic(
      .limit, file: path, line: line, column: column, text: text, message: kind.message(limit),
      expected: kind.expected(limit))
  }

  /// What is said of a file larger than may be read.
  package func oversize(_ name: Name, path: String) -> Diagnostic {
    Self.diagnostic(name == .xmlFile ? .xmlFileSize : .csvFileSize, self[name], path: path)
  }
}
