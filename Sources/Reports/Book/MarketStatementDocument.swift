import Book
import Filings
import Quantities

extension MarketStatement {
  /// The statement as an A4 page.
  package func html(in language: Language) -> [UInt8] {
    HTMLRenderer.render(MarketStatementDocument(statement: self).document, in: language)
  }

  /// Entities as CSV, one row each.
  package func csv() -> [UInt8] {
    var csv = CSVText()
    csv.header([
      "province", "sector", "uscc", "name", "year", "verified_units", "preallocated", "determined", "issued",
      "due",
      "met",
      "held", "usable", "usable_credits", "to_return", "short", "arrears", "excess_credits",
    ])
    for line in entities {
      csv.text(line.entity.province)
      csv.text(line.entity.sector?.rawValue ?? "")
      csv.text(line.entity.uscc)
      csv.text(line.entity.name)
      csv.text("\(year)")
      csv.number(line.position.verified)
      csv.number(FixedDecimal(line.position.preallocated))
      csv.number(line.position.determined.map { FixedDecimal($0) })
      for tonnes in [
        line.position.issued, line.position.due, line.position.met, line.held, line.position.usable,
        line.position.usableCredits, line.position.returnDue, line.position.short, line.position.arrears,
        line.position.excessCredits,
      ] { csv.number(FixedDecimal(tonnes)) }
      csv.endRow()
    }
    return csv.bytes
  }

  var scope: Label {
    province.map(Province.label(of:)) ?? Label(zh: "全国", en: "the nation")
  }

  /// Entities and trades as a workbook.
  package func writeWorkbook(to path: String) throws {
    let book = try XLSXWorkbook(path: path, title: "碳市场对账单 market statement \(year)", created: asOf)
    for sheet in [entitySheet, monthSheet] { try sheet.write(to: book, year: year) }
    try book.close()
  }

  private var entitySheet: OfficialSheet {
    func tonnes(_ tonnes: Int?) -> OfficialCell { .number(tonnes.map { FixedDecimal($0) }) }
    return OfficialSheet(
      number: "单位 entities", title: scope,
      columns: [
        .text("序号\nNo.", 6), .text("企业名称\nEntity", 34), .text("统一社会信用代码\nUSCC", 22), .text("行业\nSector", 12),
        .number("分配单元核定排放量 (tCO2e)\nVerified, allocation units", 2, summed: true, width: 17),
        .number("核定配额 (t)\nDetermined", summed: true),
        .number("实际发放 (t)\nIssued", summed: true), .number("①应清缴 (t)\nDue", summed: true),
        .number("②已清缴 (t)\nSurrendered", summed: true), .number("③可用配额 (t)\nMay be used", summed: true),
        .number("④可用CCER (t)\nCCER usable", summed: true), .number("⑤应退回 (t)\nTo be returned", summed: true),
        .number("⑥=①−②+⑤−③−④ 缺口 (t)\nShort", summed: true, width: 18),
        .number("⑦=③+④−①+②−⑤ 盈余 (t)\nLong", summed: true, width: 18),
        .number("其中逾期 (t)\nIn arrears of ①−②", summed: true),
        .number("全部持有 (t)\nHeld, all vintages", summed: true),
      ],
      rows: entities.enumerated().map { index, line in
        let position = line.position
        return OfficialRow(
          province: line.entity.province,
          cells: [
            .number(FixedDecimal(index + 1)), .text(line.entity.name), .text(line.entity.uscc),
            .text(line.entity.sector?.label.zh ?? ""), .number(position.verified),
            tonnes(position.determined),
            tonnes(position.issued), tonnes(position.due), tonnes(position.met), tonnes(position.usable),
            tonnes(position.usableCredits), tonnes(position.returnDue),
            .formula("=MAX(0,{7}-{8}+{11}-{9}-{10})", FixedDecimal(max(0, position.short))),
            .formula("=MAX(0,{9}+{10}-{7}+{8}-{11})", FixedDecimal(max(0, -position.short))),
            tonnes(position.arrears), tonnes(line.held),
          ])
      },
      heading: Label(
        zh: "\(year)年度履约情况：\(scope.zh)，记账截至\(asOf)",
        en: "Compliance \(year), \(scope.en), as booked on \(asOf)"),
      grandTotal: province == nil ? "全国合计 nation total" : nil)
  }

  private var monthSheet: OfficialSheet {
    OfficialSheet(
      number: "交易 trades", title: scope,
      columns: [
        .text("月份\nMonth", 10), .number("笔数\nTrades", summed: true),
        .number("成交量 (t)\nVolume", summed: true, width: 16),
        .number("成交额 (元)\nTurnover", 2, summed: true, width: 22),
        .number("均价 (元/t)\nMean price", 2, width: 12),
      ],
      rows: months.map { month in
        OfficialRow(
          province: scope.zh,
          cells: [
            .text(month.name), .number(FixedDecimal(month.trades)), .number(FixedDecimal(month.tonnes)),
            .number(month.turnover), .formula("=ROUND({3}/{2},2)", month.meanPrice),
          ])
      },
      heading: Label(zh: "各月成交：\(scope.zh)", en: "Trades by month, \(scope.en), as booked on \(asOf)"))
  }
}

