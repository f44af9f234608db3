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

  private func report(issuer: String = "", accreditation: String = "CMA") throws -> Filing {
    var filing = try emptyFiling(.cement)
    var report = Evidence(id: "E1", kind: "检测报告")
    (report.issuer, report.accreditation) = (issuer, accreditation)
    filing.evidence = [report]
    return filing
  }

  @Test(
    "marks and their numbers, however joined, are an accreditation (E03)",
    arguments: [
      "CMA", "CNAS", "CMA CNAS", "CMA和CNAS", "CMA & CNAS", "CMA+CNAS", "ＣＭＡ", "CMA 2023-0015", "CNASL1234",
      "CMA（180012050529）", "CMA:180012050529", "CMA：180012050529", "CMA CNAS L1234", "cma、cnas",
    ])
  func accredited(text: String) throws {
    #expect(try verify(report(accreditation: text)).findings(of: "E03").isEmpty)
  }

  @Test(
    "a sentence about marks, or numbers without one, is none (E03)",
    arguments: [
      "", "未取得CMA资质", "无CMA", "CMA：无", "非CMA", "CMA已过期", "没有CMA和CNAS", "180012050529", "L1234", "NO CMA",
    ])
  func unaccredited(text: String) throws {
    #expect(try verify(report(accreditation: text)).findings(of: "E03").count == 1)
  }

  @Test("a laboratory is the declared one whatever its brackets (E14)")
  func declared() throws {
    var filing = try report(issuer: "虚构检测（北京）中心")
    filing.enterprise.attributes = [Attribute(name: .laboratories, value: "虚构检测(北京)中心； 另一中心 ")]
    #expect(try verify(filing).findings(of: "E14").isEmpty)
    filing.evidence[0].issuer = "虚构检测（上海）中心"
    #expect(try verify(filing).findings(of: "E14").count == 1)
  }
}
