import Accounting
import Allowances
import Filings
import Quantities
import Rulebook
import Verification

extension VerificationReport {
  /// Annexes 1 to 3 as sheets, for a verifier to work in.
  package func writeWorkbook(to path: String) throws {
    let book = try XLSXWorkbook(
      path: path, title: "\(filing.entity.name) \(filing.year) 核查报告附件 annexes", created: date)
    try resultSheet(book)
    try allocationSheet(book)
    try nonconformitySheet(book)
    try book.close()
  }

  /// A sheet with a title, heads and rows of cells.
  private func sheet(
    _ book: XLSXWorkbook, _ name: String, _ title: Label, columns: [(String, String, Double)],
    rows: [[SheetCell]]
  ) throws {
    let sheet = try book.addSheet(name)
    sheet.write("\(title.zh) \(title.en)", row: 0, column: 0, .title)
    sheet.write(
      "\(filing.entity.name) \(filing.entity.uscc), \(filing.year), \(number)", row: 1, column: 0, .note)
    for (index, column) in columns.enumerated() {
      sheet.setWidth(column.2, column: index)
      sheet.write("\(column.0)\n\(column.1)", row: 2, column: index, .head)
    }
    sheet.setHeight(40, row: 2)
    sheet.setUpPages(headRow: 2, frozenColumns: 2)
    for (line, row) in rows.enumerated() {
      let texts = zip(row, columns).map { (text: $0.text, width: $1.2) }
      sheet.setHeight(RowHeight.fitting(texts), row: line + 3)
      for (index, cell) in row.enumerated() {
        switch cell {
        case .text(let text): sheet.write(text, row: line + 3, column: index, .text)
        case .number(let number):
          if let number {
            sheet.write(number, row: line + 3, column: index, .number(decimals: Int(number.scale)))
          } else {
            sheet.writeBlank(row: line + 3, column: index, .text)
          }
        }
      }
    }
    if rows.isEmpty { sheet.write("无 none", row: 3, column: 0, .note) }
  }

  private enum SheetCell {
    case text(String)
    case number(FixedDecimal?)

    static func both(_ label: Label) -> SheetCell {
      .text(label.zh == label.en ? label.zh : "\(label.zh)\n\(label.en)")
    }

    var text: String {
      switch self {
      case .text(let text): text
      case .number: ""
      }
    }
  }

  private func resultSheet(_ book: XLSXWorkbook) throws {
    try sheet(
      book, "附件1", Label(zh: "附件1 核查结果表", en: "Annex 1 Result table"),
      columns: [
        ("设施", "Facility", 10), ("项目", "Item", 46), ("单位", "Unit", 12), ("核查前", "Before", 18),
        ("核查后", "Verified", 18), ("是否一致", "Consistent", 10), ("变化%", "Change, %", 10), ("原因", "Reason", 60),
      ],
      rows: lines.map { line in
        [
          .text(line.facility), .both(line.name), .text(line.unit), .number(line.before),
          .number(line.verified),
          .text(line.isConsistent ? "是 yes" : "否 no"), .number(line.change), .both(line.reason),
        ]
      })
  }

  private func allocationSheet(_ book: XLSXWorkbook) throws {
    try sheet(
      book, "附件2", Label(zh: "附件2 配额分配相关数据", en: "Annex 2 Data for allocation"),
      columns: [
        ("单元", "Unit", 10), ("名称", "Name", 28), ("核定排放量", "Verified, tCO2e", 18), ("产量", "Output, t", 18),
        ("强度", "Intensity, tCO2e/t", 14), ("特殊情形", "Special case", 26), ("核定配额", "Determined, t", 16),
        ("应清缴", "Due, t", 16),
      ],
      rows: allocations.map { allocation in
        let unit = allocation.unit
        return [
          .text(unit.unit), .text(unit.unitName), .number(unit.emissions), .number(unit.output),
          .number(unit.intensity), unit.specialCase.map { .both($0.label) } ?? .text(""),
          .number(allocation.determined), .number(allocation.due),
        ]
      })
  }

  private func nonconformitySheet(_ book: XLSXWorkbook) throws {
    try sheet(
      book, "附件3", Label(zh: "附件3 不符合项清单", en: "Annex 3 Nonconformities"),
      columns: [
        ("序号", "No.", 6), ("检查", "Check", 8), ("类别", "Category", 22), ("不符合项描述", "Description", 60),
        ("涉及参数", "Parameter", 40), ("影响", "Effect, tCO2e", 16), ("企业原因分析", "Cause analysis", 30),
        ("整改措施", "Corrective action", 30), ("整改结论", "Conclusion", 24),
      ],
      rows: nonconformities.enumerated().map { index, finding in
        [
          .text("\(index + 1)"), .text("\(finding.check) \(finding.severity.rawValue)"),
          .both(NonconformityCategory(finding.check).label), .both(finding.message),
          .both(FindingPlace.label(of: finding)), .number(finding.effect), .text(""),
          FindingText.correctiveAction(finding).map { .both($0) } ?? .text(""),
          .text(FindingText.isCorrectedThroughout(finding) ? "已整改符合要求\ncorrected and conforming" : ""),
        ]
      })
  }
}
