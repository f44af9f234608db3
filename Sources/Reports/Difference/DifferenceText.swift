import Filings
import Quantities

extension ResultsDifference {
  /// For a terminal: why the runs differ, then each entity with its reasons and changes.
  package func text(in language: Language) -> String {
    var lines: [String] = []
    if entities.isEmpty {
      lines.append(
        language == .zh ? "结果相同（\(unchanged)家单位）。" : "The results are the same (\(unchanged) entities).")
    } else {
      lines.append(
        language == .zh
          ? "\(entities.count)家单位结果不同，\(unchanged)家相同。"
          : "\(entities.count) entities differ, \(unchanged) are the same.")
    }
    lines += runReasons.map { "  \($0.label.text(in: language))" }
    for entity in entities {
      let reasons = entity.reasons.map { $0.label.text(in: language) }
      lines.append(
        "\n\(entity.name) (\(entity.uscc))"
          + (reasons.isEmpty ? "" : ": \(reasons.joined(separator: language == .zh ? "；" : "; "))"))
      lines += Self.lines(entity.changes).map { "  \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A line a changed value; one line a row that only one of the runs has.
  private static func lines(_ changes: [Change]) -> [String] {
    var lines: [String] = []
    var last: (row: String, mark: String) = ("", "")
    for change in changes {
      let head = "\(change.table) \(change.place)"
      let mark = change.before == nil ? "+" : change.after == nil ? "−" : " "
      if mark == " " {
        let size = change.difference.map { " (\($0.isNegative ? "" : "+")\($0))" } ?? ""
        lines.append(
          "  \(head) \(change.column): \(shown(change.before)) → \(shown(change.after))\(size)")
      } else {
        let value = "\(change.column) \(change.before ?? change.after ?? "")"
        if last == (head, mark), let line = lines.popLast() {
          lines.append("\(line), \(value)")
        } else {
          lines.append("\(mark) \(head): \(value)")
        }
      }
      last = (head, mark)
    }
    return lines
  }

  private static func shown(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "–" }
    return text
  }

  /// As a table for programs: a row a change.
  package func csv(in language: Language) -> [UInt8] {
    var csv = CSVText()
    csv.header(["uscc", "table", "place", "column", "before", "after", "difference", "reasons"])
    let run = runReasons.map { $0.label.text(in: language) }
    for entity in entities {
      let reasons = (run + entity.reasons.map { $0.label.text(in: language) }).joined(separator: "; ")
      for change in entity.changes {
        csv.text(entity.uscc)
        csv.text(change.table)
        csv.text(change.place)
        csv.text(change.column)
        csv.value(change.before ?? "")
        csv.value(change.after ?? "")
        csv.number(change.difference)
        csv.text(reasons)
        csv.endRow()
      }
    }
    return csv.bytes
  }
}

extension CSVText {
  /// A number keeps its sign as it is; a text is guarded.
  fileprivate mutating func value(_ text: String) {
    if let number = try? FixedDecimal(text) { self.number(number) } else { self.text(text) }
  }
}
