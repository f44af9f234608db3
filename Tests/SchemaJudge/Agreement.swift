import FilingFormats

/// Holds the reader against libxml2's schema engine on broken filings.
package struct Agreement {
  package private(set) var documents = 0
  package private(set) var valid = 0
  /// What the two do not agree about, with the reader's diagnostics.
  package private(set) var disagreements: [(document: [UInt8], account: String)] = []
  private let reader = XMLFilingReader()
  private let judge: SchemaJudge

  package init?() {
    guard let judge = SchemaJudge() else { return nil }
    self.judge = judge
  }

  package mutating func check(_ document: [UInt8]) {
    documents += 1
    let isValid = judge.accepts(document)
    if isValid { valid += 1 }
    let result = reader.read(document, path: "filing.xml")
    // XSD can forbid neither a DOCTYPE nor what is beyond the limits; there nothing is read, so the file is
    // rejected in either case.
    if result.diagnostics.contains(where: { $0.code == .xmlDoctype || $0.code == .limit }) {
      if result.filing != nil { disagreements.append((document, "accepted beyond the limits")) }
      return
    }
    let breaksSchema = result.diagnostics.contains { $0.code.isSchemaRule }
    if (result.filing != nil) != isValid || breaksSchema == isValid {
      let codes = result.diagnostics.map { "\($0.code.rawValue) \($0.line):\($0.column) \($0.text)" }
      disagreements.append(
        (document, "libxml2: \(isValid), cets: \(result.filing != nil), \(codes.joined(separator: "; "))"))
    }
  }
}