extension TradedMonth {
  /// `2026-04`.
  var name: String { "\(year)-\(month < 10 ? "0" : "")\(month)" }
}

/// A province's or the nation's statement.
struct MarketStatementDocument {
  let statement: MarketStatement

  var document: Document {
    var document = Document(
      title: Label(zh: "碳市场对账单（\(statement.year)年度）", en: "Market statement, \(statement.year)"),
      subtitle: Label(
        zh: "\(statement.scope.zh) · 记账截至\(statement.asOf)",
        en: "\(statement.scope.en) · as booked on \(statement.asOf)"),
      colophon: Label(zh: "由cets据账簿编制。", en: "Made by cets from the book."))
    document.sections = [overview, groups, trades]
    if !statement.comparisons.isEmpty { document.sections.append(comparison) }
    document.sections.append(entityList)
    if !statement.otherArrears.isEmpty { document.sections.append(otherArrears) }
    return document
  }

  private var overview: Section {
    let totals = statement.totals()
    var section = Section("总览", "Overview")
    section.blocks.append(
      .figures([
        KeyFigure(label: Label(zh: "重点排放单位", en: "Entities"), value: "\(totals.entities)", unit: ""),
        KeyFigure(
          label: Label(zh: "分配单元核定排放量", en: "Verified, allocation units"),
          value: NumberFormat.grouped(totals.verified),
          unit: "tCO₂e"),
        KeyFigure(label: Label(zh: "应清缴", en: "To be surrendered"), value: tonnes(totals.due), unit: "t"),
        KeyFigure(
          label: Label(zh: "清缴完成率", en: "Surrender completion"), value: totals.completion?.description ?? "–",
          unit: "%"),
      ]))
    if let share = statement.share, let total = statement.nationalTotal {
      section.blocks.append(
        .paragraph(
          Label(
            zh:
              "分配单元核定排放量占所述全国总量\(NumberFormat.grouped(total)) tCO₂e的\(share)%；账簿不含分配单元以外的排放。",
            en:
              "The verified emissions of the allocation units are \(share) % of the stated national total of \(NumberFormat.grouped(total)) tCO₂e; the book knows none outside them."
          )))
    }
    return section
  }

