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
    writer.element(
      "complianceReport",
      [
        ("xmlns", "urn:cets:report:1"), ("uscc", filing.entity.uscc), ("year", "\(filing.year)"),
        ("sector", filing.sector.rawValue),
        ("submission", "\(filing.submission)"), ("submittedOn", filing.submittedOn.description),
        ("date", date.description),
      ]
    ) { xml in
      xml.empty(
        "entity",
        [
          ("name", filing.entity.name), ("nameEn", filled(filing.entity.englishName)),
          ("province", filing.entity.province),
        ])
      let declared = filing.enterprise.declared.first { $0.quantity == .emissions }?.value
      xml.empty(
        "emissions",
        [
          ("declared", declared?.description), ("recomputed", "\(statement.recomputed.total)"),
          ("verified", "\(statement.verified.total)"),
          ("lastYear", lastYearVerified?.description),
        ])
      for part in statement.verified.allFacilities { write(part, to: &xml) }
      if let residual = statement.verified.residual {
        xml.element("residual") { months(residual, to: &$0) }
      }
      for allocation in allocations { write(allocation, to: &xml) }
      for finding in statement.findings { write(finding, to: &xml) }
      for rule in rules { write(rule, to: &xml) }
    }
    return writer.bytes
  }

  private func filled(_ text: String) -> String? { text.isEmpty ? nil : text }

  private func write(_ part: FacilityStatement, to xml: inout XMLWriter) {
    xml.element(
      "facility",
      [
        ("id", part.facility), ("kind", part.kind.rawValue), ("total", "\(part.total)"),
        ("output", part.annualOutput?.description),
        ("intensity", part.intensity?.description),
      ]
    ) { xml in
      for row in part.rows {
        xml.element(
          "source",
          [
            ("code", row.source.code), ("gas", row.gas.rawValue), ("formula", row.formula.text),
            ("clause", row.formula.clause),
            ("annual", "\(row.annual)"), ("inTotal", row.countsInTotal ? "true" : "false"),
          ]
        ) { xml in
          for operand in row.operands { write(operand, to: &xml) }
          months(row.months, to: &xml)
        }
      }
    }
  }

  private func write(_ operand: Operand, to xml: inout XMLWriter) {
    let filed = operand.origin.filed
    let attributes: [(String, String?)] = [
      ("symbol", operand.symbol), ("unit", operand.unit.rawValue), ("value", operand.constant?.description),
      ("method", filed?.method.rawValue), ("meter", filed.flatMap { self.filled($0.meter) }),
      ("evidence", filed.flatMap { self.filled($0.evidence.joined(separator: " ")) }),
      ("rule", operand.origin.rule?.id),
    ]
    if operand.constant != nil {
      xml.empty("operand", attributes)
      return
    }
    xml.element("operand", attributes) { xml in
      for month in 1...12 {
        if let value = operand[month] { xml.empty("month", [("n", "\(month)"), ("value", "\(value)")]) }
      }
    }
  }

  private func months(_ values: [FixedDecimal], to xml: inout XMLWriter) {
    for (index, value) in values.enumerated() {
      xml.empty("month", [("n", "\(index + 1)"), ("value", "\(value)")])
    }
  }

  private func write(_ allocation: UnitAllocation, to xml: inout XMLWriter) {
    let unit = allocation.unit
    xml.empty(
      "allocation",
      [
        ("unit", unit.unit), ("emissions", "\(unit.emissions)"), ("output", unit.output?.description),
        ("intensity", unit.intensity?.description),
        ("balanceValue", allocation.balanceValue?.value.description),
        ("balanceSource", allocation.balanceValue?.source.text),
        ("deviation", allocation.deviation.flatMap { try? $0.rounded(to: 6).description }),
        ("coefficient", allocation.coefficient.flatMap { try? $0.rounded(to: 6).description }),
        ("specialCase", unit.specialCase?.rawValue), ("determined", allocation.determined?.description),
        ("preallocated", allocation.preallocation?.amount.description),
        ("trueUp", allocation.trueUp?.description),
        ("due", allocation.due?.description),
      ])
  }

  private func write(_ finding: Finding, to xml: inout XMLWriter) {
    xml.empty(
      "finding",
      [
        ("check", finding.check), ("severity", finding.severity.rawValue), ("facility", finding.facility),
        ("item", finding.item?.rawValue),
        ("parameter", finding.parameter?.rawValue), ("month", finding.month == 0 ? nil : "\(finding.month)"),
        ("reported", self.filled(finding.reported)), ("expected", self.filled(finding.expected)),
        ("effect", finding.effect?.description),
        ("messageZh", finding.message.zh), ("messageEn", finding.message.en),
      ])
  }

  private func write(_ rule: RuleEntry, to xml: inout XMLWriter) {
    xml.empty(
      "rule",
      [
        ("id", rule.id), ("value", rule.valueText), ("unit", self.filled(rule.unit)),
        ("document", rule.document), ("clause", rule.clause),
        ("standing", rule.standing.rawValue), ("nameZh", rule.label.zh), ("nameEn", rule.label.en),
      ])
  }
}
