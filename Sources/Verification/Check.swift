import Accounting
import Filings

/// A check of the catalogue that the program decides: a pure function from a filing and what was
/// calculated from it to findings. Its title, rule, severity and source stand in `checks.yaml` under the
/// same id.
package struct Check: Sendable {
  /// `C10`.
  package let id: String
  /// The sectors whose filings it looks at.
  package let sectors: Set<Sector>
  /// Whether it looks at what counts after all corrections, and not at what was recomputed.
  let isAboutVerified: Bool
  let run: @Sendable (CheckScope) throws -> [Finding]

  init(
    _ id: String, _ sectors: Set<Sector> = Set(Sector.allCases), isAboutVerified: Bool = false,
    run: @escaping @Sendable (CheckScope) throws -> [Finding]
  ) {
    self.id = id
    self.sectors = sectors
    self.isAboutVerified = isAboutVerified
    self.run = run
  }
}
