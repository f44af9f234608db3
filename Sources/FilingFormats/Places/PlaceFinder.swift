import Filings

/// Narrows the place of a diagnostic from its element or row to the very characters, and cuts out the
/// line to show. The readers do not keep the places of attributes and cells: only what is wrong pays.
package enum PlaceFinder {
  /// The diagnostic with line, column, the CSV column's name and the excerpt, as far as the text tells.
  package static func located(_ diagnostic: Diagnostic, in source: SourceText) -> Diagnostic {
    guard diagnostic.line > 0 else { return diagnostic }
    var found = diagnostic
    if source.isXML {
      XMLPlaceFinder(source: source).narrow(&found)
    } else {
      CSVPlaceFinder(source: source).narrow(&found)
    }
    if found.column == 0 { found.column = source.firstFilledColumn(of: found.line) }
    found.excerpt = source.excerpt(
      line: found.line, column: found.column, length: source.length(of: found.text, at: found))
    return found
  }
}

extension SourceText {
  fileprivate func firstFilledColumn(of number: Int) -> Int {
    guard let line = line(number) else { return 1 }
    return (line.firstIndex { $0 != " " && $0 != "\t" } ?? 0) + 1
  }

  /// How many characters are to be underlined: the offending text where it stands as it is.
  fileprivate func length(of text: String, at found: Diagnostic) -> Int {
    guard let line = line(found.line), found.column >= 1, found.column <= line.count else { return 1 }
    let rest = line[(found.column - 1)...]
    let wanted = text.hasSuffix("…") ? Array(text.unicodeScalars.dropLast()) : Array(text.unicodeScalars)
    if !wanted.isEmpty, rest.starts(with: wanted) { return wanted.count }
    if !wanted.isEmpty, rest.first == "\"", rest.dropFirst().starts(with: wanted) { return wanted.count + 2 }
    // A start tag: its name.
    if rest.first == "<" {
      return 1 + rest.dropFirst().prefix { $0.properties.isAlphabetic || $0 == "/" || $0 == ":" }.count
    }
    return 1
  }
}

/// Places in the XML form.
private struct XMLPlaceFinder {
  let source: SourceText
  /// How many lines a start tag is followed.
  private static let tagLines = 40

  func narrow(_ found: inout Diagnostic) {
    if found.code == .xmlSyntax || found.code == .xmlEncoding || found.code == .xmlDoctype { return }
    if found.column == 0 { found.column = source.firstFilledColumn(of: found.line) }
    let isMonth = found.field == "month" || (found.field.count == 3 && found.field.hasPrefix("m"))
    if isMonth, found.code != .missingMonth {
      if let place = content(from: found.line, found.column) { found.move(to: place) }
      return
    }
    if found.code == .xmlAttribute || found.code == .xmlSchema, !found.field.isEmpty {
      if let place = attribute(found.field, from: found.line, found.column)?.name { found.move(to: place) }
      return
    }
    if !found.field.isEmpty {
      if let place = attribute(found.field, from: found.line, found.column)?.value {
        found.move(to: place)
      } else if found.code == .attributeValue, let place = value(found.text, found.line, found.column) {
        found.move(to: place)
      } else if found.code == .usccCheck || found.code == .toFill,
        let place = value(found.text, found.line, found.column)
      {
        found.move(to: place)
      }
    } else if !found.text.isEmpty, let place = value(found.text, found.line, found.column) {
      found.move(to: place)
      if let name = attributeName(before: place) { found.field = name }
    }
  }

  /// The characters of the tag that begins at a place, each with where it stands.
  private func tag(_ line: Int, _ column: Int, toEnd: Bool = true) -> [Character] {
    var characters: [Character] = []
    var quote: Unicode.Scalar?
    for number in line..<line + Self.tagLines {
      guard let text = source.line(number) else { break }
      for (index, scalar) in text.enumerated() where number > line || index >= column - 1 {
        characters.append(Character(scalar: scalar, line: number, column: index + 1, isQuoted: quote != nil))
        if let open = quote {
          if scalar == open { quote = nil }
        } else if scalar == "\"" || scalar == "'" {
          quote = scalar
        } else if scalar == ">", toEnd {
          return characters
        }
      }
      characters.append(Character(scalar: " ", line: number, column: text.count + 1, isQuoted: quote != nil))
    }
    return characters
  }

  private struct Character {
    let scalar: Unicode.Scalar
    let line: Int
    let column: Int
    let isQuoted: Bool
  }

