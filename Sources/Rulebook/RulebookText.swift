import Filings
import Quantities

/// The rulebook for people to read on a terminal.
package enum RulebookText {
  /// A line an entry: id, value, unit, years, source, standing, names.
  package static func list(_ entries: [RuleEntry], language: Language) -> String {
    let rows = entries.map { entry in
      [
        entry.id, entry.valueText, entry.unit, entry.yearsText, "\(entry.document) \(entry.clause)",
        entry.standing.label.text(in: language), entry.label.text(in: language),
      ]
    }
    return TextTable.render(rows, rightAligned: [1])
  }

  /// Everything about the entries of one id.
  package static func show(_ entries: [RuleEntry], in rulebook: Rulebook) -> String {
    entries.map { entry in
      let document = rulebook.document(entry.document)
      var lines = [
        "\(entry.id)  \(entry.label.zh)  \(entry.label.en)",
        "  value     \(entry.valueText)\(entry.unit.isEmpty ? "" : " \(entry.unit)")",
        "  years     \(entry.yearsText)",
        "  source    \(entry.document), \(entry.clause)",
      ]
      if let document {
        let number = [document.number, document.issued].filter { !$0.isEmpty }.joined(separator: ", ")
        lines.append("            \(document.title.zh)")
        lines.append("            \(document.title.en)\(number.isEmpty ? "" : " (\(number))")")
      }
      lines.append("  standing  \(entry.standing.label.en)  \(entry.standing.label.zh)")
      if !entry.note.isEmpty { lines.append("  note      \(entry.note)") }
      return lines.joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }

  /// What the check found, or that it found nothing.
  package static func check(_ problems: [RulebookProblem], of rulebook: Rulebook) -> String {
    if problems.isEmpty {
      return
        "\(rulebook.entries.count) entries of \(rulebook.documents.count) documents: no gap, no overlap, "
        + "every source named, every value that can be recomputed agrees\n"
    }
    return problems.map { "\($0.kind.rawValue)  \($0.id): \($0.message)\n" }.joined()
  }
}

extension RuleEntry {
  /// The value as printed: with the decimals that its table gives it.
  package var valueText: String {
    switch value {
    case .number(let number):
      (decimals.flatMap { try? number.rounded(to: max($0, Int(number.scale))) } ?? number).description
    case .date(let date): date.description
    case .word(let word): word
    }
  }

  package var yearsText: String {
    guard let lastYear else { return "\(firstYear)–" }
    return lastYear == firstYear ? "\(firstYear)" : "\(firstYear)–\(lastYear)"
  }
}

/// Aligns columns of text on a terminal, where a Chinese character takes two places.
package enum TextTable {
  package static func render(_ rows: [[String]], rightAligned: Set<Int> = []) -> String {
    var widths: [Int] = []
    for row in rows {
      for (index, cell) in row.enumerated() {
        if index == widths.count { widths.append(0) }
        widths[index] = max(widths[index], width(of: cell))
      }
    }
    return rows.map { row in
      let cells = row.enumerated().map { index, cell in
        let padding = String(repeating: " ", count: widths[index] - width(of: cell))
        if rightAligned.contains(index) { return padding + cell }
        return index == row.count - 1 ? cell : cell + padding
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }

  /// The places a text takes: wide East Asian characters take two.
  package static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
        0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x20000...0x3FFFD:
        sum + 2
      case 0x300...0x36F, 0x200B...0x200D: sum
      default: sum + 1
      }
    }
  }
}
