import Book
import Filings
import Quantities

extension EntityStatement {
  /// The statement as an A4 page.
  package func html(in language: Language) -> [UInt8] {
    HTMLRenderer.render(EntityStatementDocument(statement: self).document, in: language)
  }
}

/// An entity's statement: where it stands, what moved, what it may still use.
struct EntityStatementDocument {
  let statement: EntityStatement

  var document: Document {
    let entity = statement.entity
    var document = Document(
      title: Label(zh: "碳排放配额对账单", en: "Statement of allowances"),
      subtitle: Label(
        zh: "\(name) · \(entity.uscc) · 记账截至\(statement.asOf)",
        en: "\(name) · \(entity.uscc) · as booked on \(statement.asOf)"),
      colophon: Label(
        zh: "由cets据账簿编制。分录号、文档及其SHA-256可在账簿中逐笔核对；已关账日期的对账单不会改变。",
        en:
          "Made by cets from the book. Every line can be found in it by the numbers of entry and document; the statement of a closed day never changes."
      ))
    for position in statement.years.reversed() { document.sections.append(positionSection(position)) }
    document.sections.append(balanceSection)
    document.sections.append(movementSection)
    document.sections.append(documentSection)
    return document
  }

  private var name: String { statement.entity.name.isEmpty ? statement.entity.uscc : statement.entity.name }

  // MARK: Position

  private func positionSection(_ position: YearPosition) -> Section {
    var section = Section("\(position.year)年度履约情况", "Compliance year \(position.year)")
    let isShort = position.short > 0
    section.blocks.append(
      .figures([
        figure("应清缴量", "To be surrendered", position.due), figure("已清缴", "Surrendered", position.met),
        figure("可用配额", "Allowances that may be used", position.usable),
        figure(
          isShort ? "尚需购买" : "履约后结余", isShort ? "Still to be bought" : "Left after surrender",
          isShort ? position.short : -position.short),
      ]))
    if let svg = WaterfallChart.svg(position) {
      section.blocks.append(
        .chart(
          svg: svg,
          caption: Label(
            zh: "从分配单元核定排放量（应清缴量）到需购买量，t。“其他配额”含交易、结转、其他年度配额，减去先用于更早年度的部分。",
            en:
              "From the verified emissions of the allocation units, which are to be surrendered, to what has to be bought, t. “Other allowances”: trades, carry-over and other vintages, less what older years take first."
          )))
    }
    section.blocks.append(.facts(facts(position)))
    if let exposure = position.exposure, exposure.shortfall > 0 {
      section.blocks.append(.remark(remark(exposure, position)))
    }
    if position.excessCredits > 0 {
      section.blocks.append(
        .remark(
          Label(
            zh:
              "CCER超限：已用\(tonnes(position.creditsUsed)) t，上限\(tonnes(position.creditLimit)) t，超出\(tonnes(position.excessCredits)) t；请冲销CCER清缴分录后重新清缴。",
            en:
              "CCER above their limit: \(tonnes(position.creditsUsed)) t are used of at most \(tonnes(position.creditLimit)) t, \(tonnes(position.excessCredits)) t too many; reverse the surrender of CCER and surrender again."
          )))
    }
    return section
  }

  private func facts(_ position: YearPosition) -> [Fact] {
    var facts = [
      Fact(
        "分配单元核定排放量（tCO₂e）", "Verified emissions of the allocation units, tCO₂e",
        position.verified.map(NumberFormat.grouped) ?? "–"),
      Fact("预分配配额（t）", "Pre-allocated, t", tonnes(position.preallocated)),
      Fact("核定配额（t）", "Determined, t", position.determined.map(tonnes) ?? "–"),
      Fact("实际发放（t）", "Issued, t", tonnes(position.issued)),
      Fact(
        "CCER上限 / 已用 / 持有（t）", "CCER limit / used / held, t",
        "\(tonnes(position.creditLimit)) / \(tonnes(position.creditsUsed)) / \(tonnes(position.creditsHeld))"),
      Fact(
        "仍可使用的CCER / 其中弥补配额不足（t）", "CCER that may still be used / of them where allowances lack, t",
        "\(tonnes(position.creditsLeft)) / \(tonnes(position.usableCredits))"),
      deadline(position),
    ]
    if position.arrears > 0 {
      facts.append(Fact("逾期未清缴（t）", "In arrears, t", tonnes(position.arrears)))
    }
    if position.returnDue > 0 {
      facts.append(Fact("应退回而未退回（t）", "To be returned, t", tonnes(position.returnDue)))
    }
    if statement.deductionDue > 0 {
      facts.append(Fact("剩余核减（t）", "Deduction still due, t", tonnes(statement.deductionDue)))
    }
    if position.short > 0, let basis = position.basis,
      let cost = try? basis.price * FixedDecimal(position.short)
    {
      let amount = "\(NumberFormat.grouped(cost)) = \(tonnes(position.short)) × \(basis.price)"
      facts.append(
        Fact(
          "购买成本估计（元）", "What it would cost, yuan",
          Label(zh: "\(amount)；\(basis.source.zh)", en: "\(amount); \(basis.source.en)")))
    }
    return facts
  }

  private func deadline(_ position: YearPosition) -> Fact {
    let day = position.deadline?.date.description ?? "–"
    guard let why = position.deadline?.assumption else { return Fact("清缴截止日", "Deadline", day) }
    return Fact("清缴截止日", "Deadline", Label(zh: "\(day)（\(why.zh)）", en: "\(day) (\(why.en))"))
  }

