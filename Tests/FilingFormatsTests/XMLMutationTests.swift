import Filings
import Foundation
import SchemaJudge
import Testing

@testable import FilingFormats

/// Documents broken at random, with the reader and xmllint as judges of each other.
@Suite(.enabled(if: XMLLint.path != nil, "needs xmllint")) struct XMLMutationTests {
  @Test("reader and xmllint agree on documents broken at random", arguments: 1...4)
  func mutations(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var documents: [String] = []
    for _ in 0..<250 {
      var text = XMLExample.full
      for _ in 0...random.below(3) { text = Self.mutated(text, &random) }
      documents.append(text)
    }
    let verdicts = try XMLLint.verdicts(documents.map { Array($0.utf8) })
    let reader = XMLFilingReader()
    var valid = 0
    for (document, verdict) in zip(documents, verdicts) {
      let result = reader.read(Array(document.utf8), path: "filing.xml")
      // XSD cannot forbid a DOCTYPE, and behind one nothing is read.
      if result.diagnostics.contains(where: { $0.code == .xmlDoctype }) { continue }
      #expect(result.breaksSchema == !verdict, "seed \(seed): \(result.diagnostics)\n\(document)")
      // The reader knows every rule of the schema by itself.
      #expect(!result.diagnostics.contains { $0.code == .xmlSchema }, "seed \(seed)\n\(document)")
      #expect((result.filing != nil) == verdict)
      if verdict { valid += 1 }
    }
    #expect(valid > 0 && valid < documents.count, "the changes must break some documents and not others")
  }

  /// The text with a line doubled, dropped or moved, or a value, name or character changed.
  private static func mutated(_ text: String, _ random: inout SeededGenerator) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let place = 2 + random.below(lines.count - 3)
    let other = 2 + random.below(lines.count - 3)
    switch random.below(7) {
    case 0: lines.insert(lines[place], at: other)
    case 1: lines.remove(at: place)
    case 2: lines.swapAt(place, other)
    case 3: return changingValue(text, &random)
    case 4: return changingValue(text, &random)
    case 5: return droppingAttribute(text, &random)
    default:
      var characters = Array(text)
      let signs: [Character] = ["<", ">", "\"", "&", " ", "x", "1", "/", "\n", "\u{7F}", "，"]
      characters[random.below(characters.count)] = random.pick(signs)
      return String(characters)
    }
    return lines.joined(separator: "\n")
  }

  private static let values = [
    "", " ", "t", "烟煤", "clinker", "1", "01", " 1 ", "-1", "1.5", "1.", "99999999999999999999", "１", "L1",
    "-", "M1",
    "E1", "2025-02-30", "2025-03-01", "2025-3-1", "cement", "measured", "340000", "a b", "&#10;", "&amp;",
    "%",
  ]

  /// The attributes of a text, with the white space before them.
  private static func attributes(_ text: String) -> [Range<String.Index>] {
    text.ranges(of: #/ [A-Za-z0-9]+="[^"]*"/#).filter {
      !text[$0].hasPrefix(" version") && !text[$0].hasPrefix(" encoding")
    }
  }

  private static func changingValue(_ text: String, _ random: inout SeededGenerator) -> String {
    let attribute = random.pick(attributes(text))
    guard let sign = text[attribute].firstIndex(of: "=") else { return text }
    let value = random.pick(values)
    return text.replacingCharacters(in: sign..<attribute.upperBound, with: "=\"\(value)\"")
  }

  private static func droppingAttribute(_ text: String, _ random: inout SeededGenerator) -> String {
    text.replacingCharacters(in: random.pick(attributes(text)), with: "")
  }
}
