import Accounting
import Filings
import Quantities
import Rulebook
import Verification

extension VerificationReport {
  /// The report as a self-contained page for the screen and for A4, in the order of the official form.
  package func html(in language: Language) -> [UInt8] {
    let entity = filing.entity
    var document = Document(
      title: Label(zh: "企业温室气体排放核查报告", en: "Greenhouse-gas verification report"),
      subtitle: Label(
        zh: "\(entity.name)（\(entity.uscc)），\(filing.sector.label.zh)行业，\(filing.year)年度",
        en:
          "\(entity.englishName.isEmpty ? entity.name : entity.englishName) (\(entity.uscc)), \(filing.sector.label.en), \(filing.year)"
      ),
      colophon: Label(
        zh: "数据、复算和发现由 cets 根据第\(filing.submission)次提交生成；标“待填写”处由核查组填写，核查结论由核查组作出。",
        en:
          "Data, recalculation and findings were made by cets from submission \(filing.submission); blanks are the verification team's to fill in, and the conclusion is theirs."
      ))
    let opening = VerificationOpening(report: self)
    let findings = VerificationFindings(report: self)
    let annexes = VerificationAnnexes(report: self)
    document.sections = [opening.cover, opening.summary, opening.conclusion(in: language)]
    document.sections += [opening.overview, opening.process]
    document.sections += findings.sections(in: language)
    document.sections += [opening.closing] + annexes.sections
    for title in ["核查结论", "1 概述", "3 核查发现 · 3.1 重点排放单位基本情况"] {
      if let index = document.sections.firstIndex(where: { $0.title.zh == title }) {
        document.sections[index].startsPage = true
      }
    }
    return HTMLRenderer.render(document, in: language)
  }
}

extension Table {
  /// Open items of the catalogue with a blank for the answer.
  static func openItems(_ checks: [CheckEntry], caption: Label) -> Table {
    Table(
      caption: caption,
      columns: [
        .text("编号", "Check"), .text("内容", "What to compare"), .text("要求", "Rule"), .text("来源", "Source"),
        .text("现场核查情况", "Found on site"),
      ],
      rows: checks.map { [.text($0.id), .label($0.title), .text($0.rule), .text($0.source), .blank] })
  }

  /// Checks that the filing's data do not decide, with what they lack and a blank for the answer.
  static func undecided(_ checks: [UndecidedCheck], rules: YearRules) -> Table {
    Table(
      caption: Label(zh: "因缺少数据未能判定的检查", en: "Checks not decided, for lack of data"),
      columns: [
        .text("编号", "Check"), .text("内容", "What it compares"), .text("缺少的数据", "What is missing"),
        .text("设施", "Facility"), .text("现场核查情况", "Found on site"),
      ],
      rows: checks.map { undecided in
        [
          .text(undecided.check), .label(rules.check(undecided.check)?.title ?? Label(zh: "", en: "")),
          .label(undecided.what), .text(undecided.facilities.joined(separator: " ")), .blank,
        ]
      })
  }

  /// Findings as chapters 3 and the annex list them.
  static func findings(_ findings: [Finding], rules: YearRules, caption: Label? = nil) -> Table {
    Table(
      caption: caption,
      columns: [
        .text("检查", "Check"), .text("级别", "Severity"), .text("位置", "Place"), .text("发现", "What was found"),
        .text("填报", "Reported"), .text("应为", "Expected"), .number("影响", "Effect", "tCO₂e"),
        .number("配额影响", "Effect on A", "t"),
      ],
      rows: findings.map { finding in
        [
          .text(finding.check), .text(finding.severity.rawValue + (finding.isFraudIndicator ? " FR" : "")),
          .label(FindingPlace.label(of: finding)), .label(finding.message), .text(finding.reported),
          .text(finding.expected), .effect(finding),
          .effectOnAllowances(finding),
        ]
      }, isDense: true)
  }
}

/// Where a finding is: facility, item, parameter, month.
enum FindingPlace {
  static func label(of finding: Finding) -> Label {
    let isEnterprise = finding.facility == Facility.enterpriseID
    func text(_ language: Language) -> String {
      let facility = isEnterprise ? Label(zh: "企业", en: "enterprise").text(in: language) : finding.facility
      let month =
        finding.month == 0
        ? nil : Label(zh: "\(finding.month)月", en: "month \(finding.month)").text(in: language)
      return [
        facility, finding.item?.label.text(in: language), finding.parameter?.label.text(in: language), month,
      ].compactMap { $0 }.joined(separator: " ")
    }
    return Label(zh: text(.zh), en: text(.en))
  }
}
