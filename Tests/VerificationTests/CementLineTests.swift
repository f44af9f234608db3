import Accounting
import Filings
import Quantities
import Testing

@testable import Verification

/// C07, C09, C19 and C23 of the catalogue.
@Suite("Clinker lines")
struct CementLineTests {
  private func findings(_ checks: Set<String>, _ change: (inout Facility) throws -> Void) throws -> [Finding]
  {
    var filing = try emptyFiling(.cement)
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "31000")
    try change(&line)
    filing.facilities = [line]
    return try verify(filing).findings.filter { checks.contains($0.check) }
  }

  // 372,000 t in 365 days: 926.5 t/d × 1.10 are needed.
  @Test(
    "a daily capacity is compared however its unit is written (C09)",
    arguments: ["t/d", "T/D", "t / d", "吨/日", "t/天", "吨/天", "t/day", "ｔ／ｄ"])
  func daily(unit: String) throws {
    for (capacity, expected) in [("900", [Finding.Severity.s3]), ("950", [])] {
      let found = try findings(["C09"]) {
        $0.capacity = try decimal(capacity)
        $0.capacityUnit = unit
      }
      #expect(found.map(\.severity) == expected)
    }
  }

  @Test(
    "a capacity in another unit is not compared, and that is said (C09)", arguments: ["t/h", "t", "", "kt"])
  func unknownUnit(unit: String) throws {
    let found = try findings(["C09"]) {
      $0.capacity = try decimal("900")
      $0.capacityUnit = unit
    }
    #expect(found.map(\.severity) == [.s4])
  }

  @Test(
    "clinker from gypsum is marked so, and a mark is borne out by the variety (C23)",
    arguments: [
      ("石膏制硫酸副产熟料", false, [Finding.Severity.s2]), ("石膏制硫酸副产熟料", true, []), ("通用", false, []),
      ("通用", true, [.s3]), (nil, true, [.s3]), (nil, false, []),
    ] as [(String?, Bool, [Finding.Severity])])
  func gypsum(variety: String?, isMarked: Bool, expected: [Finding.Severity]) throws {
    let found = try findings(["C23"]) {
      if let variety { $0.attributes.append(Attribute(name: .clinkerVariety, value: variety)) }
      if isMarked { $0.attributes.append(Attribute(name: .gypsumAcidLine, value: "true")) }
    }
    #expect(found.map(\.severity) == expected)
  }

  // 1.52 t of meal with 35.2 % CO2 a tonne of clinker: 0.535.
  @Test("ten months of raw meal or of its analysis are held against ten months of clinker (C07, C19)")
  func tenMonths() throws {
    for missing in [[], [1, 2]] {
      let found = try findings(["C07", "C19"]) {
        try $0.add(.auxiliary, .rawMeal, "47120")
        try $0.add(.auxiliary, .rawMeal, "35.2", .carbonDioxide)
        for month in missing { $0.series[2].months[month] = nil }
      }
      #expect(found.isEmpty)
      let meal = try findings(["C07", "C19"]) {
        try $0.add(.auxiliary, .rawMeal, "47120")
        for month in missing { $0.series[1].months[month] = nil }
      }
      #expect(meal.isEmpty)
    }
    let wrong = try findings(["C07", "C19"]) {
      try $0.add(.auxiliary, .rawMeal, "60000")
      try $0.add(.auxiliary, .rawMeal, "35.2", .carbonDioxide)
    }
    #expect(wrong.map(\.check) == ["C07", "C19"])
  }
}
