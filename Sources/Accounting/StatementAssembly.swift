import Filings
import Quantities

extension RowBuilder {
  /// The facility's statement: its rows added up by month, and its intensity.
  ///
  /// - Parameter intensityKinds: the sources that the intensity counts; nil for all counted rows.
  func statement(
    rows: [EmissionRow], intensityKinds: Set<EmissionSource.Kind>? = nil
  ) throws(AccountingError) -> FacilityStatement {
    let months = options.onlyChecking ? Self.uncalculated : try monthlyTotals(of: rows)
    let output = try outputOperand()
    var annualOutput: FixedDecimal?
    var intensity: FixedDecimal?
    if let output {
      let tonnes = try sum((1...12).lazy.compactMap { output[$0] })
      annualOutput = tonnes
      let numerator = try sum(
        rows.compactMap {
          $0.countsInTotal && intensityKinds?.contains($0.source.kind) ?? true ? $0.annual : nil
        })
      intensity = try self.intensity(of: numerator, per: tonnes)
    }
    return FacilityStatement(
      facility: facility.id, kind: facility.kind, rows: rows, monthlyTotals: months, total: try sum(months),
      output: output, annualOutput: annualOutput, intensity: intensity)
  }

  private func monthlyTotals(of rows: [EmissionRow]) throws(AccountingError) -> [FixedDecimal] {
    let counted = rows.compactMap { $0.countsInTotal ? $0.months : nil }
    var months: [FixedDecimal] = []
    months.reserveCapacity(12)
    for month in 0..<12 { months.append(try sum(counted.lazy.map { $0[month] })) }
    return months
  }

  /// tCO2e/t, rounded as the sector's guideline says; nil without output.
  func intensity(of emissions: FixedDecimal, per output: FixedDecimal) throws(AccountingError)
    -> FixedDecimal?
  {
    guard !output.isZero else { return nil }
    let decimals = try Self.decimals("intensity", filing, rules)
    do { return try emissions.divided(by: output, decimals: decimals) } catch {
      throw AccountingError(.overflow(error), facility: facility.id, location: facility.location)
    }
  }

  /// The output that belongs to the kind of facility; for a steel enterprise its crude steel.
  private func outputOperand() throws(AccountingError) -> Operand? {
    let product =
      facility.kind == .enterprise && filing.sector == .steel ? .crudeSteel : facility.kind.product
    let source =
      options.outputs.map { $0.allFacilities.first { $0.id == facility.id } ?? facility } ?? facility
    guard let product, let series = source.series(.product, product, .quantity) else { return nil }
    return try filed("Q", series)
  }
}
