import FilingFormats
import Filings
import SchemaJudge

/// A filing in the XML form. What the reader accepts is valid by libxml2's schema engine; what has no fault
/// of the schema is valid and what has one is not; what is accepted survives writing and reading.
struct XMLTarget {
  private let reader = XMLFilingReader()
  private let judge = SchemaJudge()

  func run(_ bytes: [UInt8]) {
    let result = reader.read(bytes, path: "filing.xml")
    let isValid = judge?.accepts(bytes) ?? false
    precondition(result.filing == nil || isValid, "accepted, but not valid")
    // Behind a DOCTYPE nothing is read, and XSD cannot forbid one; the limits are the reader's own too.
    guard !result.diagnostics.contains(where: { $0.code == .xmlDoctype || $0.code == .limit }) else { return }
    precondition((result.filing != nil) == isValid, "the reader and libxml2 disagree")
    precondition(
      result.diagnostics.contains { $0.code.isSchemaRule } != isValid, "a verdict without its reason")
    guard let filing = result.filing, !result.diagnostics.contains(where: { $0.severity == .error }) else {
      return
    }
    let again = reader.read(XMLFilingWriter.write(filing), path: "filing.xml")
    precondition(again.filing == filing, "written and read again it is another filing")
  }
}
