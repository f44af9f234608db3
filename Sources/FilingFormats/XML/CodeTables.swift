import Filings

/// The code lists by their spellings, made once.
struct CodeTables: Sendable {
  let sectors = CodeTable<Sector>()
  let kinds = CodeTable<FacilityKind>()
  let attributes = CodeTable<AttributeName>()
  let directions = CodeTable<Direction>()
  let items = CodeTable<Item>()
  let parameters = CodeTable<Parameter>()
  let methods = CodeTable<AcquisitionMethod>()
  let flows = CodeTable<StockFlow>()
  let quantities = CodeTable<DeclaredQuantity>()

  static let shared = CodeTables()
}
