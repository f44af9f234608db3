import Filings

/// What a calculation does besides applying the guideline to a filing.
package struct CalculationOptions: Sendable {
  /// Keep the exact value of every month before rounding, for `cets explain`.
  package var tracing = false
  /// The filing whose production counts as output, where it is another than the one whose activity data
  /// enter the formulas: a corrected value may be taken high as activity and low as output.
  package var outputs: Filing?
  /// A factor that is taken as filed although the guideline wants its default: what the difference
  /// comes to is the effect of a finding.
  package var asFiled: SeriesKey?

  /// What of an earlier statement still holds, so that it need not be calculated again.
  package var standing: StandingStatement?

  /// Only to find out whether the calculation fails: a row whose formula cannot fail for numbers as short as
  /// the filing's is zero in all months.
  package var onlyChecking = false

  package init(
    tracing: Bool = false, outputs: Filing? = nil, asFiled: SeriesKey? = nil,
    standing: StandingStatement? = nil, onlyChecking: Bool = false
  ) {
    self.standing = standing
    self.onlyChecking = onlyChecking
    self.tracing = tracing
    self.outputs = outputs
    self.asFiled = asFiled
  }
}

/// A statement of a filing that differs from the one at hand in the values of a single series. What does not follow
/// from it is taken over; what it found is not told again.
package struct StandingStatement: Sendable {
  let statement: EmissionStatement
  let changed: SeriesKey

  package init(_ statement: EmissionStatement, changed: SeriesKey) {
    self.statement = statement
    self.changed = changed
  }

  /// A facility's part of the statement, if it still holds: no facility's emissions rest on another's data.
  func part(of facility: Facility) -> FacilityStatement? {
    facility.id == changed.facility ? nil : statement.allFacilities.first { $0.facility == facility.id }
  }

  /// A row of the changed facility that rests on the data of its item alone, if it still holds.
  func row(_ source: EmissionSource, of facility: Facility) -> EmissionRow? {
    guard let item = source.item, item != changed.item else { return nil }
    let rows = statement.allFacilities.first { $0.facility == facility.id }?.rows ?? []
    // An item may leave both as a product and as a sold one.
    guard let place = rows.firstIndex(where: { $0.source == source }),
      !rows[(place + 1)...].contains(where: { $0.source == source })
    else { return nil }
    return rows[place]
  }
}
