/// Every code a reader can report, with its severity and its remedy. The codes are fixed: users filter
/// by them.
package enum DiagnosticCode: String, CaseIterable, Codable, Sendable {
  // The file
  case unreadable = "FIL-UNREADABLE"
  case emptyFile = "FIL-EMPTY"
  case noFiling = "FIL-NONE"
  case limit = "FIL-LIMIT"
  case skipped = "FIL-SKIPPED"
  case moreDiagnostics = "FIL-MORE"
  case toFill = "FIL-TO-FILL"

  // XML
  case xmlSyntax = "XML-SYNTAX"
  case xmlEncoding = "XML-ENCODING"
  case xmlDoctype = "XML-DOCTYPE"
  case xmlRoot = "XML-ROOT"
  case xmlElement = "XML-ELEMENT"
  case xmlAttribute = "XML-ATTRIBUTE"
  case xmlMissingElement = "XML-MISSING-ELEMENT"
  case xmlMissingAttribute = "XML-MISSING-ATTRIBUTE"
  case xmlCode = "XML-CODE"
  case xmlValue = "XML-VALUE"
  case xmlDuplicate = "XML-DUPLICATE"
  case xmlReference = "XML-REFERENCE"
  case xmlSchema = "XML-SCHEMA"

  // CSV
  case csvEncoding = "CSV-ENCODING"
  case csvQuote = "CSV-QUOTE"
  case csvTable = "CSV-TABLE"
  case csvColumn = "CSV-COLUMN"
  case csvMissingColumn = "CSV-MISSING-COLUMN"
  case csvDuplicateColumn = "CSV-DUPLICATE-COLUMN"
  case csvFields = "CSV-FIELDS"
  case csvMissingValue = "CSV-MISSING-VALUE"
  case csvCode = "CSV-CODE"
  case csvValue = "CSV-VALUE"
  case csvDuplicate = "CSV-DUPLICATE"
  case csvReference = "CSV-REFERENCE"
  case csvEntity = "CSV-ENTITY"
  case tableAlone = "CSV-ALONE"

  // Numbers, in either form
  case number = "FIL-NUMBER"
  case numberSeparator = "FIL-NUMBER-SEPARATOR"
  case numberFullWidth = "FIL-NUMBER-FULLWIDTH"
  case numberDigits = "FIL-NUMBER-DIGITS"

  // What a filing says
  case usccCheck = "FIL-USCC"
  case unit = "FIL-UNIT"
  case unitConverted = "FIL-UNIT-CONVERTED"
  case missingMonth = "FIL-MISSING-MONTH"
  case negative = "FIL-NEGATIVE"
  case percentage = "FIL-PERCENTAGE"
  case item = "FIL-ITEM"
  case facilityKind = "FIL-KIND"
  case parameter = "FIL-PARAMETER"
  case attributeValue = "FIL-ATTRIBUTE"
  case duplicate = "FIL-DUPLICATE"
  case dateOrder = "FIL-DATE-ORDER"
  case year = "FIL-YEAR"
  case otherYear = "FIL-OTHER-YEAR"
  case superseded = "FIL-SUPERSEDED"
  case sameSubmission = "FIL-SAME-SUBMISSION"
  case noDefault = "FIL-NO-DEFAULT"
  case overflow = "FIL-OVERFLOW"
  case negativeProcess = "FIL-NEGATIVE-PROCESS"
  case noAllocationUnit = "FIL-NO-UNIT"

  case secondSource = "FIL-SECOND-SOURCE"
  case total = "FIL-TOTAL"
  case region = "FIL-REGION"

  // The allowance inputs
  case unmatched = "FIL-UNMATCHED"
  case noBalanceValue = "FIL-NO-BALANCE"

  // The allowance book
  case bookTable = "BOOK-TABLE"
  case bookDate = "BOOK-DATE"
  case bookPosted = "BOOK-POSTED"
  case bookEntity = "BOOK-ENTITY"
  case bookOverdraw = "BOOK-OVERDRAW"
  case bookRule = "BOOK-RULE"
  case bookSettled = "BOOK-SETTLED"
  case bookReversal = "BOOK-REVERSAL"
  case bookReversed = "BOOK-REVERSED"
  case bookResult = "BOOK-RESULT"
  case bookDifference = "BOOK-DIFFERENCE"
  case bookRejected = "BOOK-REJECTED"
  case bookIncomplete = "BOOK-INCOMPLETE"

  // Decisions
  case decision = "FIL-DECISION"
  case decisionDate = "FIL-DECISION-DATE"

  // Scenarios
  case scenarioSyntax = "SCN-SYNTAX"
  case scenarioKey = "SCN-KEY"
  case scenarioMissing = "SCN-MISSING"
  case scenarioValue = "SCN-VALUE"
  case scenarioConflict = "SCN-CONFLICT"
  case scenarioReference = "SCN-REFERENCE"
  case scenarioDuplicate = "SCN-DUPLICATE"

  package var severity: Diagnostic.Severity {
    switch self {
    case .skipped, .tableAlone, .unitConverted, .otherYear, .superseded, .moreDiagnostics, .bookPosted: .note
    case .missingMonth, .noAllocationUnit, .unmatched, .noBalanceValue, .bookDifference, .bookRejected,
      .decisionDate,
      .secondSource, .total,
      .region:
      .warning
    default: .error
    }
  }

  /// Whether the schema of the XML form can say the rule too, so that xmllint finds it as well.
  package var isSchemaRule: Bool {
    switch self {
    case .number, .numberSeparator, .numberFullWidth, .numberDigits, .emptyFile: true
    // XSD cannot forbid a DOCTYPE.
    case .xmlDoctype: false
    default: rawValue.hasPrefix("XML-")
    }
  }
}
