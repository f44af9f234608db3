import Filings

/// What a check needs and a filing may leave out. A check without it makes no finding: so that silence does
/// not look like a pass, the reports list it as not decided.
struct DataNeed: Sendable {
  /// The check's id.
  let check: String
  let what: Label
  /// The ids of the facilities that lack it.
  let lacking: @Sendable (Filing) -> [String]

  /// A need of every facility of a kind.
  init(
    _ check: String, _ kind: FacilityKind, _ what: Label, isMet: @escaping @Sendable (Facility) -> Bool
  ) {
    self.init(check, what, concerns: { $0.kind == kind }, isMet: isMet)
  }

  /// A need of the facilities that the check is about.
  init(
    _ check: String, _ what: Label, concerns: @escaping @Sendable (Facility) -> Bool,
    isMet: @escaping @Sendable (Facility) -> Bool
  ) {
    self.init(check, what) { filing in
      filing.allFacilities.filter { concerns($0) && !isMet($0) }.map(\.id)
    }
  }

  init(_ check: String, _ what: Label, lacking: @escaping @Sendable (Filing) -> [String]) {
    self.check = check
    self.what = what
    self.lacking = lacking
  }
}

/// A check that the filing's data do not decide.
package struct UndecidedCheck: Sendable, Equatable {
  package let check: String
  /// What is missing.
  package let what: Label
  /// The facilities that lack it, in filed order; `-` is the enterprise.
  package let facilities: [String]

  /// Sorted by check; several lines of one check where it lacks several things.
  package static func all(in filing: Filing) -> [UndecidedCheck] {
    DataNeeds.of(filing.sector).compactMap { need in
      let facilities = need.lacking(filing)
      return facilities.isEmpty
        ? nil : UndecidedCheck(check: need.check, what: need.what, facilities: facilities)
    }.sorted { ($0.check, $0.what.en) < ($1.check, $1.what.en) }
  }
}
