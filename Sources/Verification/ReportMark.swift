import Filings

/// What a test report is known by, in whichever filing it lies (E08): its laboratory's number for it, and the
/// SHA-256 of its file.
package struct ReportMark: Sendable, Codable {
  /// The document's id in its own filing.
  let id: String
  let keys: [Key]

  /// A key with a hash that is the same on every machine: keys are sorted and sought by it, and compared as
  /// texts where it is equal.
  struct Key: Sendable, Hashable {
    let text: String
    let hash: UInt64

    init(_ text: String) {
      self.text = text
      // FNV-1a
      hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }
  }

  /// - Parameter issuer: the document's, as it compares, without its legal form: a laboratory's number is no other one
  ///   for a name cut short.
  private init(_ document: Evidence, issuer: String) {
    id = document.id
    let number = NormalText.of(document.number)
    let digest = NormalText.of(document.sha256)
    var keys: [Key] = []
    if !number.isEmpty { keys.append(Key("\(issuer) \(number)")) }
    if !digest.isEmpty { keys.append(Key(digest)) }
    self.keys = keys
  }

  static func all(of documents: [Evidence]) -> [ReportMark] {
    var last: (issuer: String, normal: String) = ("", "")
    return documents.map { document in
      // Most documents of a filing are of one laboratory.
      if document.issuer != last.issuer { last = (document.issuer, name(of: document.issuer)) }
      return ReportMark(document, issuer: last.normal)
    }
  }

  private static func name(of issuer: String) -> String {
    let normal = NormalText.of(issuer)
    for form in ["股份有限公司", "有限责任公司", "有限公司"] where normal.hasSuffix(form) {
      return String(normal.dropLast(form.count))
    }
    return normal
  }
}

extension ReportMark.Key: Codable {
  init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension ReportMark {
  func pack(into packer: inout Packer) {
    packer.text(id)
    packer.list(keys) { $1.text($0.text) }
  }

  init(from packed: inout Unpacker) throws(UnpackingError) {
    id = try packed.text()
    keys = try packed.list { packed throws(UnpackingError) in Key(try packed.text()) }
  }
}
