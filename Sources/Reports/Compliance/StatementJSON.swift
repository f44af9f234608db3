import Accounting
import Allowances
import Filings
import Foundation
import Quantities

extension ComplianceReport {
  /// `statement.json`, by `schemas/statement.schema.json`. Decimals are strings, so that no reader makes
  /// binary floats of them.
  package func statementJSON() -> [UInt8] {
    let document = StatementDocument(self)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(document)).map { Array($0) + [0x0A] } ?? []
  }
}

/// The shape of `statement.json`.
private struct StatementDocument: Encodable {
  let uscc, name, sector, date: String
  let year, submission: Int
  let declared: String?
  let recomputed, verified: String
  let facilities: [Part]
  let residual: [String]?
  let allocations: [Allocation]
  let findings: [Found]

  init(_ report: ComplianceReport) {
    uscc = report.filing.entity.uscc
    name = report.filing.entity.name
    sector = report.filing.sector.rawValue
    date = report.date.description
    year = report.filing.year
    submission = report.filing.submission
    declared = report.filing.enterprise.declared.first { $0.quantity == .emissions }?.value.description
    recomputed = report.statement.recomputed.total.description
    verified = report.statement.verified.total.description
    facilities = report.statement.verified.allFacilities.map(Part.init)
    residual = report.statement.verified.residual?.map(\.description)
    allocations = report.allocations.map(Allocation.init)
    findings = report.statement.findings.map(Found.init)
  }

  struct Part: Encodable {
    let facility, kind, total: String
    let months: [String]
    let output, intensity: String?
    let sources: [Source]

    init(_ part: FacilityStatement) {
      facility = part.facility
      kind = part.kind.rawValue
      total = part.total.description
      months = part.monthlyTotals.map(\.description)
      output = part.annualOutput?.description
      intensity = part.intensity?.description
      sources = part.rows.map(Source.init)
    }
  }

  struct Source: Encodable {
    let code, gas, formula, clause, annual: String
    let inTotal: Bool
    let months: [String]
    let operands: [Input]

    init(_ row: EmissionRow) {
      code = row.source.code
      gas = row.gas.rawValue
      formula = row.formula.text
      clause = row.formula.clause
      annual = row.annual.description
      inTotal = row.countsInTotal
      months = row.months.map(\.description)
      operands = row.operands.map(Input.init)
    }
  }

  struct Input: Encodable {
    let symbol, unit: String
    let value: String?
    let months: [String?]?
    let rule, method: String?
    let line: Int?

    init(_ operand: Operand) {
      symbol = operand.symbol
      unit = operand.unit.rawValue
      value = operand.constant?.description
      months = operand.constant == nil ? (1...12).map { operand[$0]?.description } : nil
      rule = operand.origin.rule?.id
      method = operand.origin.filed?.method.rawValue
      line = operand.origin.filed.map { Int($0.line) }
    }
  }

  struct Allocation: Encodable {
    let unit, emissions: String
    let output, intensity, balanceValue, balanceSource, deviation, coefficient, specialCase: String?
    let determined, preallocated, trueUp, due: String?

    init(_ allocation: UnitAllocation) {
      unit = allocation.unit.unit
      emissions = allocation.unit.emissions.description
      output = allocation.unit.output?.description
      intensity = allocation.unit.intensity?.description
      balanceValue = allocation.balanceValue?.value.description
      balanceSource = allocation.balanceValue?.source.text
      deviation = allocation.deviation.flatMap { try? $0.rounded(to: 6).description }
      coefficient = allocation.coefficient.flatMap { try? $0.rounded(to: 6).description }
      specialCase = allocation.unit.specialCase?.rawValue
      determined = allocation.determined?.description
      preallocated = allocation.preallocation?.amount.description
      trueUp = allocation.trueUp?.description
      due = allocation.due?.description
    }
  }

  struct Found: Encodable {
    let check, severity, facility, reported, expected, zh, en: String
    let item, parameter, effect: String?
    let month, line: Int

    init(_ finding: Finding) {
      check = finding.check
      severity = finding.severity.rawValue
      facility = finding.facility
      reported = finding.reported
      expected = finding.expected
      zh = finding.message.zh
      en = finding.message.en
      item = finding.item?.rawValue
      parameter = finding.parameter?.rawValue
      effect = finding.effect?.description
      month = finding.month
      line = finding.line
    }
  }
}