  private var groups: Section {
    var section = Section("分行业、分地区", "By sector and province")
    var rows: [(Label, MarketStatement.Totals)] = Sector.allCases.compactMap { sector in
      let totals = statement.totals { $0.entity.sector == sector }
      return totals.entities == 0 ? nil : (sector.label, totals)
    }
    let provinces = Set(statement.entities.map(\.entity.province)).sorted()
    if provinces.count > 1 {
      rows += provinces.map { province in
        (Province.label(of: province), statement.totals { $0.entity.province == province })
      }
    }
    rows.append((Label(zh: "合计", en: "total"), statement.totals()))
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("行业/地区", "Sector, province"), .number("单位", "Entities"),
            .number("单元核定排放量", "Verified, units", "tCO₂e"),
            .number("核定配额", "Determined", "t"), .number("实际发放", "Issued", "t"), .number("应清缴", "Due", "t"),
            .number("已清缴", "Surrendered", "t"), .number("完成率", "Completion", "%"),
            .number("逾期", "In arrears", "t"), .number("缺口合计", "Short", "t"),
            .number("盈余合计", "Long", "t"),
          ],
          rows: rows.map { label, totals in
            [
              .label(label), .number(FixedDecimal(totals.entities)), .number(totals.verified),
              number(totals.determined), number(totals.issued), number(totals.due), number(totals.met),
              .number(totals.completion), number(totals.arrears), number(totals.short), number(totals.long),
            ]
          }, totalRows: 1, isDense: true)))
    return section
  }

  private var trades: Section {
    var section = Section("各月成交", "Trades by month")
    if statement.months.isEmpty {
      section.blocks.append(.paragraph(Label(zh: "账簿中没有成交。", en: "The book has no trades.")))
      return section
    }
    let all = statement.months
    let turnover = FixedDecimal(coefficient: all.reduce(0) { $0 + $1.turnoverFen }, scale: 2)
    let volume = all.reduce(0) { $0 + $1.tonnes }
    if let svg = PriceChart.svg(all) {
      section.blocks.append(
        .chart(
          svg: svg,
          caption: Label(
            zh: "各月成交量（柱，t）与成交均价（线，元/t）。", en: "Volume by month (columns, t) and mean price (line, yuan/t)."))
      )
    }
    var rows = all.map { month -> [Cell] in
      [
        .text(month.name), .number(FixedDecimal(month.trades)), number(month.tonnes), .number(month.turnover),
        .number(month.meanPrice),
      ]
    }
    rows.append([
      .label(Label(zh: "合计", en: "total")), .number(FixedDecimal(all.reduce(0) { $0 + $1.trades })),
      number(volume),
      .number(turnover), .number(try? turnover.divided(by: FixedDecimal(volume), decimals: 2)),
    ])
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("月份", "Month"), .number("笔数", "Trades"), .number("成交量", "Volume", "t"),
            .number("成交额", "Turnover", "元"),
            .number("均价", "Mean price", "元/t"),
          ], rows: rows, totalRows: 1)))
    return section
  }

  private var comparison: Section {
    var section = Section("与公布数据核对", "Against published figures")
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("指标", "Figure"), .text("单位", "Unit"), .number("公布值", "Published"), .number("账簿", "Book"),
            .text("是否一致", "Agrees"), .text("规则", "Rule"), .text("依据等级", "Standing"),
          ],
          rows: statement.comparisons.map { line in
            [
              .label(line.label), .text(line.unit), .number(line.published), .number(line.own),
              .label(line.agrees ? Label(zh: "一致", en: "yes") : Label(zh: "不一致", en: "no")), .text(line.rule),
              .label(line.standing),
            ]
          }, isDense: true)))
    section.blocks.append(
      .paragraph(
        Label(
          zh: "账簿数值按公布值的位数四舍五入后比较；账簿不含全部单位时不一致是正常的。",
          en:
            "The book's value is rounded to the published decimals; a book that does not hold the whole market differs."
        )))
    return section
  }

  private var entityList: Section {
    var section = Section("各单位履约情况", "Entities")
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("单位", "Entity"), .text("行业、地区", "Sector, province"),
            .number("单元核定排放量", "Verified, units", "tCO₂e"),
            .number("实际发放", "Issued", "t"), .number("应清缴", "Due", "t"), .number("已清缴", "Surrendered", "t"),
            .number("可用配额", "Usable", "t"), .number("CCER", "CCER", "t"),
            .number("应退回", "Return", "t"), .number("逾期", "In arrears", "t"),
            .number("尚缺", "Short", "t"),
          ],
          rows: statement.entities.map { line in
            let position = line.position
            return [
              .text(name(of: line.entity)),
              place(line.entity),
              .number(position.verified), number(position.issued), number(position.due), number(position.met),
              number(position.usable), number(position.usableCredits), number(position.returnDue),
              number(position.arrears), number(position.short),
            ]
          }, isDense: true)))
    section.blocks.append(
      .paragraph(Label(zh: "尚缺为负表示盈余。", en: "Below zero, an entity has more than it needs.")))
    let excess = statement.entities.filter { $0.position.excessCredits > 0 }
      .map { "\($0.entity.uscc) \(tonnes($0.position.excessCredits)) t" }
    if !excess.isEmpty {
      section.blocks.append(
        .remark(
          Label(
            zh: "CCER超出上限：\(excess.joined(separator: "；"))。",
            en: "CCER above their limit: \(excess.joined(separator: "; ")).")))
    }
    return section
  }

  private var otherArrears: Section {
    var section = Section("其他年度逾期未清缴", "Arrears of other years")
    let all = statement.otherArrears
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("年度", "Year"), .text("单位", "Entity"), .text("行业、地区", "Sector, province"),
            .number("逾期未清缴", "In arrears", "t"),
          ],
          rows: all.map {
            [.text("\($0.year)"), .text(name(of: $0.entity)), place($0.entity), number($0.tonnes)]
          }
            + [
              [
                .label(Label(zh: "合计", en: "total")), .text(""), .text(""),
                number(all.reduce(0) { $0 + $1.tonnes }),
              ]
            ], totalRows: 1)))
    section.blocks.append(
      .paragraph(
        Label(
          zh: "以上不含\(statement.year)年度，也未计入前面各表。",
          en: "Without \(statement.year); not part of the tables above.")))
    return section
  }

  private func name(of entity: BookEntity) -> String {
    entity.name.isEmpty ? entity.uscc : "\(entity.name) \(entity.uscc)"
  }

  private func place(_ entity: BookEntity) -> Cell {
    let province = Province.label(of: entity.province)
    return .label(
      Label(
        zh: "\(entity.sector?.label.zh ?? "") \(province.zh)",
        en: "\(entity.sector?.label.en ?? ""), \(province.en)"))
  }

  private func tonnes(_ tonnes: Int) -> String { NumberFormat.grouped(FixedDecimal(tonnes)) }
  private func number(_ tonnes: Int) -> Cell { .number(FixedDecimal(tonnes)) }
}
