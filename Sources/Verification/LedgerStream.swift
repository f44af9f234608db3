import Filings
import Quantities

/// A quantity that a stock ledger is held against: the ledger's own facility's, or where the plant keeps one ledger
/// for all, each facility's.
struct LedgerStream {
  let facility: Facility
  let series: Series

  /// - Parameter series: a facility's consumption or production of the ledger's item.
  /// - Returns: nothing where there is nothing to compare. A works of steel files at the enterprise all that it takes
  ///   in, and of its processes not all: their sum is nobody's ledger. Where facilities have ledgers of their own,
  ///   the plant's is of something else.
  static func all(
    of ledger: Ledger, in filing: Filing, _ series: (Facility) -> Series?
  ) -> [LedgerStream] {
    if let own = series(ledger.facility) { return [LedgerStream(facility: ledger.facility, series: own)] }
    guard ledger.facility.kind == .enterprise, filing.sector != .steel,
      !filing.facilities.contains(where: { $0.stock.contains { $0.item == ledger.item } })
    else { return [] }
    return filing.facilities.compactMap { facility in
      series(facility).map { LedgerStream(facility: facility, series: $0) }
    }
  }

  /// Nil where none of them files the month.
  static func total(of streams: [LedgerStream], in month: Int) throws(ArithmeticError) -> FixedDecimal? {
    var total: FixedDecimal?
    for stream in streams {
      if let filed = try stream.series.value(in: month) { total = try (total ?? .zero) + filed }
    }
    return total
  }

  /// What of the ledger's months is this stream's: all of them for an only one, else in proportion to what is filed;
  /// nil where nothing is filed to divide by.
  func share(
    of months: [FixedDecimal?], among streams: [LedgerStream], decimals: Int
  ) throws(ArithmeticError) -> [FixedDecimal?] {
    if streams.count == 1 { return months }
    var shares: [FixedDecimal?] = []
    for month in 1...12 {
      if let whole = months[month - 1], let filed = try series.value(in: month),
        let total = try Self.total(of: streams, in: month), !total.isZero
      {
        shares.append(try (whole * filed).divided(by: total, decimals: decimals))
      } else {
        shares.append(nil)
      }
    }
    return shares
  }
}
