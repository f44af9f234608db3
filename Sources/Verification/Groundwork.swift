import Accounting
import Filings
import Quantities

/// What several checks build on, made once for a filing.
struct Groundwork {
  let documents: DocumentIndex
  private let allLedgers: Result<[Ledger], ArithmeticError>
  /// In the order of the filing's facilities.
  private let uses: [Result<SpecificUse?, ArithmeticError>]

  init(_ filing: Filing, _ statement: EmissionStatement, _ documents: DocumentIndex) {
    self.documents = documents
    allLedgers = Result { () throws(ArithmeticError) in try Ledger.all(filing) }
    uses = filing.facilities.map { facility in
      let result = statement.facilities.first { $0.facility == facility.id }
      return Result { () throws(ArithmeticError) in try SpecificUse(facility, result) }
    }
  }

  /// The filing's stock ledgers.
  var ledgers: [Ledger] {
    get throws(ArithmeticError) { try allLedgers.get() }
  }

  /// The main solid fuel of each facility of some kind per tonne of its output, with the facility; those without
  /// are left out.
  func specificUses(
    of filing: Filing, _ kind: FacilityKind? = nil
  ) throws(ArithmeticError) -> [(facility: Facility, use: SpecificUse)] {
    var found: [(facility: Facility, use: SpecificUse)] = []
    for (facility, result) in zip(filing.facilities, uses) where kind == nil || facility.kind == kind {
      if let use = try result.get() { found.append((facility, use)) }
    }
    return found
  }
}
