import Filings
import Foundation
import SchemaJudge
import Testing

@testable import FilingFormats

/// The scanner for plain XML against libxml2, which it stands in for.
@Suite struct XMLScannerTests {
  private func verdict(_ bytes: [UInt8]) -> XMLScanner.Verdict {
    var decoder = FilingDecoder(path: "filing.xml")
    return bytes.withUnsafeBytes { XMLScanner.run($0, limits: ReaderLimits(), decoder: &decoder) }
  }

  /// A filing with everything it says and where: two filings at different places are equal otherwise.
  private func account(_ result: ReadResult?) -> String {
    guard let filing = result?.filing else { return "none" }
    return String(reflecting: filing)
  }

  @Test(
    "what the scanner accepts of broken filings libxml2 reads alike, to the line and column", arguments: 1...4
  )
  func agreement(seed: UInt64) {
    let reader = XMLFilingReader()
    var mutator = FilingMutator(XMLEquivalenceTests.originals, seed: seed &+ 100)
    var accepted = 0
    for _ in 0..<1000 {
      let document = mutator.next()
      guard case .good = verdict(document) else { continue }
      let unplain = reader.readUnplain(document, path: "filing.xml")
      let plain = reader.read(document, path: "filing.xml")
      guard plain.filing != nil || unplain != nil else { continue }
      accepted += 1
      #expect(account(plain) == account(unplain), "\(String(decoding: document, as: UTF8.self))")
    }
    #expect(accepted > 100, "many of the documents must be good")
  }

  /// Ways to write the same filing that are still plain.
  private static let plain: [(name: String, change: @Sendable (String) -> String)] = [
    ("as it is", { $0 }),
    ("a byte order mark", { "\u{FEFF}" + $0 }),
    ("line ends of Windows", { $0.replacing("\n", with: "\r\n") }),
    ("all on one line", { $0.replacing("\n", with: "") }),
    ("no declaration", { $0.replacing("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", with: "") }),
    (
      "the declaration of Python",
      {
        $0.replacing("version=\"1.0\" encoding=\"UTF-8\"", with: "version='1.0' encoding='utf-8'")
      }
    ),
    ("apostrophes for quotes", { $0.replacing("\"T\"", with: "'T\"'") }),
    ("comments", { $0.replacing("<meters>", with: "<!-- 计量\n - x -> --><meters><!---->") }),
    ("a comment behind the root", { $0 + "<!-- end -->\n" }),
    ("entities", { $0.replacing("\"每日\"", with: "\"&lt;每&amp;日&gt;&quot;&apos;\"") }),
    ("characters by number", { $0.replacing("\"T\"", with: "\"&#26085;&#x65E5;&#x1F600;x\"") }),
    (
      "white space in tags", { $0.replacing(" kind=", with: "\n\t kind = ").replacing("\"/>", with: "\" />") }
    ),
    ("white space in end tags", { $0.replacing("</meters>", with: "</meters\n >") }),
    ("a character of four bytes", { $0.replacing("\"T\"", with: "\"𠮷\"") }),
  ]

