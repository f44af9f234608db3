import Book
import Filings
import Quantities

extension EntityStatement {
  /// The movements as CSV, one row a movement and account of the entity.
  package func csv() -> [UInt8] {
    var csv = CSVText()
    csv.header([
      "entry", "document", "date", "booked", "kind", "reverses", "ledger", "account", "vintage",
      "counterparty",
      "reference", "price", "tonnes", "balance",
    ])
    for line in movements {
      let movement = line.entry.movement
      let other = movement.from == line.account ? movement.to : movement.from
      csv.text("\(line.entry.id)")
      csv.text("\(line.entry.document)")
      csv.text(movement.date.description)
      csv.text(line.entry.booked.description)
      csv.text(movement.kind.rawValue)
      csv.text(movement.reverses.map(String.init) ?? "")
      csv.text(line.account.kind.ledger)
      csv.text(line.account.kind.name)
      csv.text(line.account.vintage == 0 ? "" : "\(line.account.vintage)")
      csv.text(other.owner == entity.uscc ? "" : other.owner)
      csv.text(movement.reference ?? "")
      csv.number(movement.priceFen.map { FixedDecimal(fen: $0) })
      csv.number(FixedDecimal(line.tonnes))
      csv.number(FixedDecimal(line.balance))
      csv.endRow()
    }
    return csv.bytes
  }

  /// The statement as a workbook: position, accounts, movements.
  package func writeWorkbook(to path: String) throws {
    let name = entity.name.isEmpty ? entity.uscc : entity.name
    let book = try XLSXWorkbook(path: path, title: "\(name) 配额对账单 statement of allowances", created: asOf)
    let subtitle = "\(name) \(entity.uscc)"
    func heading(_ zh: String, _ en: String) -> Label {
      Label(zh: "\(zh)：\(subtitle)", en: "\(en): \(subtitle), as booked on \(asOf)")
    }
    for sheet in [
      positionSheet(heading("履约情况", "Compliance")), accountSheet(heading("账户余额", "Accounts")),
      movementSheet(heading("变动明细", "Movements")),
    ] { try sheet.write(to: book, year: asOf.year) }
    try book.close()
  }

  private func positionSheet(_ heading: Label) -> OfficialSheet {
    OfficialSheet(
      number: "履约 compliance", title: heading,
      columns: [
        .text("年度\nYear", 8), .number("分配单元核定排放量 (tCO2e)\nVerified, units", 2, width: 16),
        .number("预分配 (t)\nPre-allocated"),
        .number("核定配额 (t)\nDetermined"), .number("实际发放 (t)\nIssued"), .number("①应清缴 (t)\nDue"),
        .number("②已清缴 (t)\nSurrendered"), .number("③可用配额 (t)\nMay be used"),
        .number("④可用CCER (t)\nCCER usable"),
        .number("⑤应退回 (t)\nTo be returned"), .number("⑥=①−②+⑤−③−④ 尚缺 (t)\nShort", width: 18),
        .text("截止日\nDeadline", 22), .number("逾期未清缴 (t)\nIn arrears"),
        .number("CCER超限 (t)\nCCER above limit"),
      ],
      rows: years.map { year in
        OfficialRow(
          province: "",
          cells: [
            .text("\(year.year)"), .number(year.verified), tonnes(year.preallocated),
            .number(year.determined.map { FixedDecimal($0) }), tonnes(year.issued), tonnes(year.due),
            tonnes(year.met),
            tonnes(year.usable), tonnes(year.usableCredits), tonnes(year.returnDue),
            .formula("={5}-{6}+{9}-{7}-{8}", FixedDecimal(year.short)),
            .text(
              year.deadline.map { $0.isAssumed ? "\($0.date) 推定 assumed" : "\($0.date)" } ?? ""),
            tonnes(year.arrears),
            tonnes(year.excessCredits),
          ])
      }, heading: heading, hasTotals: false)
  }

  private func accountSheet(_ heading: Label) -> OfficialSheet {
    OfficialSheet(
      number: "账户 accounts", title: heading,
      columns: [
        .text("账户\nAccount", 30), .text("年度\nVintage", 10), .number("期初 (t)\nOpening"), .number("收入 (t)\nIn"),
        .number("支出 (t)\nOut"), .number("期末 (t)\nClosing"),
      ],
      rows: accounts.filter { !$0.kind.isSource }.map { line in
        OfficialRow(
          province: "",
          cells: [
            .text("\(line.kind.label.zh) \(line.kind.label.en)"),
            .text(line.vintage == 0 ? "" : "\(line.vintage)"),
            tonnes(line.opening), tonnes(line.received), tonnes(line.given),
            .formula("={2}+{3}-{4}", FixedDecimal(line.closing)),
          ])
      }, heading: heading, hasTotals: false)
  }

  private func movementSheet(_ heading: Label) -> OfficialSheet {
    OfficialSheet(
      number: "变动 movements", title: heading,
      columns: [
        .text("分录\nEntry", 9), .text("日期\nDate", 12), .text("记账日\nBooked", 12), .text("事项\nWhat", 26),
        .text("账户\nAccount", 24), .text("年度\nVintage", 9), .text("对方\nOther party", 22),
        .text("凭证\nReference", 44),
        .number("单价 (元/t)\nPrice", 2, width: 11), .number("变动 (t)\nChange"), .number("余额 (t)\nBalance"),
        .text("冲销\nReverses", 9), .text("文档\nDocument", 9),
      ],
      rows: movements.map { line in
        let movement = line.entry.movement
        let other = movement.from == line.account ? movement.to : movement.from
        return OfficialRow(
          province: "",
          cells: [
            .text("\(line.entry.id)"), .text(movement.date.description), .text(line.entry.booked.description),
            .text("\(movement.label.zh) \(movement.label.en)"),
            .text("\(line.account.kind.label.zh) \(line.account.kind.label.en)"),
            .text(line.account.vintage == 0 ? "" : "\(line.account.vintage)"),
            .text(other.owner == entity.uscc ? "" : other.owner), .text(movement.reference ?? ""),
            .number(movement.priceFen.map { FixedDecimal(fen: $0) }), tonnes(line.tonnes),
            tonnes(line.balance),
            .text(movement.reverses.map(String.init) ?? ""), .text("\(line.entry.document)"),
          ])
      }, heading: heading, hasTotals: false)
  }

  private func tonnes(_ tonnes: Int) -> OfficialCell { .number(FixedDecimal(tonnes)) }
}