  /// Where an attribute's name and value stand.
  private func attribute(_ name: String, from line: Int, _ column: Int) -> (name: Place, value: Place)? {
    let characters = tag(line, column)
    let wanted = Array(name.unicodeScalars)
    for index in characters.indices where index > 0 && !characters[index].isQuoted {
      guard characters[index].scalar == wanted.first, isSpace(characters[index - 1].scalar) else { continue }
      let end = index + wanted.count
      guard end < characters.count, characters[index..<end].map(\.scalar) == wanted else { continue }
      guard let equals = characters[end...].firstIndex(where: { !isSpace($0.scalar) }),
        characters[equals].scalar == "=",
        let quote = characters[(equals + 1)...].firstIndex(where: { !isSpace($0.scalar) }),
        quote + 1 < characters.count
      else { continue }
      let (start, value) = (characters[index], characters[quote + 1])
      return (Place(start.line, start.column), Place(value.line, value.column))
    }
    return nil
  }

  /// Where a text stands as an attribute's value in the tag, or else in what follows.
  private func value(_ text: String, _ line: Int, _ column: Int) -> Place? {
    let wanted = Array(text.unicodeScalars)
    for toEnd in [true, false] {
      let characters = tag(line, column, toEnd: toEnd)
      for index in characters.indices.dropFirst() {
        let opener = characters[index - 1].scalar
        guard opener == "\"" || opener == "'", characters[index].scalar == wanted.first else { continue }
        let end = index + wanted.count
        guard end < characters.count, characters[index..<end].map(\.scalar) == wanted,
          characters[end].scalar == opener
        else { continue }
        return Place(characters[index].line, characters[index].column)
      }
    }
    return nil
  }

  private func attributeName(before place: Place) -> String? {
    guard let line = source.line(place.line), place.column >= 3, line[place.column - 3] == "=" else {
      return nil
    }
    let head = line[..<(place.column - 3)]
    let name = head.reversed().prefix { !isSpace($0) }.reversed()
    return name.isEmpty ? nil : String(String.UnicodeScalarView(name))
  }

  /// Where the text of an element begins.
  private func content(from line: Int, _ column: Int) -> Place? {
    guard let end = tag(line, column).last(where: { $0.scalar == ">" && !$0.isQuoted }) else { return nil }
    guard let text = source.line(end.line) else { return nil }
    let next = text[min(end.column, text.count)...].firstIndex { !isSpace($0) }
    return next.map { Place(end.line, $0 + 1) }
  }

  private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
  }
}

private struct Place {
  let line: Int
  let column: Int

  init(_ line: Int, _ column: Int) {
    self.line = line
    self.column = column
  }
}

extension Diagnostic {
  fileprivate mutating func move(to place: Place) {
    line = place.line
    column = place.column
  }
}

/// Places in the tables.
private struct CSVPlaceFinder {
  let source: SourceText

  func narrow(_ found: inout Diagnostic) {
    switch found.code {
    case .csvMissingColumn: found.column = (source.line(found.line)?.count ?? 0) + 1
    case .csvEncoding: found.column = firstFault(of: found.line)
    case .missingMonth, .csvQuote, .csvFields, .csvColumn, .csvDuplicateColumn, .csvTable: return
    default: narrowToCell(&found)
    }
  }

  private func narrowToCell(_ found: inout Diagnostic) {
    guard found.column <= 1, let (headerLine, header) = header, found.line > headerLine,
      let row = cells(found.line)
    else { return }
    let names = header.map(\.text)
    let name = Self.columnName(found.field)
    if let index = names.firstIndex(of: name), row.indices.contains(index) {
      found.column = row[index].column
      found.field = name
    } else if !found.text.isEmpty, let index = row.firstIndex(where: { $0.text == found.text }) {
      found.column = row[index].column
      if names.indices.contains(index) { found.field = names[index] }
    }
  }

  /// The first line with anything but commas, as the reader finds it.
  private var header: (line: Int, cells: [Cell])? {
    for line in 1...max(1, min(source.lineCount, Self.headerLines)) {
      if let cells = cells(line), cells.contains(where: { !$0.text.isEmpty }) { return (line, cells) }
    }
    return nil
  }

  /// Behind more empty lines no header is looked for.
  private static let headerLines = 1000

  /// `stoppedOn` of a rule is the column `stopped_on`.
  private static func columnName(_ field: String) -> String {
    field.reduce(into: "") { name, letter in
      if letter.isUppercase { name += "_" }
      name += letter.lowercased()
    }
  }

  private struct Cell {
    var text = ""
    let column: Int
  }

  /// The cells of a row that stands on one line.
  private func cells(_ number: Int) -> [Cell]? {
    guard let line = source.line(number) else { return nil }
    var cells = [Cell(column: 1)]
    var isQuoted = false
    for (index, scalar) in line.enumerated() {
      if scalar == "\"" {
        isQuoted.toggle()
      } else if scalar == ",", !isQuoted {
        cells.append(Cell(column: index + 2))
      } else {
        cells[cells.count - 1].text.unicodeScalars.append(scalar)
      }
    }
    return cells
  }

  /// The column of the first byte that is no UTF-8.
  private func firstFault(of number: Int) -> Int {
    guard let bytes = source.lineBytes(number) else { return 1 }
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    var column = 1
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue: column += 1
      case .emptyInput, .error: return column
      }
    }
  }
}