  @Test(
    "each plain way to write a filing is read by the scanner, and as libxml2 reads it",
    arguments: plain.indices)
  func plainForms(_ index: Int) {
    let (name, change) = Self.plain[index]
    let document = Array(change(XMLExample.full).utf8)
    let reader = XMLFilingReader()
    if case .good = verdict(document) {} else { Issue.record("\(name): not accepted") }
    let plain = account(reader.read(document, path: "filing.xml"))
    #expect(plain != "none", "\(name)")
    // libxml2 gives up its buffer as it reads, and on one long line the columns with it.
    let unplain = account(reader.readUnplain(document, path: "filing.xml"))
    #expect(
      plain == unplain
        || Self.withoutColumns(plain) == Self.withoutColumns(unplain) && name.contains("one line"))
  }

  private static func withoutColumns(_ text: String) -> String {
    text.replacing(#/column: \d+/#, with: "column")
  }

  /// What is not plain, or not XML.
  private static let unplain: [(old: String, new: String)] = [
    ("<filing ", "<!DOCTYPE filing><filing "), ("<meters>", "<?target?><meters>"),
    ("12345.67", "<![CDATA[12345.67]]>"), ("<meters>", "<meters xmlns=\"urn:cets:filing:1\">"),
    ("<filing xmlns=", "<f:filing xmlns:f="), ("12345.67", "12<!-- -->345.67"), ("12345.67", "&#49;"),
    ("\"T\"", "\"&unknown;\""), ("\"T\"", "\"&lt\""), ("\"T\"", "\"&#0;\""), ("\"T\"", "\"&#xD800;\""),
    ("\"T\"", "\"&#xFFFE;\""), ("\"T\"", "\"&#x110000;\""), ("\"T\"", "\"&#99999999;\""),
    ("\"T\"", "\"&#;\""), ("\"T\"", "\"a\nb\""), ("\"T\"", "\"a<b\""), ("\"T\"", "\"\u{FFFF}\""),
    ("\"T\"", "\"\u{1}\""), ("\"T\"", "T"), ("title=\"T\"", "title"), ("\" title", "\"title"),
    ("title=\"T\"", "title=\"T\" title=\"T\""), ("<meters>", "<!-- a -- b --><meters>"),
    ("<meters>", "<!-- a --->"), ("</meters>", "</meter>"), ("</filing>", ""),
    ("</filing>", "</filing><filing/>"), ("</filing>", "</filing>x"), ("version=\"1.0\"", "version=\"1.1\""),
    ("encoding=\"UTF-8\"", "encoding=\"GBK\""), ("<?xml", " <?xml"),
    ("urn:cets:filing:1", "urn:cets:filing:2"),
    ("<filing xmlns=\"urn:cets:filing:1\"", "<filing"), ("<filing ", "xfiling "), ("<filing ", "x<filing "),
  ]

  @Test("what is not plain is left to libxml2", arguments: unplain.indices)
  func unplainForms(_ index: Int) throws {
    let (old, new) = Self.unplain[index]
    let document = try #require(XMLExample.replacing(old, with: new))
    if case .notPlain = verdict(Array(document.utf8)) { return }
    Issue.record("the scanner took \(new) in the place of \(old)")
  }

  /// A month is read by a short way where it stands in its plain form: nothing else may go that way.
  @Test(
    "months in every other form are read as libxml2 reads them, or not at all",
    arguments: [
      "<month n=\"0\">1</month>", "<month n=\"00\">1</month>", "<month n=\"01\">1</month>",
      "<month n=\"1\"> 1</month>", "<month n=\"1\">1 </month>", "<month n=\"1\">-1</month>",
      "<month n=\"13\">1</month>", "<month n=\"99\">1</month>", "<month n=\"1\"></month>",
      "<month n=\"1\"/>", "<month n=\"1\">1.</month>", "<month n=\"1\">.1</month>",
      "<month n=\"1\">1.1234567890</month>", "<month n=\"1\">123456789012345678</month>",
      "<month n=\"1\">1234567890123456789</month>", "<month n=\"1\">1e3</month>",
      "<month n=\"1\">1,000</month>", "<month n='1'>1</month>", "<month  n=\"1\">1</month>",
      "<month n=\"1\" >1</month>", "<month n=\"1\">1</month >", "<month n=\"1\">1</mouth>",
      "<month n=\"1\">1</month><month n=\"1\">2</month>", "<month n=\"123\">1</month>",
      "<month n=\"1\">&#49;</month>", "<month n=\"1\">1", "<Month n=\"1\">1</Month>",
      "<month n=\"12\">1234567890123.45</month>", "<month n=\"1\">00000000.1</month>",
      "<month n=\"1\">1</month><evidence ref=\"E1\"/>",
    ])
  func otherMonths(_ month: String) throws {
    let pattern = #/<month n="1">[^<]*</month>/#
    let document = Array(XMLExample.full.replacing(pattern, with: month).utf8)
    let reader = XMLFilingReader()
    let read = reader.read(document, path: "filing.xml")
    let unplain = reader.readUnplain(document, path: "filing.xml")
    // libxml2 accepts what we accept, with the same months on the same lines, and nothing else.
    #expect((read.filing == nil) == (unplain?.filing == nil))
    if let unplain { #expect(account(read) == account(unplain)) }
  }

  @Test("bytes that are not UTF-8 are left to libxml2")
  func bytes() throws {
    let parts = XMLExample.full.split(separator: "\"T\"", maxSplits: 1).map { Array($0.utf8) }
    let sequences: [[UInt8]] = [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0xBF], [0xE4, 0xBD],
      [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0xBE], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0x00],
    ]
    for sequence in sequences {
      let document = parts[0] + [0x22] + sequence + [0x22] + parts[1]
      if case .notPlain = verdict(document) { continue }
      Issue.record("the scanner took \(sequence)")
    }
    for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] {
      let document = [UInt8](try #require(XMLExample.full.data(using: encoding)))
      if case .notPlain = verdict(document) { continue }
      Issue.record("the scanner took \(encoding)")
    }
  }

  @Test("a filing that ends too soon is never accepted, wherever it ends")
  func truncated() {
    let document = Array(XMLExample.full.utf8.dropLast())
    for end in document.indices {
      if case .good = verdict(Array(document[..<end])) { Issue.record("accepted \(end) bytes") }
    }
  }
}
