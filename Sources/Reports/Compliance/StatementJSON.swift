import Accounting
import Allowances
import Filings
import Quantities

extension ComplianceReport {
  /// `statement.json`, by `schemas/statement.schema.json`. Decimals are strings, so that no reader makes
  /// binary floats of them.
  package func statementJSON() -> [UInt8] {
    var json = JSONText()
    json.object { json in
      json.array("allocations") { json in
        for allocation in allocations { write(allocation, to: &json) }
      }
      json.member("date", date.description)
      json.member("declared", filing.enterprise.declared.first { $0.quantity == .emissions }?.value)
      json.array("facilities") { json in
        for part in statement.verified.allFacilities { write(part, to: &json) }
      }
      json.array("findings") { json in
        for finding in statement.findings { write(finding, to: &json) }
      }
      json.member("name", filing.entity.name)
      json.member("recomputed", statement.recomputed.total)
      if let residual = statement.verified.residual { json.array("residual", residual) }
      json.member("sector", filing.sector.rawValue)
      json.member("submission", filing.submission)
      json.member("uscc", filing.entity.uscc)
      json.member("verified", statement.verified.total)
      json.member("year", filing.year)
    }
    json.endLine()
    return json.bytes
  }

  private func write(_ part: FacilityStatement, to json: inout JSONText) {
    json.object { json in
      json.member("facility", part.facility)
      json.member("intensity", part.intensity)
      json.member("kind", part.kind.rawValue)
      json.array("months", part.monthlyTotals)
      json.member("output", part.annualOutput)
      json.array("sources") { json in
        for row in part.rows { write(row, to: &json) }
      }
      json.member("total", part.total)
    }
  }

  private func write(_ row: EmissionRow, to json: inout JSONText) {
    json.object { json in
      json.member("annual", row.annual)
      json.member("clause", row.formula.clause)
      json.member("code", row.source.code)
      json.member("formula", row.formula.text)
      json.member("gas", row.gas.rawValue)
      json.member("inTotal", row.countsInTotal)
      json.array("months", row.months)
      json.array("operands") { json in
        for operand in row.operands { write(operand, to: &json) }
      }
    }
  }

  private func write(_ operand: Operand, to json: inout JSONText) {
    json.object { json in
      let filed = operand.origin.filed
      json.member("line", filed.map { Int($0.line) })
      json.member("method", filed?.method.rawValue)
      if operand.constant == nil {
        json.array("months") { json in
          for month in 1...12 { json.element(operand[month]) }
        }
      }
      json.member("rule", operand.origin.rule?.id)
      json.member("symbol", operand.symbol)
      json.member("unit", operand.unit.rawValue)
      json.member("value", operand.constant)
    }
  }

  private func write(_ allocation: UnitAllocation, to json: inout JSONText) {
    let unit = allocation.unit
    json.object { json in
      json.member("balanceSource", allocation.balanceValue?.source.text)
      json.member("balanceValue", allocation.balanceValue?.value)
      json.member("coefficient", try? allocation.coefficient?.rounded(to: 6))
      json.member("determined", allocation.determined)
      json.member("deviation", try? allocation.deviation?.rounded(to: 6))
      json.member("due", allocation.due)
      json.member("emissions", unit.emissions)
      json.member("intensity", unit.intensity)
      json.member("output", unit.output)
      json.member("preallocated", allocation.preallocation?.amount)
      json.member("specialCase", unit.specialCase?.rawValue)
      json.member("trueUp", allocation.trueUp)
      json.member("unit", unit.unit)
    }
  }

  private func write(_ finding: Finding, to json: inout JSONText) {
    json.object { json in
      json.member("check", finding.check)
      json.member("effect", finding.effect)
      json.member("en", finding.message.en)
      json.member("expected", finding.expected)
      json.member("facility", finding.facility)
      json.member("item", finding.item?.rawValue)
      json.member("line", finding.line)
      json.member("month", finding.month)
      json.member("parameter", finding.parameter?.rawValue)
      json.member("reported", finding.reported)
      json.member("severity", finding.severity.rawValue)
      json.member("zh", finding.message.zh)
    }
  }
}
