import Accounting
import Allowances
import Filings
import Quantities
import Rulebook

extension ComplianceReport {
  /// The report for programs, valid by `schemas/report.xsd` (namespace `urn:cets:report:1`).
  package func xml() -> [UInt8] {
    var writer = XMLWriter()
    let statement = self.statement
    writer.element("complianceReport") { xml in
      xml.attribute("xmlns", "urn:cets:report:1")
      xml.attribute("uscc", filing.entity.uscc)
      xml.attribute("year", filing.year)
      xml.attribute("sector", filing.sector.rawValue)
      xml.attribute("submission", filing.submission)
      xml.attribute("submittedOn", filing.submittedOn.description)
      xml.attribute("date", date.description)
    } content: { xml in
      xml.empty("entity") { xml in
        xml.attribute("name", filing.entity.name)
        xml.attribute("nameEn", filled(filing.entity.englishName))
        xml.attribute("province", filing.entity.province)
      }
      let declared = filing.enterprise.declared.first { $0.quantity == .emissions }?.value
      xml.empty("emissions") { xml in
        xml.attribute("declared", declared)
        xml.attribute("recomputed", statement.recomputed.total)
        xml.attribute("verified", statement.verified.total)
        xml.attribute("lastYear", lastYearVerified)
      }
      for part in statement.verified.allFacilities { write(part, to: &xml) }
      if let residual = statement.verified.residual {
        xml.element("residual", content: { months(residual, to: &$0) })
      }
      for allocation in allocations { write(allocation, to: &xml) }
      for finding in statement.findings { write(finding, to: &xml) }
      for rule in rules { write(rule, to: &xml) }
    }
    return writer.bytes
  }

  private func filled(_ text: String) -> String? { text.isEmpty ? nil : text }

  private func write(_ part: FacilityStatement, to xml: inout XMLWriter) {
    xml.element("facility") { xml in
      xml.attribute("id", part.facility)
      xml.attribute("kind", part.kind.rawValue)
      xml.attribute("total", part.total)
      xml.attribute("output", part.annualOutput)
      xml.attribute("intensity", part.intensity)
    } content: { xml in
      for row in part.rows {
        xml.element("source") { xml in
          xml.attribute("code", row.source.code)
          xml.attribute("gas", row.gas.rawValue)
          xml.attribute("formula", row.formula.text)
          xml.attribute("clause", row.formula.clause)
          xml.attribute("annual", row.annual)
          xml.attribute("inTotal", row.countsInTotal ? "true" : "false")
        } content: { xml in
          for operand in row.operands { write(operand, to: &xml) }
          months(row.months, to: &xml)
        }
      }
    }
  }

  private func write(_ operand: Operand, to xml: inout XMLWriter) {
    func attributes(_ xml: inout XMLWriter) {
      let filed = operand.origin.filed
      xml.attribute("symbol", operand.symbol)
      xml.attribute("unit", operand.unit.rawValue)
      xml.attribute("value", operand.constant)
      xml.attribute("method", filed?.method.rawValue)
      xml.attribute("meter", filed.flatMap { self.filled($0.meter) })
      xml.attribute("evidence", filed.flatMap { self.filled($0.evidence.joined(separator: " ")) })
      xml.attribute("rule", operand.origin.rule?.id)
    }
    if operand.constant != nil { return xml.empty("operand", attributes) }
    xml.element("operand", attributes) { xml in
      for month in 1...12 {
        if let value = operand[month] {
          xml.empty("month") { xml in
            xml.attribute("n", month)
            xml.attribute("value", value)
          }
        }
      }
    }
  }

  private func months(_ values: [FixedDecimal], to xml: inout XMLWriter) {
    for (index, value) in values.enumerated() {
      xml.empty("month") { xml in
        xml.attribute("n", index + 1)
        xml.attribute("value", value)
      }
    }
  }

  private func write(_ allocation: UnitAllocation, to xml: inout XMLWriter) {
    let unit = allocation.unit
    xml.empty("allocation") { xml in
      xml.attribute("unit", unit.unit)
      xml.attribute("emissions", unit.emissions)
      xml.attribute("output", unit.output)
      xml.attribute("intensity", unit.intensity)
      xml.attribute("balanceValue", allocation.balanceValue?.value)
      xml.attribute("balanceSource", allocation.balanceValue?.source.text)
      xml.attribute("deviation", allocation.deviation.flatMap { try? $0.rounded(to: 6) })
      xml.attribute("coefficient", allocation.coefficient.flatMap { try? $0.rounded(to: 6) })
      xml.attribute("specialCase", unit.specialCase?.rawValue)
      xml.attribute("determined", allocation.determined)
      xml.attribute("preallocated", allocation.preallocation?.amount)
      xml.attribute("trueUp", allocation.trueUp)
      xml.attribute("due", allocation.due)
    }
  }

  private func write(_ finding: Finding, to xml: inout XMLWriter) {
    xml.empty("finding") { xml in
      xml.attribute("check", finding.check)
      xml.attribute("severity", finding.severity.rawValue)
      xml.attribute("facility", finding.facility)
      xml.attribute("item", finding.item?.rawValue)
      xml.attribute("parameter", finding.parameter?.rawValue)
      xml.attribute("month", finding.month == 0 ? nil : finding.month)
      xml.attribute("reported", self.filled(finding.reported))
      xml.attribute("expected", self.filled(finding.expected))
      xml.attribute("effect", finding.effect)
      xml.attribute("messageZh", finding.message.zh)
      xml.attribute("messageEn", finding.message.en)
    }
  }

  private func write(_ rule: RuleEntry, to xml: inout XMLWriter) {
    xml.empty("rule") { xml in
      xml.attribute("id", rule.id)
      xml.attribute("value", rule.valueText)
      xml.attribute("unit", self.filled(rule.unit))
      xml.attribute("document", rule.document)
      xml.attribute("clause", rule.clause)
      xml.attribute("standing", rule.standing.rawValue)
      xml.attribute("nameZh", rule.label.zh)
      xml.attribute("nameEn", rule.label.en)
    }
  }
}
