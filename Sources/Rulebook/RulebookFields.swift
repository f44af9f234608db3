import Filings
import Quantities
import Yams

/// The fields of a YAML mapping, as text, with errors that name the file and the line.
struct Fields {
  private let node: Node
  /// In the file's order; the library's own look-up would compare the types of nodes too.
  private let names: [String]
  private let members: [Node]
  let file: String

  init(_ node: Node, file: String) {
    self.node = node
    self.file = file
    var (names, members): ([String], [Node]) = ([], [])
    if let mapping = node.mapping {
      names.reserveCapacity(mapping.count)
      members.reserveCapacity(mapping.count)
      for (key, value) in mapping {
        guard let name = key.scalar?.string else { continue }
        names.append(name)
        members.append(value)
      }
    }
    (self.names, self.members) = (names, members)
  }

  subscript(name: String) -> String? { member(name)?.scalar?.string }

  private func member(_ name: String) -> Node? { names.firstIndex(of: name).map { members[$0] } }

  func error(_ message: String, _ remedy: String) -> RulebookError {
    RulebookError(file: file, line: node.mark?.line ?? 0, message: message, remedy: remedy)
  }

  /// Refuses names that no table has: a slip in a name must not silently leave a rule out.
  func allow(_ names: [String]) throws(RulebookError) {
    guard let mapping = node.mapping else {
      throw error("a mapping was expected", "Write {id: …, value: …}.")
    }
    if self.names.count == mapping.count, self.names.allSatisfy(names.contains) { return }
    for key in mapping.keys {
      let name = key.scalar?.string ?? "?"
      if !names.contains(name) {
        throw RulebookError(
          file: file, line: key.mark?.line ?? 0, message: "`\(name)` is no field here",
          remedy: "Use one of \(names.sorted().joined(separator: ", ")).")
      }
    }
  }

  func required(_ name: String) throws(RulebookError) -> String {
    guard let text = self[name], !text.isEmpty else { throw error("`\(name)` is missing", "Add it.") }
    return text
  }

  func label() throws(RulebookError) -> Label {
    Label(zh: try required("zh"), en: try required("en"))
  }

  func list(_ name: String) -> [Node] {
    member(name)?.sequence.map(Array.init) ?? []
  }

  func pairs(_ name: String) throws(RulebookError) -> [(name: String, fields: Fields)] {
    guard let mapping = member(name)?.mapping else { return [] }
    return mapping.compactMap { key, value in key.scalar.map { ($0.string, Fields(value, file: file)) } }
  }

  /// The row's one value: a number, a word or a date.
  func value() throws(RulebookError) -> RuleValue {
    if let word = self["word"] { return .word(word) }
    if let text = self["date"] {
      guard let date = CalendarDate(text) else { throw error("`\(text)` is no date", "Write 2026-03-31.") }
      return .date(date)
    }
    return try number("value")
  }

  func number(_ name: String) throws(RulebookError) -> RuleValue {
    let text = try required(name)
    do { return .number(try FixedDecimal(text)) } catch {
      throw self.error("`\(text)` is no plain decimal", "Write 0.535.")
    }
  }
}

extension YamlError {
  /// The line an error of the YAML library names, if it names one.
  var line: Int? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    default: nil
    }
  }
}
