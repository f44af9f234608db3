import Foundation

/// Breaks filings by their structure, reproducibly: nodes dropped, repeated, swapped, moved, renamed;
/// attributes likewise; values of other types and at the limits of their own; namespaces, white space,
/// entities, sections, encodings and stray bytes. About a third of what it makes is still valid.
package struct FilingMutator {
  private let originals: [MarkupNode]
  private var random: SeededGenerator

  /// - Parameter documents: valid filings; what is not plain markup is left out.
  package init(_ documents: [String], seed: UInt64) {
    originals = documents.compactMap(MarkupNode.parse).filter { !$0.children.isEmpty }
    random = SeededGenerator(seed: seed)
  }

  /// The next broken document.
  package mutating func next() -> [UInt8] {
    let root = random.pick(originals).copy
    for _ in 0..<(1 + random.below(3)) { change(root) }
    var text = ""
    root.write(into: &text)
    if random.happens(10) { text = damagedMarkup(text) }
    var bytes = encoded(text)
    if random.happens(4) { damage(&bytes) }
    return bytes
  }

  // MARK: Nodes

  private mutating func change(_ root: MarkupNode) {
    let all = root.all
    let node = random.pick(all)
    // An earlier change may have taken the last child.
    let parents = all.filter { !$0.children.isEmpty }
    let parent = parents.isEmpty ? root : random.pick(parents)
    switch random.below(12) {
    case 0: if !parent.children.isEmpty { parent.remove(at: random.below(parent.children.count)) }
    case 1: repeatChild(of: parent)
    case 2: swapChildren(of: parent)
    case 3:
      // Moved or copied below another parent, never below itself.
      parent.insert(
        random.pick(all.filter { $0.children.isEmpty }).copy, at: random.below(parent.children.count + 1))
    case 4: node.name = random.pick(Self.names)
    case 5: node.texts[random.below(node.texts.count)] += random.pick(Self.contents)
    case 6: node.attributes.append(random.pick(Self.foreignAttributes))
    case 7: changeNumber(all)
    default: changeAttribute(node, all)
    }
  }

  private mutating func repeatChild(of parent: MarkupNode) {
    guard !parent.children.isEmpty else { return }
    let index = random.below(parent.children.count)
    parent.insert(parent.children[index].copy, at: random.below(parent.children.count + 1))
  }

  private mutating func swapChildren(of parent: MarkupNode) {
    guard !parent.children.isEmpty else { return }
    parent.children.swapAt(random.below(parent.children.count), random.below(parent.children.count))
  }

  /// The value of a month, where most of a filing's numbers stand.
  private mutating func changeNumber(_ all: [MarkupNode]) {
    let months = all.filter { $0.name == "month" }
    if months.isEmpty { return }
    let month = random.pick(months)
    month.texts = [random.pick(Self.numbers)]
    if random.happens(20) {
      month.texts[0] = random.pick(Self.spaces) + month.texts[0] + random.pick(Self.spaces)
    }
  }

  private mutating func changeAttribute(_ node: MarkupNode, _ all: [MarkupNode]) {
    guard !node.attributes.isEmpty else { return }
    let index = random.below(node.attributes.count)
    switch random.below(8) {
    case 0: node.attributes.remove(at: index)
    case 1: node.attributes[index].name = random.pick(Self.attributeNames)
    case 2: node.attributes.swapAt(index, random.below(node.attributes.count))
    case 3:
      // The value of another attribute, mostly of another type.
      if let other = random.pick(all).attributes.first { node.attributes[index].value = other.value }
    case 4: node.attributes[index].value = random.pick(Self.spaces) + node.attributes[index].value
    case 5: node.attributes[index].value += random.pick(Self.spaces)
    default: node.attributes[index].value = random.pick(Self.values)
    }
  }

  // MARK: Text and bytes

  private mutating func damagedMarkup(_ text: String) -> String {
    var characters = Array(text)
    let place = random.below(characters.count)
    switch random.below(4) {
    case 0: characters.remove(at: place)
    case 1: characters.insert(random.pick(Self.signs), at: place)
    case 2: characters[place] = random.pick(Self.signs)
    default: characters.insert(contentsOf: random.pick(Self.contents), at: place)
    }
    return String(characters)
  }

  private mutating func encoded(_ text: String) -> [UInt8] {
    switch random.below(40) {
    case 0: return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    case 1: return utf16(text, mark: true, bigEndian: false)
    case 2: return utf16(text, mark: true, bigEndian: true)
    case 3: return utf16(text, mark: false, bigEndian: false)
    case 4:
      let name = random.pick([
        "UTF-8", "utf-8", "UTF-16", "UTF-7", "GB18030", "GBK", "ISO-8859-1", "US-ASCII", "x-unknown", "",
      ])
      return Array("<?xml version=\"1.0\" encoding=\"\(name)\"?>\(text)".utf8)
    case 5: return Array("<?xml version=\"\(random.pick(["1.0", "1.1", "2.0", ""]))\"?>\n\(text)".utf8)
    case 6: return Array(text.utf8) + Array(random.pick(["\n", "<!-- -->", "x", "\0", "<?p?>", "<a/>"]).utf8)
    default: return Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(text)".utf8)
    }
  }

  private func utf16(_ text: String, mark: Bool, bigEndian: Bool) -> [UInt8] {
    ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return bigEndian ? [high, low] : [low, high]
    }
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let place = random.below(bytes.count)
    switch random.below(4) {
    case 0: bytes[place] = UInt8(random.below(256))
    case 1: bytes.insert(UInt8(random.below(256)), at: place)
    case 2: bytes.removeSubrange(place...)
    default: bytes.insert(contentsOf: [0x84, 0x31, 0xA4, 0x37], at: place)
    }
  }

  // MARK: What is put in

  private static let names = [
    "filing", "entity", "qualityPlan", "plan", "meters", "meter", "evidenceList", "evidence", "enterprise",
    "facility", "attribute", "series", "stock", "secondSource", "batch", "declared", "month", "Month", "x",
    "f:month",
    "中文",
  ]
  private static let attributeNames = [
    "id", "name", "n", "ref", "kind", "unit", "item", "value", "meter", "xmlns", "xmlns:f", "xml:lang",
    "f:id",
    "Id", "submittedOn", "colour", "facility",
  ]
  private static let foreignAttributes: [(name: String, value: String)] = [
    ("xmlns", "urn:cets:filing:1"), ("xmlns", "urn:x"), ("xmlns", ""), ("xmlns:f", "urn:cets:filing:1"),
    ("xmlns:f", ""), ("xml:lang", "zh"), ("xml:space", "preserve"), ("xml:id", "a"), ("f:id", "a"),
    ("colour", "red"), ("id", "L1"), ("meter", "M1"), ("name", "a"), ("n", "3"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"), ("xsi:nil", "true"), ("xsi:type", "Entity"),
    ("xmlns:xi", "http://www.w3.org/2001/XInclude"),
  ]
  private static let spaces = ["", " ", "\t", "\n", "\r\n", "&#10;", "&#32;", "\u{A0}", "\u{3000}", "  "]
  private static let contents = [
    " ", "\n", "x", "&amp;", "&#65;", "&nbsp;", "&#0;", "<!-- -->", "<!-- -- -->", "<?p q?>", "<![CDATA[1]]>",
    "<![CDATA[]]>", "]]>", "&#x20;", "12", "<b/>", "<month n=\"5\">5</month>", "\u{FEFF}", "\u{FFFE}",
    "<!DOCTYPE filing>",
  ]
  private static let numbers = [
    "0", "-0", "00", "1.", ".1", "1.0", "-1.5", "+1", "1e5", "", " ", "999999999999999999",
    "1000000000000000000",
    "0.123456789", "0.1234567890", "1,000", "１", "1 2", "--1", "NaN", "INF", "0x1", "&#49;", "<![CDATA[7]]>",
    "1<!-- -->2", "1<?p?>.5",
  ]
  private static let values = [
    "", " ", "-", "L1", "M1", "E1", "L-1", "_a", "a b", "1", "01", "12", "13", "0", "-1", "1.5", "9999",
    "10000",
    "1999", "2000", "2099", "2100", "2025", "2025-02-28", "2025-02-29", "2024-02-29", "2025-2-1",
    "0999-01-01",
    "1000-01-01", "9999-12-31", "2025-01-01Z", "2025-13-01", "2025-01-00", "10000-01-01", "-2025-01-01", "t",
    "吨",
    "T", "%", "GJ/t", "烟煤", "clinker", "cement", "水泥", "steel", "measured", "实测值", "quantity", "fuelIn",
    "opening", "emissions", "clinkerLine", "enterprise", "企业层级", "340000", "34000", "34000０", "3011", "30",
    "30111", "3", "91340100MA2TEXTX0F", "91340100MI2TEXTX0F", "91340100MA2TEXTX0",
    "\(String(repeating: "0aF9", count: 16))", "\(String(repeating: "g", count: 64))", "a&#10;b", "a&#x85;b",
    "a&#x9F;b", "a&#xA0;b", "a&#127;b", "a\tb", "&lt;", "&amp;", "&x;", "<", "&", "'", "&quot;", "\u{AD}",
    "\u{200B}",
    "\u{E000}", "\u{FFFD}", "𠮷", String(repeating: "a", count: 32), String(repeating: "a", count: 33),
    String(repeating: "字", count: 200), String(repeating: "字", count: 201),
    String(repeating: "a", count: 200),
    String(repeating: "a", count: 201), String(repeating: "&#23383;", count: 200),
  ]
  private static let signs: [Character] = [
    "<", ">", "\"", "&", " ", "x", "1", "/", "\n", "\u{7F}", "，", "'", ";", "=",
  ]
}
