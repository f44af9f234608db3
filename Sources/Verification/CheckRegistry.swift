import Filings

/// Every check that looks at one filing, in the order in which findings build on each other: evidence and
/// meters, cross-checks and balances, then statistics. Adding a check is one line in a family's list, one
/// entry in `checks.yaml`, and a good and a bad test case.
package enum CheckRegistry {
  package static let all: [Check] =
    IdentityChecks.all + ArithmeticChecks.all + MissingMonthCheck.all + EvidenceChecks.all
    + LaboratoryChecks.all + BatchChecks.all
    + MeterChecks.all + LedgerChecks.all + SecondSourceChecks.all + FuelChecks.all + CementChecks.all
    + HeatResponseCheck.all + ClinkerChemistryChecks.all + SteelChecks.all + CarbonShiftChecks.all
    + AluminiumChecks.all
    + LastYearChecks.all + StatisticsChecks.all + RegressionCheck.all + LaboratoryShiftCheck.all

  /// Checks that the readers, the calculators and the settlement make where they work; their findings
  /// carry these ids.
  package static let elsewhere: Set<String> = [
    // readers
    "G06",
    // calculators: the guideline's default against what was filed
    "R07", "R08", "C01", "C03", "A10",
    // against the declaration
    "R01",
    // settlement
    "Q03", "Q04",
    // a batch's filings against each other
    "S11", "S16",
  ]

  static func checks(of sector: Sector) -> [Check] { bySector[sector] ?? [] }

  private static let bySector = Dictionary(
    uniqueKeysWithValues: Sector.allCases.map { sector in
      (sector, all.filter { $0.sectors.contains(sector) })
    })
}
