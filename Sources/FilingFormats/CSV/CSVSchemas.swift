import Filings

/// The Frictionless Table Schemas of the tables, made from the same descriptions that the reader uses.
///
/// The files `schemas/csv/<table>.json` are what these functions give; `swift run cets-schemas` writes
/// them, and a test compares them.
package enum CSVSchemas {
  /// The tables that have a published schema: those that people fill in.
  package static let tables: [RecognisedTable] =
    CSVFilingTable.allCases.map { .filing($0) } + CSVInputTable.allCases.map { .input($0) }

  /// The name of a table's schema file.
  package static func fileName(for table: RecognisedTable) -> String {
    "\(table.definition.name).json"
  }

  /// A table's schema as JSON, with a line end at its end.
  package static func json(for table: RecognisedTable) -> String {
    let definition = table.definition
    var members: [(String, JSONText)] = [
      ("$schema", .string("https://datapackage.org/profiles/1.0/tableschema.json")),
      ("name", .string(definition.name)),
      ("title", .string(definition.label.zh)),
      ("description", .string(definition.label.en)),
      ("fields", .list(definition.columns.map(field))),
      ("missingValues", .list([.string("")])),
    ]
    if !definition.key.isEmpty {
      members.append(("primaryKey", .list(definition.key.map { .string($0.header) })))
    }
    return JSONText.object(members).text(indent: 0) + "\n"
  }

  private static func field(_ column: CSVColumn) -> JSONText {
    var constraints: [(String, JSONText)] = []
    if case .required = column.presence { constraints.append(("required", .raw("true"))) }
    let type: String
    var description = column.label.en
    switch column.form {
    case .uscc:
      type = "string"
      constraints.append(("pattern", .string("[0-9A-HJ-NPQRTUWXY]{18}")))
    case .integer(let range):
      type = "integer"
      constraints.append(("minimum", .raw(String(range.lowerBound))))
      constraints.append(("maximum", .raw(String(range.upperBound))))
    case .digits(let count):
      type = "string"
      constraints.append(("pattern", .string(CSVForm.digitsPattern(count))))
    case .identifier:
      type = "string"
      constraints.append(("pattern", .string(CSVForm.identifierPattern)))
    case .facility:
      type = "string"
      constraints.append(("pattern", .string("(-|\(CSVForm.identifierPattern))")))
    case .identifiers:
      type = "string"
      constraints.append(("pattern", .string("\(CSVForm.identifierPattern)( \(CSVForm.identifierPattern))*")))
    case .text:
      type = "string"
      // One more than the text itself may have: the apostrophe that guards against formulas.
      constraints.append(("maxLength", .raw(String(CSVLimits.textCharacters + 1))))
    case .number:
      type = "number"
    case .amount:
      type = "number"
      constraints.append(("minimum", .raw("0")))
    case .date:
      type = "date"
    case .sha256:
      type = "string"
      constraints.append(("pattern", .string("[0-9A-Fa-f]{64}")))
    case .code(let list):
      type = "string"
      constraints.append(("enum", .list(list.spellings.map { .string($0) })))
      description += "; each code may be given by its Chinese term"
    }
    var members: [(String, JSONText)] = [
      ("name", .string(column.name.header)), ("type", .string(type)), ("title", .string(column.label.zh)),
      ("description", .string(description)),
    ]
    if !constraints.isEmpty { members.append(("constraints", .object(constraints))) }
    return .object(members)
  }
}

/// JSON whose members keep their order.
private enum JSONText {
  case raw(String)
  case string(String)
  case list([JSONText])
  case object([(String, JSONText)])

  func text(indent: Int) -> String {
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .raw(let text): return text
    case .string(let text): return Self.quoted(text)
    case .list(let items):
      return "[\n" + items.map { inner + $0.text(indent: indent + 2) }.joined(separator: ",\n")
        + "\n\(outer)]"
    case .object(let members):
      let lines = members.map { "\(inner)\(Self.quoted($0.0)): \($0.1.text(indent: indent + 2))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
