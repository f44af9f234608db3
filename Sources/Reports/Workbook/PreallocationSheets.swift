import Allowances
import Filings
import Quantities

extension OfficialTables {
  /// 1-2, 1-3, 1-4: pre-allocation of steel entities, clinker lines, electrolysis processes.
  func preallocationSheet(_ number: String, _ sector: Sector) -> OfficialSheet {
    let hasUnits = sector != .steel
    let title: Label =
      switch sector {
      case .steel: Label(zh: "钢铁企业预分配配额", en: "Pre-allocated allowances, steel entities")
      case .cement: Label(zh: "水泥熟料生产线预分配配额", en: "Pre-allocated allowances, clinker lines")
      case .aluminium: Label(zh: "铝电解工序预分配配额", en: "Pre-allocated allowances, electrolysis processes")
      }
    var columns: [OfficialColumn] = [
      .text("序号\nNo.", 6), .text("企业名称\nEntity", 34), .text("统一社会信用代码\nUSCC", 22),
    ]
    if hasUnits { columns.append(.text(sector == .cement ? "生产线编号\nLine" : "工序编号\nProcess", 10)) }
    let base = columns.count
    columns += [
      .number("上年度经核查排放量 (tCO2e)\nLast year's verified emissions", 2, summed: true, width: 18),
      .number("预分配比例 (%)\nRatio", 2, width: 11),
      .number("预分配配额 (t)\nPre-allocated", summed: true), .text("备注\nRemarks", 30),
    ]
    let rows = sorted(allocations.filter { $0.unit.sector == sector && $0.preallocation != nil }).enumerated()
      .map { index, allocation in
        let unit = allocation.unit
        var cells: [OfficialCell] = [.number(FixedDecimal(index + 1)), .text(unit.name), .text(unit.uscc)]
        if hasUnits { cells.append(.text(unit.unit)) }
        cells += [
          .number(allocation.preallocation?.lastYearVerified),
          .number(allocation.preallocation?.ratioPercent),
          .formula("=INT(ROUND({\(base)}*{\(base + 1)}/100,6))", allocation.preallocation?.amount),
          .text(remark(unit)),
        ]
        return OfficialRow(province: unit.province, cells: cells)
      }
    return OfficialSheet(number: number, title: title, columns: columns, rows: rows)
  }

  /// 1-5: pre-allocation actually issued.
  var preissuedSheet: OfficialSheet {
    let rows = sortedIssues.enumerated().map { index, issue in
      OfficialRow(
        province: issue.province,
        cells: [
          .number(FixedDecimal(index + 1)), .text(issue.name), .text(issue.uscc), .number(issue.preallocated),
          .number(issue.deductedAtPreallocation), .formula("={3}-{4}", issue.preissued),
          .number(issue.deductionLeftAtPreallocation),
          .text(issue.withholding.answer), .text(issue.withholding.reason),
          .text(""),
        ])
    }
    return OfficialSheet(
      number: "1-5", title: Label(zh: "预分配配额实际发放", en: "Pre-allocation actually issued"),
      columns: [
        .text("序号\nNo.", 6), .text("企业名称\nEntity", 34), .text("统一社会信用代码\nUSCC", 22),
        .number("①预分配配额 (t)\nPre-allocated", summed: true),
        .number("②核减配额 (t)\nDeduction applied", summed: true),
        .number("③=①−② 实际预发放 (t)\nPre-issued", summed: true),
        .number("④剩余核减 (t)\nDeduction left", summed: true), .text("是否差异化发放\nWithheld?", 12),
        .text("原因\nWhy", 30), .text("备注\nRemarks", 14),
      ], rows: rows)
  }

  /// By province, USCC and unit.
  func sorted(_ allocations: [UnitAllocation]) -> [UnitAllocation] {
    allocations.sorted {
      ($0.unit.province, $0.unit.uscc, $0.unit.unit) < ($1.unit.province, $1.unit.uscc, $1.unit.unit)
    }
  }

  var sortedIssues: [EntityIssue] {
    issues.sorted { ($0.province, $0.uscc) < ($1.province, $1.uscc) }
  }

  func remark(_ unit: AllocationUnit) -> String {
    unit.specialCase.map { "\($0.label.zh) \($0.label.en)" } ?? ""
  }
}

extension Withholding {
  /// The tables' columns; empty where nobody has said.
  var answer: String {
    switch self {
    case .unknown: ""
    case .no: "否 no"
    case .yes: "是 yes"
    }
  }

  var reason: String {
    if case .yes(let reason) = self { "\(reason.zh) \(reason.en)" } else { "" }
  }
}
