import Accounting
import Filings
import Quantities
import Testing

@testable import Verification

/// E17 (VG26) where a filing says of a meter what no certificate would.
@Suite("Meters in doubt")
struct MeterDoubtTests {
  /// 100 t of coal in January, with default factors: 219.30 t CO2.
  private func verified(_ change: (inout Meter) throws -> Void) throws -> VerifiedStatement {
    var filing = try emptyFiling(.cement)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var meter = Meter(id: "M1", kind: "皮带秤", requiredAccuracy: try decimal("0.5"))
    meter.actualAccuracy = try decimal("0.5")
    meter.calibratedFrom = try day("2025-01-01")
    meter.calibratedTo = try day("2025-12-31")
    try change(&meter)
    filing.meters.append(meter)
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.fuelIn, .bituminousCoal, "100", months: 1...1, meter: "M1")
    filing.facilities = [line]
    return try verify(filing)
  }

  @Test("a meter as it should be raises nothing")
  func good() throws {
    #expect(try verified { _ in }.findings(of: "E17").isEmpty)
  }

  // The class may be required to have 1.0 %: 101 t → 221.49 t; + 2.19 t.
  @Test(
    "a required accuracy of nothing or of fifty per cent is not one: the class's counts",
    arguments: ["0", "50"])
  func implausibleRequirement(required: String) throws {
    let calibrated = try verified { $0.requiredAccuracy = try decimal(required) }
    #expect(calibrated.findings(of: "E17").map(\.severity) == [.s3])
    #expect(calibrated.corrections.isEmpty)
    let uncalibrated = try verified {
      $0.requiredAccuracy = try decimal(required)
      $0.calibratedTo = nil
    }
    #expect(uncalibrated.findings(of: "E17").map(\.severity).sorted() == [.s2, .s3])
    #expect(try uncalibrated.corrections.map(\.correction.value) == [decimal("101")])
  }

  // 1.4 % against the class's 1.0 %, not the filing's 50 %: 100.4 t.
  @Test("an inaccurate meter is not excused by a wide requirement")
  func wideRequirement() throws {
    let verified = try verified {
      $0.requiredAccuracy = try decimal("50")
      $0.actualAccuracy = try decimal("1.4")
    }
    #expect(try verified.corrections.map(\.correction.value) == [decimal("100.4")])
  }

  // 100.5 t → 220.40 t: 1.10 t more, if the meter counted as not calibrated.
  @Test("an accuracy that is not stated is asked for, with what its lack would come to")
  func unstated() throws {
    let verified = try verified { $0.actualAccuracy = nil }
    let finding = try #require(verified.findings(of: "E17").first)
    #expect(finding.severity == .s3 && finding.isEffectConditional)
    #expect(try finding.effect == decimal("1.10"))
    #expect(verified.corrections.isEmpty)
  }

  // AG-STEEL: verified at most 12 months apart. January ends within 12 months of 2024-02-15 and not of
  // 2024-01-15.
  @Test(
    "a period longer than twelve months needs another certificate",
    arguments: [("2024-02-15", 0), ("2024-01-15", 1), ("2019-01-01", 1)])
  func longPeriod(from: String, count: Int) throws {
    let verified = try verified { $0.calibratedFrom = try day(from) }
    #expect(verified.findings(of: "E17").count == count)
    #expect(verified.findings(of: "E17").allSatisfy { $0.limit == "check.E17.interval" })
    #expect(verified.corrections.isEmpty)
  }

  // 1.0 % of the class: 101 t.
  @Test(
    "a quantity without a meter or a ledger counts as not calibrated, whatever it is called",
    arguments: [AcquisitionMethod.measured, .calculated, .design, .defaultValue])
  func unmetered(method: AcquisitionMethod) throws {
    var filing = try emptyFiling(.cement)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.fuelIn, .bituminousCoal, "100", months: 1...1, meter: "")
    line.series[0].method = method
    filing.facilities = [line]
    let verified = try verify(filing)
    #expect(verified.findings(of: "E17").map(\.severity) == [.s2])
    #expect(try verified.corrections.map(\.correction.value) == [decimal("101")])
    let stock = [StockFlow.opening, .closing].map {
      StockRow(
        item: .bituminousCoal, unit: .tonne, flow: $0,
        months: MonthlyValues(Array(repeating: .zero, count: 12)))
    }
    let bought = StockRow(
      item: .bituminousCoal, unit: .tonne, flow: .purchased,
      months: MonthlyValues((1...12).map { $0 == 1 ? FixedDecimal(100) : .zero }))
    filing.facilities[0].stock = stock + [bought]
    #expect(try verify(filing).findings(of: "E17").isEmpty)
  }
}
