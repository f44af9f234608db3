import Accounting
import Filings
import Quantities
import Testing

@testable import Verification

/// The table "Meter corrections" of verification.md section 1 (VG26), each value worked out by hand.
@Suite("Meter corrections")
struct MeterCorrectionTests {
  /// What is filed about a meter that should be accurate to 0.5 %.
  private enum Case {
    case asRequired, inaccurate, uncalibrated, late

    func meter() throws -> Meter {
      var meter = Meter(id: "M1", kind: "皮带秤", requiredAccuracy: try decimal("0.5"))
      meter.actualAccuracy = try decimal(self == .inaccurate ? "0.8" : "0.5")
      if self == .uncalibrated { return meter }
      meter.calibratedFrom = try day("2025-01-01")
      // Calibrated for ten months and a half: November is not covered whole.
      meter.calibratedTo = try day(self == .late ? "2025-11-15" : "2025-12-31")
      return meter
    }
  }

  /// A line with 1,000 t of clinker, 100 t of coal by default factors and 50 t of carbide slag a month.
  private func line(_ meter: Meter, clinker: Bool = false, coal: Bool = false, slag: Bool = false) throws
    -> Filing
  {
    var filing = try emptyFiling(.cement)
    filing.meters.append(meter)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "1000", meter: clinker ? "M1" : nil)
    try line.add(.fuelIn, .bituminousCoal, "100", meter: coal ? "M1" : nil)
    try line.add(.alternativeRawMaterial, .carbideSlag, "50", meter: slag ? "M1" : nil)
    filing.facilities = [line]
    return filing
  }

  // A month of coal: 100 t × 23.076 GJ/t × 0.02618 tC/GJ × 99 % × 44/12 = 219.30 t.
  // + 0.3 %: 100.3 t → 219.96 t; + 0.5 %: 100.5 t → 220.40 t.
  @Test(
    "an emission-side value is taken higher",
    arguments: [
      ("asRequired", "2631.60"), ("inaccurate", "2639.52"), ("uncalibrated", "2644.80"), ("late", "2633.80"),
    ])
  func emissionSide(name: String, combustion: String) throws {
    let result = try verify(try line(try meter(name), coal: true)).verified
    #expect(try result.facilities[0].annual(.combustion) == decimal(combustion))
  }

  // Clinker is activity data and output at once. A month: 1,000 t × 0.535 − 50 t × 0.48 = 511.00 t.
  // + 0.3 %: 1,003 × 0.535 − 24 = 512.605 → 512.61 (half up); + 0.5 %: 1,005 × 0.535 − 24 = 513.675 → 513.68.
  // Output − 0.3 %: 997 t; − 0.5 %: 995 t.
  @Test(
    "clinker is taken higher as activity data and lower as output",
    arguments: [
      ("asRequired", "6132.00", "12000"), ("inaccurate", "6151.32", "11964"),
      ("uncalibrated", "6164.16", "11940"),
      ("late", "6137.36", "11990"),
    ])
  func bothSides(name: String, process: String, output: String) throws {
    let result = try verify(try line(try meter(name), clinker: true)).verified.facilities[0]
    #expect(try result.annual(.process) == decimal(process))
    #expect(try result.annualOutput == decimal(output))
  }

  // Slag is subtracted: 50 × 0.997 = 49.85 t → 535 − 23.928 = 511.072 → 511.07; × 0.995 → 49.75 t → 511.12.
  @Test(
    "a subtracted value is taken lower",
    arguments: [
      ("asRequired", "6132.00"), ("inaccurate", "6132.84"), ("uncalibrated", "6133.44"), ("late", "6132.24"),
    ])
  func subtracted(name: String, process: String) throws {
    let result = try verify(try line(try meter(name), slag: true)).verified
    #expect(try result.facilities[0].annual(.process) == decimal(process))
  }

  /// A works that sends out 10 × 10⁴ Nm³ of converter gas net in January: less is conservative.
  /// 10 × 83.317 GJ × 0.0495... of AG-STEEL A.1; the corrected quantity is −9.95.
  @Test("a net export is taken lower, a product of steel too")
  func steel() throws {
    var filing = try emptyFiling(.steel)
    filing.meters.append(try Case.uncalibrated.meter())
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    try filing.enterprise.add(.fuelIn, .converterGas, "-10", months: 1...1, meter: "M1")
    try filing.enterprise.add(.product, .crudeSteel, "1000", months: 1...1, meter: "M1")
    try filing.enterprise.add(.carbonate, .limestone, "200", months: 1...1, meter: "M1")
    let verified = try verify(filing)
    func value(_ direction: Direction, _ item: Item) throws -> FixedDecimal? {
      try verified.correctedFiling.enterprise.series(direction, item, .quantity)?.value(in: 1)
    }
    #expect(try value(.fuelIn, .converterGas) == decimal("-9.95"))
    #expect(try value(.product, .crudeSteel) == decimal("995"))
    #expect(try value(.carbonate, .limestone) == decimal("201"))
    #expect(verified.corrections.map(\.check) == ["E17", "E17", "E17", "E17"])
    #expect(verified.verified.total > verified.recomputed.total)
  }

  // 123.45 t × 1.005 = 124.06725 → 124.07 t, as the guidelines give quantities two decimals; × 0.995 =
  // 122.83275 → 122.83 t.
  @Test("a corrected quantity is rounded to the guideline's decimals before it is used")
  func rounded() throws {
    var filing = try emptyFiling(.steel)
    filing.meters.append(try Case.uncalibrated.meter())
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    try filing.enterprise.add(.carbonate, .limestone, "123.45", months: 1...1, meter: "M1")
    try filing.enterprise.add(.soldProduct, .coalTar, "123.45", months: 1...1, meter: "M1")
    let corrected = try verify(filing).correctedFiling.enterprise
    #expect(try corrected.series(.carbonate, .limestone, .quantity)?.value(in: 1) == decimal("124.07"))
    #expect(try corrected.series(.soldProduct, .coalTar, .quantity)?.value(in: 1) == decimal("122.83"))
  }

  @Test("anodes and liquid aluminium: higher as activity data, lower as output")
  func aluminium() throws {
    var filing = try emptyFiling(.aluminium)
    filing.meters.append(try Case.uncalibrated.meter())
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var process = Facility(id: "D1", kind: .electrolysis)
    try process.add(.anode, .anode, "480", months: 1...1, meter: "M1")
    try process.add(.product, .liquidAluminium, "1000", months: 1...1, meter: "M1")
    filing.facilities = [process]
    let result = try verify(filing).verified.facilities[0]
    // 482.4 × (1 − 0.1518) = 409.17; × 0.976 × 44/12 = 1464.28. 1,005 t × 0.14481 = 145.53.
    #expect(try result.annual(.anode) == decimal("1464.28"))
    #expect(try result.annual(.anodeEffect) == decimal("145.53"))
    #expect(try result.annualOutput == decimal("995"))
  }

  private func meter(_ name: String) throws -> Meter {
    let cases: [String: Case] = [
      "asRequired": .asRequired, "inaccurate": .inaccurate, "uncalibrated": .uncalibrated, "late": .late,
    ]
    return try #require(cases[name]).meter()
  }
}
