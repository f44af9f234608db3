import Filings
import Quantities
import Yams

/// Why a rulebook cannot be loaded: a file, a place in it, and what would be right.
package struct RulebookError: Error, Sendable, Equatable, CustomStringConvertible {
  package let file: String
  /// From 1; 0 where the whole file is meant.
  package let line: Int
  package let message: String
  package let remedy: String

  package var description: String {
    "\(file)\(line > 0 ? ":\(line)" : ""): \(message). \(remedy)"
  }
}

/// Reads the rulebook's tables: one YAML file a table of a guideline. Numbers are taken from the text as
/// it stands, never through a binary float.
///
/// A table's head gives what its rows share (document, clause, standing, from, to, unit, decimals); a row,
/// and a column of a table with several values a row, overrides it. An entry's id is
/// `prefix.row[.column]`.
struct RulebookLoader {
  private(set) var entries: [RuleEntry] = []
  private(set) var documents: [RuleDocument] = []
  private(set) var checks: [CheckEntry] = []

  /// Adds the tables of a file.
  mutating func load(_ text: String, file: String) throws(RulebookError) {
    let root: Node?
    // Everything is read as text: nothing need be guessed from what a value looks like. The encoding is named,
    // or the library would look for one in the environment, file by file.
    do { root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() } catch {
      throw RulebookError(
        file: file, line: (error as? YamlError)?.line ?? 0, message: "the file is not YAML",
        remedy: "Mend its syntax: \(error)")
    }
    guard let root, root.mapping != nil else {
      throw RulebookError(
        file: file, line: 0, message: "the file holds no table", remedy: "See Sources/Rulebook/Data.")
    }
    let table = Fields(root, file: file)
    let (documentList, checkList) = (table.list("documents"), table.list("checks"))
    for node in documentList { documents.append(try document(Fields(node, file: file))) }
    for node in checkList { checks.append(try check(Fields(node, file: file))) }
    if documentList.isEmpty, checkList.isEmpty { try loadTable(table) }
  }

  private func document(_ fields: Fields) throws(RulebookError) -> RuleDocument {
    try fields.allow(["tag", "zh", "en", "number", "issued"])
    return RuleDocument(
      tag: try fields.required("tag"), title: try fields.label(), number: fields["number"] ?? "",
      issued: fields["issued"] ?? "")
  }

  private func check(_ fields: Fields) throws(RulebookError) -> CheckEntry {
    try fields.allow(["id", "zh", "en", "compares", "rule", "severity", "fraud", "source", "how", "note"])
    guard let how = CheckEntry.How(rawValue: try fields.required("how")) else {
      throw fields.error(
        "`\(try fields.required("how"))` does not say who decides the check",
        "Use one of \(CheckEntry.How.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    let title = try fields.label()
    return CheckEntry(
      id: try fields.required("id"), title: title, compares: fields["compares"] ?? title.en,
      rule: try fields.required("rule"),
      severity: try fields.required("severity"), isFraudIndicator: try fields.required("fraud") == "true",
      source: try fields.required("source"), how: how, note: fields["note"] ?? "")
  }

  private mutating func loadTable(_ head: Fields) throws(RulebookError) {
    try head.allow(Self.shared + ["table", "prefixes", "columns", "rows"])
    let prefixes = head.list("prefixes").compactMap { $0.scalar?.string }
    guard !prefixes.isEmpty else {
      throw head.error("the table has no prefixes", "Add `prefixes: [steel.factor]`.")
    }
    let columns = try head.pairs("columns")
    for node in head.list("rows") {
      let row = Fields(node, file: head.file)
      try row.allow(Self.shared + ["id", "zh", "en", "value", "word", "date"] + columns.map(\.name))
      for prefix in prefixes {
        let id = "\(prefix).\(try row.required("id"))"
        if columns.isEmpty {
          entries.append(try entry(id, label: row.label(), value: row.value(), from: [row, head]))
          continue
        }
        for (name, column) in columns {
          try column.allow(Self.shared + ["zh", "en"])
          let (item, parameter) = (try row.label(), try column.label())
          let label = Label(zh: item.zh + parameter.zh, en: "\(parameter.en) of \(item.en)")
          entries.append(
            try entry("\(id).\(name)", label: label, value: row.number(name), from: [column, row, head]))
        }
      }
    }
  }

  private static let shared = [
    "document", "clause", "standing", "from", "to", "unit", "decimals", "note",
  ]

  /// An entry whose shared fields come from the first of the levels that has them.
  private func entry(
    _ id: String, label: Label, value: RuleValue, from levels: [Fields]
  ) throws(RulebookError) -> RuleEntry {
    let row = levels.first { $0["id"] != nil } ?? levels[0]
    func shared(_ name: String) -> String? { levels.lazy.compactMap { $0[name] }.first }
    func needed(_ name: String) throws(RulebookError) -> String {
      guard let text = shared(name), !text.isEmpty else {
        throw row.error("\(id) has no \(name)", "Add it to the row or to the table's head.")
      }
      return text
    }
    guard let first = Int(try needed("from")) else {
      throw row.error("`from` of \(id) is no year", "Write 2025.")
    }
    let last = try shared("to").map { text throws(RulebookError) in
      guard let year = Int(text) else { throw row.error("`to` of \(id) is no year", "Write 2025.") }
      return year
    }
    guard let standing = Standing(rawValue: try needed("standing")) else {
      throw row.error(
        "`\(try needed("standing"))` is no standing",
        "Use one of \(Standing.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    var unit = ""
    var decimals: Int?
    if case .number = value {
      unit = try needed("unit")
      if unit.contains("{") { unit = unit.replacing("{unit}", with: row["unit"] ?? "") }
      decimals = Int(try needed("decimals"))
    }
    return RuleEntry(
      id: id, label: label, value: value, unit: unit, decimals: decimals, firstYear: first, lastYear: last,
      document: try needed("document"), clause: try needed("clause"), standing: standing,
      note: shared("note") ?? "")
  }
}
