import Filings
import Quantities
import Testing

@testable import Verification

@Suite("S01 against last year's verified total (VG26: the explanation of abnormal change)")
struct LastYearTests {
  // 10000 t × 12 × 0.535 = 64200 t, of which a fifth is 12840.
  private func findings(filed: String?, verified: String) throws -> [String] {
    var filing = try emptyFiling(.cement)
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "10000")
    filing.facilities = [line]
    filing.enterprise.declared = [
      Declared(
        quantity: .emissions, value: try decimal("64200"),
        previousYearValue: try filed.map { try decimal($0) })
    ]
    return try verify(filing, lastYear: LastYearResult(declared: nil, verified: try decimal(verified)))
      .findings(of: "S01").map(\.message.en)
  }

  @Test("another figure than the verified one is pointed out")
  func otherFigure() throws {
    #expect(
      try findings(filed: "64000", verified: "63000") == [
        "last year's emissions as filed are not those verified"
      ])
    #expect(try findings(filed: "64000.00", verified: "64000") == [])
  }

  @Test("where the filing is silent the verified total is compared")
  func silent() throws {
    #expect(try findings(filed: nil, verified: "60000") == [])
    #expect(
      try findings(filed: nil, verified: "50000") == ["emissions: 28.4 % against last year's verified result"]
    )
  }
}

@Suite("S15 how far last year's verification moved the total (verification.md section 7)")
struct LastYearVerificationTests {
  private func messages(declared: String?, verified: String) throws -> [String] {
    let filing = try emptyFiling(.cement)
    let last = LastYearResult(
      declared: try declared.map { try decimal($0) }, verified: try decimal(verified))
    return try verify(filing, lastYear: last).findings(of: "S15").map(\.message.en)
  }

  @Test("more than 5 % in either direction is noted")
  func noted() throws {
    #expect(
      try messages(declared: "100000.00", verified: "105000.01") == [
        "last year's verification changed the emissions by 5.0 %, from 100000.00 as declared to 105000.01"
      ])
    #expect(try messages(declared: "100000", verified: "94999.99").count == 1)
  }

  @Test("5 % and less is not, nor what was not declared")
  func silent() throws {
    #expect(try messages(declared: "100000", verified: "105000.00") == [])
    #expect(try messages(declared: "0", verified: "105000.00") == [])
    #expect(try messages(declared: nil, verified: "105000.00") == [])
  }
}