  private func remark(_ exposure: PenaltyExposure, _ position: YearPosition) -> Label {
    let range = "\(NumberFormat.grouped(exposure.minimum)) – \(NumberFormat.grouped(exposure.maximum))"
    let open = tonnes(exposure.shortfall)
    let day = position.deadline?.date.description ?? ""
    let isAssumed = position.deadline?.isAssumed ?? false
    let start =
      position.isOverdue
      ? Label(
        zh: "已逾期：截至\(day)\(isAssumed ? "（推定的截止日）" : "")未清缴\(open) t，不论现在持有多少",
        en:
          "In arrears: \(open) t not surrendered by \(day)\(isAssumed ? ", the assumed deadline" : ""), whatever is held now"
      )
      : Label(
        zh: "如到期仍不足：未清缴\(open) t", en: "If nothing is bought by the deadline: \(open) t not surrendered")
    return Label(
      zh:
        "\(start.zh)，罚款\(range)元（均价\(exposure.basis.price)元/t的5至10倍，《碳排放权交易管理暂行条例》第24条；\(exposure.basis.source.zh)）。",
      en:
        "\(start.en), a fine of \(range) yuan (5 to 10 times the mean price of \(exposure.basis.price) yuan/t, Interim Regulations art. 24; \(exposure.basis.source.en))."
    )
  }

  // MARK: Accounts and movements

  private static let shown: Set<AccountKind> = [
    .holding, .province, .surrendered, .cancelled, .creditHolding, .creditsSurrendered, .creditsCancelled,
    .deductionDue,
    .obligationDue, .returnDue,
  ]

  private var balanceSection: Section {
    var section = Section("账户余额", "Accounts")
    let rows = statement.accounts.filter { Self.shown.contains($0.kind) }.map { line -> [Cell] in
      [
        .label(line.kind.label), .text(line.vintage == 0 ? "–" : "\(line.vintage)"), number(line.opening),
        number(line.received), number(line.given), number(line.closing),
      ]
    }
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("账户", "Account"), .text("年度", "Vintage or year"), .number("期初", "Opening", "t"),
            .number("收入", "In", "t"), .number("支出", "Out", "t"), .number("期末", "Closing", "t"),
          ], rows: rows)))
    return section
  }

  private var movementSection: Section {
    var section = Section(
      "变动明细（\(statement.from)至\(statement.asOf)）", "Movements, \(statement.from) to \(statement.asOf)")
    // Version 1 wrote a price of 0 for a holding from before the book that names none.
    let holdings = Set(statement.documents.filter { $0.kind == "holdings" }.map(\.id))
    let rows = statement.movements.filter { Self.shown.contains($0.account.kind) }.map { line -> [Cell] in
      let movement = line.entry.movement
      let other = movement.from == line.account ? movement.to : movement.from
      let party = other.owner == statement.entity.uscc || other.owner.isEmpty ? "" : other.owner
      return [
        .text("\(line.entry.id)"), .text(movement.date.description),
        .text(line.entry.booked == movement.date ? "" : line.entry.booked.description),
        .label(movement.label),
        .label(
          line.account.vintage == 0
            ? line.account.kind.label
            : Label(
              zh: "\(line.account.kind.label.zh) \(line.account.vintage)",
              en: "\(line.account.kind.label.en) \(line.account.vintage)")),
        .text([party, movement.reference ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")),
        .number(
          movement.priceFen.flatMap {
            $0 == 0 && holdings.contains(line.entry.document) ? nil : FixedDecimal(fen: $0)
          }), number(line.tonnes),
        number(line.balance),
        .text("\(line.entry.document)"),
      ]
    }
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("分录", "Entry"), .text("日期", "Date"), .text("记账日", "Booked"), .text("事项", "What"),
            .text("账户", "Account"), .text("对方/凭证", "Other party, reference"), .number("单价", "Price", "元/t"),
            .number("变动", "Change", "t"), .number("余额", "Balance", "t"), .text("文档", "Doc."),
          ], rows: rows, isDense: true)))
    return section
  }

  private var documentSection: Section {
    var section = Section("依据的文档", "Documents")
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("文档", "Doc."), .text("类别", "Kind"), .text("名称", "Name"), .text("记账日", "Booked"),
            .text("SHA-256（结果：manifest.json）", "SHA-256 (of a run: its manifest)"),
          ],
          rows: statement.documents.map { line in
            let digest = line.run.isEmpty ? line.sha256 : line.run
            return [
              .text("\(line.id)"), .text(line.kind),
              .text(line.name.split(separator: "/").last.map(String.init) ?? line.name),
              .text(line.booked.description),
              .text(digest.isEmpty ? "–" : "\(digest.prefix(16))…"),
            ]
          }, isDense: true)))
    return section
  }

  private func figure(_ zh: String, _ en: String, _ tonnes: Int) -> KeyFigure {
    KeyFigure(label: Label(zh: zh, en: en), value: self.tonnes(tonnes), unit: "t")
  }

  private func tonnes(_ tonnes: Int) -> String { NumberFormat.grouped(FixedDecimal(tonnes)) }
  private func number(_ tonnes: Int) -> Cell { .number(FixedDecimal(tonnes)) }
}
