import Filings
import Rulebook

/// Writes a template in either form: the writers' own bytes, with blanks in place of the values that stand
/// for them, and with notes.
package struct TemplateWriter {
  private let filing: Filing
  private let notes: TemplateNotes
  /// Nil for both.
  private let language: Language?

  package init(_ filing: Filing, rulebook: Rulebook, language: Language?) {
    self.filing = filing
    self.language = language
    notes = TemplateNotes(filing, rulebook)
  }

  // MARK: XML

  /// The XML form, with a comment before each entry.
  package func xml() -> [UInt8] {
    var comments: [String: [Label]] = [
      "<entity ": [TemplateNotes.entity], "<qualityPlan>": [TemplateNotes.plan],
      "<meters>": [TemplateNotes.meters], "<evidenceList>": [TemplateNotes.evidence],
    ]
    let facilities = filing.allFacilities
    comments["<facility "] = filing.facilities.map { notes.note($0) }
    comments["<attribute "] = facilities.flatMap(\.attributes).map { notes.note($0) }
    comments["<series "] = facilities.flatMap(\.series).map { notes.note($0) }
    comments["<stock "] = facilities.flatMap(\.stock).map { notes.note($0) }
    comments["<secondSource "] = facilities.flatMap(\.secondSources).map { notes.note($0) }
    comments["<declared "] = facilities.flatMap(\.declared).map { notes.note($0) }
    comments["<filing "] = notes.head
    for (tag, found) in comments { comments[tag] = found.reversed() }
    var lines: [String] = []
    for line in Self.blanked(XMLFilingWriter.write(filing)).split(separator: "\n") {
      let indent = String(line.prefix { $0 == " " })
      let tag = comments.keys.first { line.dropFirst(indent.count).hasPrefix($0) }
      if let tag, tag == "<filing " {
        lines += notes.head.map(comment)
      } else if let tag, let note = comments[tag]?.popLast() {
        lines.append(indent + comment(note))
      }
      lines.append(String(line))
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// No comment may hold two hyphens.
  private func comment(_ note: Label) -> String {
    "<!-- \(text(note).replacing("--", with: "—")) -->"
  }

  private func text(_ note: Label) -> String {
    language.map { note.text(in: $0) } ?? (note.zh == note.en ? note.zh : "\(note.zh) / \(note.en)")
  }

  // MARK: CSV

  /// The tables, and a guide that tells of each row: the tables themselves have no room for notes. With a
  /// byte order mark, by which Excel knows UTF-8.
  package func tables() -> [(name: String, bytes: [UInt8])] {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var files = CSVFilingWriter.tables(of: [filing]).map { name, bytes in
      (name: name, bytes: mark + Array(Self.blanked(bytes).utf8))
    }
    files.append((name: "guide.txt", bytes: mark + Array(guide().replacing("\n", with: "\r\n").utf8)))
    return files
  }

  private func guide() -> String {
    var lines = notes.head.map(text)
    let facilities = filing.allFacilities
    func section(_ table: CSVFilingTable, _ rows: [String]) {
      guard !rows.isEmpty else { return }
      lines += ["", "== \(table.fileName)"]
      lines += columns(of: table)
      lines += rows.enumerated().map { "  \($0 + 2): \($1)" }
    }
    func rows<Entry>(_ entries: KeyPath<Facility, [Entry]>, _ note: (Entry) -> Label) -> [String] {
      facilities.flatMap { facility in facility[keyPath: entries].map { "\(facility.id)  \(text(note($0)))" }
      }
    }
    section(.entities, [text(TemplateNotes.entity)])
    section(.facilities, filing.facilities.map { text(notes.note($0)) })
    section(.attributes, rows(\.attributes, notes.note))
    section(.series, rows(\.series, notes.note))
    section(.stock, rows(\.stock, notes.note))
    section(.secondSource, rows(\.secondSources, notes.note))
    section(.declared, rows(\.declared, notes.note))
    section(.meters, filing.meters.isEmpty ? [] : [text(TemplateNotes.meters)])
    section(.evidence, filing.evidence.isEmpty ? [] : [text(TemplateNotes.evidence)])
    section(.qualityPlan, filing.qualityPlan.isEmpty ? [] : [text(TemplateNotes.plan)])
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the columns of a table are called in words.
  private func columns(of table: CSVFilingTable) -> [String] {
    table.definition.columns.map { "  \($0.name.header) = \(text($0.label))" }
  }

  /// The text with blanks.
  private static func blanked(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
      .replacing(TemplateFiling.number.description, with: ToFill.text)
      .replacing(TemplateFiling.day.description, with: ToFill.text)
  }
}
