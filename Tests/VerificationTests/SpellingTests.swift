import Filings
import Quantities
import Testing

@testable import Verification

/// Names are one however they are typed: neither a finding evaded by brackets of another width, nor one made by them.
@Suite("Spellings")
struct SpellingTests {
  @Test("the body that prepared and verified a report is one whatever its brackets (G09)")
  func conflict() throws {
    var filing = try emptyFiling(.cement)
    filing.entity.verifier = "虚构咨询（北京）有限公司"
    filing.entity.reportService = "虚构咨询(北京)有限公司"
    #expect(try verify(filing).findings(of: "G09").count == 1)
    filing.entity.reportService = "虚构咨询(上海)有限公司"
    #expect(try verify(filing).findings(of: "G09").isEmpty)
  }
}
