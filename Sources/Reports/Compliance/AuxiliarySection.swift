import Filings
import Quantities

/// C.6: what was filed beside the emission sources: electricity, heat, raw meal, alumina. Not verified, not
/// in any total.
struct AuxiliarySection {
  let filing: Filing

  /// Nil where nothing of the kind was filed.
  var section: Section? {
    let rows = filing.allFacilities.flatMap { facility in
      facility.series.filter { $0.direction == .auxiliary }.map { row($0, of: facility) }
    }
    if rows.isEmpty { return nil }
    var section = Section("C.6 辅助参数", "C.6 Auxiliary data", isLandscape: true)
    section.blocks.append(
      .table(
        Table(
          columns: [.text("设施", "Facility"), .text("项目", "Item"), .text("单位", "Unit")]
            + (0..<12).map { .number("\($0 + 1)月", SourceSections.months[$0]) } + [.number("全年", "Year")],
          rows: rows, isDense: true)))
    return section
  }

  private func row(_ series: Series, of facility: Facility) -> [Cell] {
    let months = (1...12).map { Cell.number(series.months[$0]) }
    let isQuantity = series.parameter == .quantity
    let sum = isQuantity ? try? FixedDecimal.sum((1...12).compactMap { series.months[$0] }) : nil
    let name =
      isQuantity
      ? series.item.label
      : Label(
        zh: series.item.label.zh + series.parameter.label.zh,
        en: "\(series.item.label.en), \(series.parameter.label.en)")
    return [.text(facility.id), .label(name), .text(series.unit.label)] + months + [
      isQuantity ? .number(sum) : .empty
    ]
  }
}
