import Filings

/// What the reader says about files, headers and broken records.
enum CSVMessages {
  static func encoding(_ fault: CSVEncodingFault, file: String) -> Diagnostic {
    switch fault {
    case .otherKind(let kind):
      Diagnostic(
        .csvEncoding, file: file,
        message: Label(
          zh: "该文件不是CSV文本，实为\(kind.zh)。", en: "The file is not CSV text but \(kind.en)."),
        expected: "CSV (UTF-8, GB18030)")
    case .undecodable(let line, let offset):
      Diagnostic(
        .csvEncoding, file: file, line: line,
        message: Label(
          zh: "文件既不是UTF-8，也不是GB18030（第\(offset + 1)字节起）。",
          en: "The file is neither UTF-8 nor GB18030; byte \(offset + 1) is the first that is no UTF-8."),
        expected: "UTF-8, GB18030")
    case .damagedUTF8(let line, let offset):
      Diagnostic(
        .csvEncoding, file: file, line: line,
        message: Label(
          zh: "文件为UTF-8，但第\(offset + 1)字节已损坏。", en: "The file is UTF-8, but byte \(offset + 1) is damaged."),
        expected: "UTF-8")
    }
  }

  static func empty(file: String) -> Diagnostic {
    Diagnostic(
      .emptyFile, file: file,
      message: Label(zh: "文件为空。", en: "The file is empty."), expected: "header row")
  }

  /// - Parameter header: the line further down that is the header of a table.
  static func noTable(
    _ names: [CSVHeader.Name], file: String, header: (line: Int, table: RecognisedTable)? = nil
  ) -> Diagnostic {
    let text = names.map(\.text).joined(separator: ",")
    let separator: Character? =
      names.count == 1 ? ["\t", ";", "|", "，"].first { text.contains($0) } : nil
    if let header {
      let name = header.table.definition.name
      return Diagnostic(
        .csvTable, file: file, line: names.first?.line ?? 1, column: names.first?.column ?? 1, text: text,
        message: Label(
          zh: "第\(header.line)行才是\(name)表的表头；请删除它上面的各行。",
          en: "Line \(header.line) is the header of the table \(name); delete what stands above it."),
        expected: name)
    }
    let hint =
      separator.map { found in
        let shown = found == "\t" ? "TAB" : String(found)
        return Label(
          zh: "字段似乎以 \(shown) 分隔，应为半角逗号。",
          en: " The fields seem to be separated by \(shown); it must be a comma.")
      } ?? Label(zh: "", en: "")
    return Diagnostic(
      .csvTable, file: file, line: names.first?.line ?? 1, column: names.first?.column ?? 1, text: text,
      message: Label(
        zh: "表头不是任何一张已知的表。\(hint.zh)", en: "The header row is not that of any known table.\(hint.en)"),
      expected: RecognisedTable.all.map(\.definition.name).joined(separator: ", "))
  }

  static func unknownColumn(
    _ name: CSVHeader.Name, of table: CSVTable, labelled: CSVColumn?, free: [String], file: String
  ) -> Diagnostic {
    if let header = labelled?.name.header {
      return Diagnostic(
        .csvColumn, file: file, line: name.line, column: name.column, field: name.text, text: name.text,
        message: Label(
          zh: "“\(name.text)”是列 \(header) 的说明，表头应写列名 \(header)。",
          en: "“\(name.text)” is what the column \(header) holds; the header must read \(header)."),
        expected: header)
    }
    let meant = Suggestion.nearest(to: name.text, among: free)
    let hint =
      meant.map { Label(zh: "是否为 \($0)？", en: " Did you mean \($0)?") } ?? Label(zh: "", en: "")
    let what =
      name.text.isEmpty
      ? Label(zh: "\(table.name)表有一列没有列名。", en: "A column of the table \(table.name) has no name.")
      : Label(
        zh: "\(table.name)表没有列“\(name.text)”。", en: "The table \(table.name) has no column “\(name.text)”.")
    return Diagnostic(
      .csvColumn, file: file, line: name.line, column: name.column, field: name.text, text: name.text,
      message: Label(zh: what.zh + hint.zh, en: what.en + hint.en),
      expected: meant ?? free.joined(separator: ", "))
  }

  static func missingColumn(_ column: CSVColumn, of table: CSVTable, file: String, line: Int) -> Diagnostic {
    let name = column.name.header
    return Diagnostic(
      .csvMissingColumn, file: file, line: line, field: name,
      message: Label(
        zh: "\(table.name)表缺少必填列 \(name)（\(column.label.zh)）。",
        en: "The table \(table.name) lacks its required column \(name) (\(column.label.en))."),
      expected: name)
  }

  static func duplicateColumn(_ name: CSVHeader.Name, of table: CSVTable, file: String) -> Diagnostic {
    Diagnostic(
      .csvDuplicateColumn, file: file, line: name.line, column: name.column, field: name.text,
      text: name.text,
      message: Label(
        zh: "\(table.name)表的列 \(name.text) 出现两次。",
        en: "The column \(name.text) of the table \(table.name) stands twice."))
  }

  static func fault(_ fault: CSVFault, file: String, line: Int, column: Int, text: String) -> Diagnostic {
    let message: Label
    switch fault.kind {
    case .beyond(let kind, let limit):
      return ReaderLimits.diagnostic(kind, limit, path: file, line: line, column: column, text: text)
    case .unclosedQuote:
      message = Label(zh: "此处的引号没有闭合。", en: "The quote that opens here is not closed.")
    case .strayQuote:
      message = Label(
        zh: "字段中间有引号；含引号的字段应整体加引号，其中的引号写两次。",
        en: "A quote stands inside a field; such a field is quoted as a whole, with the quote doubled.")
    }
    return Diagnostic(
      .csvQuote, file: file, line: line, column: column, text: text, message: message,
      expected: "\"…\"\"…\"")
  }

  /// What is said of the scanner's row, which has not as many fields as the header: at the first surplus one, or
  /// where the cells tell the reason.
  static func fieldCount(_ scanner: CSVScanner, _ header: CSVHeader, file: String) -> Diagnostic {
    let (count, expected) = (scanner.fields.count, header.fieldCount)
    let hint = FieldCountHint(scanner, header)
    let place =
      hint.map {
        $0.offset == 0 ? scanner.place(of: $0.field) : scanner.place(of: $0.field.start + $0.offset)
      }
      ?? (count > expected
        ? scanner.place(of: scanner.fields[expected]) : scanner.place(of: scanner.recordStart))
    return Diagnostic(
      .csvFields, file: file, line: place.line, column: place.column, field: hint?.column?.header ?? "",
      text: hint?.text ?? scanner.excerpt(at: scanner.recordStart),
      message: Label(
        zh: "该行有\(count)个字段，表头有\(expected)个。\(hint?.message.zh ?? "")",
        en: "The row has \(count) fields, the header \(expected).\(hint?.message.en ?? "")"),
      expected: String(expected))
  }
}
