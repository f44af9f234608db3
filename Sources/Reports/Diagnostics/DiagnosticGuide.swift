import Filings
import Foundation

/// What a diagnostic code means, how it is mended, and an example of both:
/// `cets validate --explain` and docs/diagnostics.md.
///
/// The examples are the mends that a test applies to fixtures/invalid and then finds accepted; of codes that no file
/// alone can have, of the book for one, they are written by hand (`examples.json`).
package struct DiagnosticGuide {
  package let code: DiagnosticCode

  package init(_ code: DiagnosticCode) {
    self.code = code
  }

  /// A fixture with this one fault, and what mends it.
  struct Mend: Codable {
    struct Edit: Codable {
      let replace, by: String
    }

    let code, fixture: String
    let file: String?
    let edits: [Edit]?
    /// Whether the edits are bytes in hexadecimal.
    let hex: Bool?
  }

  private static let mends: [Mend] =
    (try? JSONDecoder().decode([Mend].self, from: Data(PackageResources.mends_json))) ?? []

  private struct Example: Codable {
    let code, replace, by: String
  }

  private static let examples: [Example] =
    (try? JSONDecoder().decode([Example].self, from: Data(PackageResources.examples_json))) ?? []

  /// The first edit that a person can read.
  private var example: Mend.Edit? {
    let mend = Self.mends.first { $0.code == code.rawValue && $0.hex != true && $0.edits != nil }
    return mend?.edits?.first
      ?? Self.examples.first { $0.code == code.rawValue }.map { Mend.Edit(replace: $0.replace, by: $0.by) }
  }

  /// For a terminal, both languages.
  package var text: String {
    let severity = DiagnosticsText.severity(code.severity)
    var lines = [
      "\(code.rawValue)  \(severity.en) \(severity.zh)", "",
      "  \(code.meaning.en)", "  \(code.meaning.zh)", "",
      "  How to mend it 修正", "  \(code.remedy.en)", "  \(code.remedy.zh)",
    ]
    if let example {
      lines += ["", "  Example 示例"]
      for (sign, text) in [("-", example.replace), ("+", example.by)] {
        lines += text.split(separator: "\n").map { "  \(sign) \($0.trimmingCharacters(in: .whitespaces))" }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Record: Encodable {
    struct Pair: Encodable {
      let zh, en: String
    }

    let code, severity: String
    let meaning, remedy: Pair
  }

  /// One JSON object of every code, in the order of their names.
  package static func jsonLines(_ codes: [DiagnosticCode]) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return codes.flatMap { code in
      let record = Record(
        code: code.rawValue, severity: code.severity.rawValue,
        meaning: Record.Pair(zh: code.meaning.zh, en: code.meaning.en),
        remedy: Record.Pair(zh: code.remedy.zh, en: code.remedy.en))
      return ((try? encoder.encode(record)).map(Array.init) ?? []) + [0x0A]
    }
  }
}
