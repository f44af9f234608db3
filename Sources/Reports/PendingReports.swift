import Filings

extension ComplianceReport {
  package func html(in language: Language) -> [UInt8] { [] }
  package func xml() -> [UInt8] { [] }
  package func statementJSON() -> [UInt8] { [] }
}
extension BatchSummary {
  package func html(in language: Language) -> [UInt8] { [] }
}
extension OfficialTables {
  package func write(to path: String) throws {}
}
