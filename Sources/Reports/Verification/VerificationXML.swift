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
    writer.element("verificationReport") { xml in
      xml.attribute("xmlns", "urn:cets:verification:1")
      xml.attribute("number", number)
      xml.attribute("uscc", filing.entity.uscc)
      xml.attribute("year", filing.year)
      xml.attribute("sector", filing.sector.rawValue)
      xml.attribute("submission", filing.submission)
      xml.attribute("date", date.description)
    } content: { xml in
      write(filing.entity, to: &xml)
      conclusion(to: &xml)
      for line in lines { write(line, to: &xml) }
      for step in statement.corrections { write(step, to: &xml) }
      for allocation in allocations { write(allocation, to: &xml) }
      for line in sensitivity { write(line, to: &xml) }
      for finding in statement.findings { write(finding, to: &xml) }
      for check in undecided { write(check, to: &xml) }
      for item in checks where item.how == .site || item.how == .report { write(item, to: &xml) }
      for document in filing.evidence { write(document, to: &xml) }
    }
    return writer.bytes
  }

  private func filled(_ text: String) -> String? { text.isEmpty ? nil : text }

  private func write(_ undecided: UndecidedCheck, to xml: inout XMLWriter) {
    xml.empty("undecided") { xml in
      xml.attribute("check", undecided.check)
      xml.attribute("whatZh", undecided.what.zh)
      xml.attribute("whatEn", undecided.what.en)
      xml.attribute("facilities", undecided.facilities.joined(separator: " "))
    }
  }

  private func write(_ entity: Entity, to xml: inout XMLWriter) {
    xml.empty("entity") { xml in
      xml.attribute("name", entity.name)
      xml.attribute("nameEn", filled(entity.englishName))
      xml.attribute("province", entity.province)
      xml.attribute("industryClass", filled(entity.industryClass))
      xml.attribute("address", filled(entity.address))
      xml.attribute("legalRepresentative", filled(entity.legalRepresentative))
      xml.attribute("contact", filled(entity.contact))
      xml.attribute("reportService", filled(entity.reportService))
      xml.attribute("reportServiceUscc", filled(entity.reportServiceUSCC))
      xml.attribute("verifier", filled(entity.verifier))
      xml.attribute("verifierUscc", filled(entity.verifierUSCC))
    }
  }

  private func conclusion(to xml: inout XMLWriter) {
    let declared = filing.enterprise.declared.first { $0.quantity == .emissions }
    xml.empty("conclusion") { xml in
      xml.attribute("declared", declared?.value)
      xml.attribute("recomputed", statement.recomputed.total)
      xml.attribute("verified", statement.verified.total)
      xml.attribute("lastYear", lastYearVerified ?? declared?.previousYearValue)
      xml.attribute("nonconformities", nonconformities.count)
      xml.attribute("questions", questions.count)
      xml.attribute("dismissed", dismissed.count)
      xml.attribute("singleSource", SecondSources(filing).singleSourceCount)
    }
  }

  private func write(_ line: ResultLine, to xml: inout XMLWriter) {
    xml.empty("result") { xml in
      xml.attribute("facility", line.facility)
      xml.attribute("kind", line.kind.rawValue)
      xml.attribute("nameZh", line.name.zh)
      xml.attribute("nameEn", line.name.en)
      xml.attribute("unit", line.unit)
      xml.attribute("before", line.before)
      xml.attribute("verified", line.verified)
      xml.attribute("consistent", line.isConsistent ? "true" : "false")
      xml.attribute("changePercent", line.change)
      xml.attribute("reasonZh", filled(line.reason.zh))
      xml.attribute("reasonEn", filled(line.reason.en))
    }
  }

  private func write(_ step: AppliedCorrection, to xml: inout XMLWriter) {
    let correction = step.correction
    xml.empty("correction") { xml in
      xml.attribute("check", step.check)
      xml.attribute("facility", correction.key.facility)
      xml.attribute("direction", correction.key.direction.rawValue)
      xml.attribute("item", correction.key.item.rawValue)
      xml.attribute("parameter", correction.key.parameter.rawValue)
      xml.attribute("month", correction.month)
      xml.attribute("side", correction.side.rawValue)
      xml.attribute("before", step.before)
      xml.attribute("verified", correction.value)
      xml.attribute("reasonZh", correction.reason.zh)
      xml.attribute("reasonEn", correction.reason.en)
    }
  }

  private func write(_ allocation: UnitAllocation, to xml: inout XMLWriter) {
    let unit = allocation.unit
    xml.empty("unit") { xml in
      xml.attribute("id", unit.unit)
      xml.attribute("name", filled(unit.unitName))
      xml.attribute("emissions", unit.emissions)
      xml.attribute("output", unit.output)
      xml.attribute("intensity", unit.intensity)
      xml.attribute("specialCase", unit.specialCase?.rawValue)
      xml.attribute("determined", allocation.determined)
      xml.attribute("due", allocation.due)
    }
  }

  private func write(_ line: SensitivityLine, to xml: inout XMLWriter) {
    xml.empty("sensitivity") { xml in
      xml.attribute("facility", line.key.facility)
      xml.attribute("direction", line.key.direction.rawValue)
      xml.attribute("item", line.key.item.rawValue)
      xml.attribute("parameter", line.key.parameter.rawValue)
      xml.attribute("emissions", line.emissions)
      xml.attribute("allowances", line.allowances)
      xml.attribute("toBuy", line.toBuy)
    }
  }

  private func write(_ finding: Finding, to xml: inout XMLWriter) {
    let category = finding.severity <= .s2 ? NonconformityCategory(finding.check).label : nil
    xml.element("finding") { xml in
      xml.attribute("check", finding.check)
      xml.attribute("severity", finding.severity.rawValue)
      xml.attribute("fraud", finding.isFraudIndicator ? "true" : "false")
      xml.attribute("categoryZh", category?.zh)
      xml.attribute("categoryEn", category?.en)
      xml.attribute("facility", finding.facility)
      xml.attribute("item", finding.item?.rawValue)
      xml.attribute("parameter", finding.parameter?.rawValue)
      xml.attribute("month", finding.month == 0 ? nil : finding.month)
      xml.attribute("reported", filled(finding.reported))
      xml.attribute("expected", filled(finding.expected))
      xml.attribute("limit", filled(finding.limit))
      xml.attribute("effect", finding.effect)
      xml.attribute("effectIsConditional", finding.isEffectConditional ? "true" : nil)
      xml.attribute("effectOnAllowances", finding.effectOnAllowances)
      xml.attribute("file", filled(finding.file))
      xml.attribute("line", finding.line == 0 ? nil : finding.line)
      xml.attribute("messageZh", finding.message.zh)
      xml.attribute("messageEn", finding.message.en)
      xml.attribute("questionZh", finding.question.zh)
      xml.attribute("questionEn", finding.question.en)
    } content: { xml in
      for decision in finding.decisions {
        xml.empty("decision") { xml in
          xml.attribute("kind", decision.kind.rawValue)
          xml.attribute("month", decision.month == 0 ? nil : decision.month)
          xml.attribute("value", decision.value)
          xml.attribute("reason", decision.reason)
          xml.attribute("by", decision.decidedBy)
          xml.attribute("on", decision.decidedOn.description)
          xml.attribute("evidence", filled(decision.evidence))
        }
      }
    }
  }

  private func write(_ item: CheckEntry, to xml: inout XMLWriter) {
    xml.empty("openItem") { xml in
      xml.attribute("check", item.id)
      xml.attribute("where", item.how.rawValue)
      xml.attribute("titleZh", item.title.zh)
      xml.attribute("titleEn", item.title.en)
      xml.attribute("rule", item.rule)
      xml.attribute("source", item.source)
    }
  }

  private func write(_ document: Evidence, to xml: inout XMLWriter) {
    xml.empty("document") { xml in
      xml.attribute("id", document.id)
      xml.attribute("kind", document.kind)
      xml.attribute("title", filled(document.title))
      xml.attribute("issuer", filled(document.issuer))
      xml.attribute("number", filled(document.number))
      xml.attribute("reportedOn", document.reportedOn?.description)
    }
  }
}
