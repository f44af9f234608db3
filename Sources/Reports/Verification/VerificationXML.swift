import Accounting
import Allowances
import Filings
import Quantities
import Rulebook
import Verification

extension VerificationReport {
  /// The report for programs, valid by `schemas/verification-report.xsd` (`urn:cets:verification:1`). What
  /// only people know is absent here.
  package func xml() -> [UInt8] {
    var writer = XMLWriter()
    writer.element(
      "verificationReport",
      [
        ("xmlns", "urn:cets:verification:1"), ("number", number), ("uscc", filing.entity.uscc),
        ("year", "\(filing.year)"), ("sector", filing.sector.rawValue),
        ("submission", "\(filing.submission)"), ("date", date.description),
      ]
    ) { xml in
      write(filing.entity, to: &xml)
      conclusion(to: &xml)
      for line in ResultTable.lines(filing, statement) { write(line, to: &xml) }
      for step in statement.corrections { write(step, to: &xml) }
      for allocation in allocations { write(allocation, to: &xml) }
      for line in sensitivity { write(line, to: &xml) }
      for finding in statement.findings { write(finding, to: &xml) }
      for check in UndecidedCheck.all(in: filing) { write(check, to: &xml) }
      for item in checks where item.how == .site || item.how == .report { write(item, to: &xml) }
      for document in filing.evidence { write(document, to: &xml) }
    }
    return writer.bytes
  }

  private func filled(_ text: String) -> String? { text.isEmpty ? nil : text }

  private func write(_ undecided: UndecidedCheck, to xml: inout XMLWriter) {
    xml.empty(
      "undecided",
      [
        ("check", undecided.check), ("whatZh", undecided.what.zh), ("whatEn", undecided.what.en),
        ("facilities", undecided.facilities.joined(separator: " ")),
      ])
  }

  private func write(_ entity: Entity, to xml: inout XMLWriter) {
    xml.empty(
      "entity",
      [
        ("name", entity.name), ("nameEn", filled(entity.englishName)), ("province", entity.province),
        ("industryClass", filled(entity.industryClass)), ("address", filled(entity.address)),
        ("legalRepresentative", filled(entity.legalRepresentative)), ("contact", filled(entity.contact)),
        ("reportService", filled(entity.reportService)),
        ("reportServiceUscc", filled(entity.reportServiceUSCC)),
        ("verifier", filled(entity.verifier)), ("verifierUscc", filled(entity.verifierUSCC)),
      ])
  }

  private func conclusion(to xml: inout XMLWriter) {
    let declared = filing.enterprise.declared.first { $0.quantity == .emissions }
    xml.empty(
      "conclusion",
      [
        ("declared", declared?.value.description), ("recomputed", "\(statement.recomputed.total)"),
        ("verified", "\(statement.verified.total)"),
        ("lastYear", (lastYearVerified ?? declared?.previousYearValue)?.description),
        ("nonconformities", "\(nonconformities.count)"), ("questions", "\(questions.count)"),
        ("dismissed", "\(dismissed.count)"),
        ("singleSource", "\(SecondSources(filing).singleSourceCount)"),
      ])
  }

  private func write(_ line: ResultLine, to xml: inout XMLWriter) {
    let kinds: [ResultLine.Kind: String] = [
      .filed: "filed", .emissions: "emissions", .total: "total", .output: "output", .intensity: "intensity",
    ]
    xml.empty(
      "result",
      [
        ("facility", line.facility), ("kind", kinds[line.kind]), ("nameZh", line.name.zh),
        ("nameEn", line.name.en), ("unit", line.unit), ("before", line.before?.description),
        ("verified", line.verified?.description), ("consistent", line.isConsistent ? "true" : "false"),
        ("changePercent", line.change?.description), ("reasonZh", filled(line.reason.zh)),
        ("reasonEn", filled(line.reason.en)),
      ])
  }

  private func write(_ step: AppliedCorrection, to xml: inout XMLWriter) {
    let correction = step.correction
    xml.empty(
      "correction",
      [
        ("check", step.check), ("facility", correction.key.facility),
        ("direction", correction.key.direction.rawValue), ("item", correction.key.item.rawValue),
        ("parameter", correction.key.parameter.rawValue), ("month", "\(correction.month)"),
        ("side", correction.side.rawValue), ("before", step.before?.description),
        ("verified", correction.value?.description), ("reasonZh", correction.reason.zh),
        ("reasonEn", correction.reason.en),
      ])
  }

  private func write(_ allocation: UnitAllocation, to xml: inout XMLWriter) {
    let unit = allocation.unit
    xml.empty(
      "unit",
      [
        ("id", unit.unit), ("name", filled(unit.unitName)), ("emissions", "\(unit.emissions)"),
        ("output", unit.output?.description), ("intensity", unit.intensity?.description),
        ("specialCase", unit.specialCase?.rawValue), ("determined", allocation.determined?.description),
        ("due", allocation.due?.description),
      ])
  }

  private func write(_ line: SensitivityLine, to xml: inout XMLWriter) {
    xml.empty(
      "sensitivity",
      [
        ("facility", line.key.facility), ("direction", line.key.direction.rawValue),
        ("item", line.key.item.rawValue), ("parameter", line.key.parameter.rawValue),
        ("emissions", line.emissions.description), ("allowances", line.allowances?.description),
        ("toBuy", line.toBuy?.description),
      ])
  }

  private func write(_ finding: Finding, to xml: inout XMLWriter) {
    let category = finding.severity <= .s2 ? NonconformityCategory(finding.check).label : nil
    xml.element(
      "finding",
      [
        ("check", finding.check), ("severity", finding.severity.rawValue),
        ("fraud", finding.isFraudIndicator ? "true" : "false"), ("categoryZh", category?.zh),
        ("categoryEn", category?.en), ("facility", finding.facility), ("item", finding.item?.rawValue),
        ("parameter", finding.parameter?.rawValue), ("month", finding.month == 0 ? nil : "\(finding.month)"),
        ("reported", filled(finding.reported)), ("expected", filled(finding.expected)),
        ("limit", filled(finding.limit)), ("effect", finding.effect?.description),
        ("effectIsConditional", finding.isEffectConditional ? "true" : nil),
        ("effectOnAllowances", finding.effectOnAllowances?.description), ("file", filled(finding.file)),
        ("line", finding.line == 0 ? nil : "\(finding.line)"),
        ("messageZh", finding.message.zh), ("messageEn", finding.message.en),
        ("questionZh", finding.question.zh), ("questionEn", finding.question.en),
      ]
    ) { xml in
      for decision in finding.decisions {
        xml.empty(
          "decision",
          [
            ("kind", decision.kind.rawValue), ("month", decision.month == 0 ? nil : "\(decision.month)"),
            ("value", decision.value?.description), ("reason", decision.reason), ("by", decision.decidedBy),
            ("on", decision.decidedOn.description), ("evidence", filled(decision.evidence)),
          ])
      }
    }
  }

  private func write(_ item: CheckEntry, to xml: inout XMLWriter) {
    xml.empty(
      "openItem",
      [
        ("check", item.id), ("where", item.how.rawValue), ("titleZh", item.title.zh),
        ("titleEn", item.title.en), ("rule", item.rule), ("source", item.source),
      ])
  }

  private func write(_ document: Evidence, to xml: inout XMLWriter) {
    xml.empty(
      "document",
      [
        ("id", document.id), ("kind", document.kind), ("title", filled(document.title)),
        ("issuer", filled(document.issuer)), ("number", filled(document.number)),
        ("reportedOn", document.reportedOn?.description),
      ])
  }
}
