import Filings

/// Why a row has more or fewer fields than the header, as far as its cells tell: a number that its thousands comma
/// splits, or commas of full width.
struct FieldCountHint {
  let message: Label
  /// Where it shows.
  let field: CSVField
  /// The byte of the field at which it shows.
  let offset: Int
  /// The column, where it is known.
  let column: CSVColumnName?
  let text: String

  /// Nil where the cells tell nothing.
  init?(_ scanner: CSVScanner, _ header: CSVHeader) {
    let surplus = scanner.fields.count - header.fieldCount
    guard
      let hint = surplus > 0
        ? Self.splitNumber(scanner, header, surplus: surplus)
        : Self.fullWidthComma(scanner, missing: -surplus)
    else { return nil }
    self = hint
  }

  private init(message: Label, field: CSVField, offset: Int, column: CSVColumnName? = nil, text: String) {
    self.message = message
    self.field = field
    self.offset = offset
    self.column = column
    self.text = text
  }

  // MARK: 7,935.91

  private static func splitNumber(
    _ scanner: CSVScanner, _ header: CSVHeader, surplus: Int
  ) -> FieldCountHint? {
    let cells = scanner.fields.map { Array(scanner.raw($0)) }
    let pairs = cells.indices.dropLast().filter { index in
      isHead(cells[index]) && isTail(cells[index + 1]) && !scanner.isQuoted(scanner.fields[index])
    }
    // A tail with decimals behind a head without is beyond doubt where neighbours are whole numbers.
    guard var first = pairs.first(where: { cells[$0 + 1].contains(point) }) ?? pairs.first else { return nil }
    var last = first + 1
    while last - first < surplus, first > 0, isGroup(cells[first]), isHead(cells[first - 1]) { first -= 1 }
    while last - first < surplus, !cells[last].contains(point), last + 1 < cells.count,
      isTail(cells[last + 1])
    {
      last += 1
    }
    let column = header.column(at: first)
    if let column, !column.form.isNumber { return nil }
    let parts = cells[first...last].map { String(decoding: $0, as: UTF8.self) }
    let (split, whole) = (parts.joined(separator: ","), parts.joined())
    return FieldCountHint(
      message: Label(
        zh: "“\(split)”像是被千位分隔逗号拆开的一个数，应写作\(whole)。",
        en: " “\(split)” looks like one number that its thousands comma splits: write \(whole)."),
      field: scanner.fields[first], offset: 0, column: column?.name, text: split)
  }

  private static let point = UInt8(ascii: ".")

  /// One to three digits, perhaps behind a sign.
  private static func isHead(_ cell: [UInt8]) -> Bool {
    let digits = cell.first == UInt8(ascii: "-") ? cell.dropFirst() : cell[...]
    return (1...3).contains(digits.count) && digits.allSatisfy { $0 &- 48 < 10 }
  }

  private static func isGroup(_ cell: [UInt8]) -> Bool {
    cell.count == 3 && cell.allSatisfy { $0 &- 48 < 10 }
  }

  /// Three digits, perhaps with decimals.
  private static func isTail(_ cell: [UInt8]) -> Bool {
    guard cell.count >= 3, isGroup(Array(cell.prefix(3))) else { return false }
    let rest = cell.dropFirst(3)
    return rest.isEmpty
      || rest.first == point && rest.count > 1 && rest.dropFirst().allSatisfy { $0 &- 48 < 10 }
  }

  // MARK: ，

  private static func fullWidthComma(_ scanner: CSVScanner, missing: Int) -> FieldCountHint? {
    let comma = Array("，".utf8)
    var count = 0
    var first: (field: CSVField, offset: Int)?
    for field in scanner.fields {
      let bytes = scanner.raw(field)
      for offset in bytes.indices.dropLast(comma.count - 1)
      where bytes[offset..<offset + comma.count].elementsEqual(comma) {
        count += 1
        if first == nil { first = (field, offset) }
      }
    }
    // In a text it is at home: only as many as there are fields missing tell.
    guard let first, count >= missing else { return nil }
    return FieldCountHint(
      message: Label(
        zh: "其中有全角逗号“，”；分隔字段须用半角逗号“,”。",
        en: " It has full-width commas “，”; only “,” separates fields."),
      field: first.field, offset: first.offset, text: "，")
  }
}

extension CSVForm {
  fileprivate var isNumber: Bool {
    switch self {
    case .number, .amount: true
    default: false
    }
  }
}
