import Filings
import Quantities
import Rulebook
import Testing

@testable import Verification

/// A check that lacks its data is listed, so that silence is not taken for a pass.
@Suite("Checks without their data")
struct DataNeedTests {
  private func line() throws -> Facility {
    var line = Facility(id: "L1", kind: .clinkerLine)
    try line.add(.product, .clinker, "1000")
    return line
  }

  @Test("raw meal that is not filed leaves C07 and C19 undecided; filed, C07 is decided")
  func rawMeal() throws {
    var filing = try emptyFiling(.cement)
    filing.facilities = [try line()]
    let before = UndecidedCheck.all(in: filing)
    #expect(before.first { $0.check == "C07" }?.facilities == ["L1"])
    #expect(before.contains { $0.check == "C19" })
    try filing.facilities[0].add(.auxiliary, .rawMeal, "1500")
    let after = UndecidedCheck.all(in: filing)
    #expect(!after.contains { $0.check == "C07" })
    #expect(after.contains { $0.check == "C19" })
  }

  @Test("a balance of a gas is asked of works that make it")
  func gasBalance() throws {
    var filing = try emptyFiling(.steel)
    filing.facilities = [Facility(id: "BF1", kind: .ironmaking)]
    let undecided = UndecidedCheck.all(in: filing).filter { $0.check == "I11" }
    #expect(undecided.map(\.facilities) == [["-"]])
    #expect(undecided.first?.what.en.contains("blast") ?? false)
  }

  @Test("every check that needs something is an automatic one of the sector", arguments: Sector.allCases)
  func known(sector: Sector) throws {
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    let ids = Set(CheckRegistry.checks(of: sector).map(\.id))
    for need in DataNeeds.of(sector) {
      #expect(ids.contains(need.check))
      #expect(rules.check(need.check)?.how == .automatic)
    }
  }
}
