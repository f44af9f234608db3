import Accounting
import Filings
import Quantities

/// Who files, for what, when (G). Missing processes (G06) are the readers'.
enum IdentityChecks {
  static let all = [industryClass, conflict, planValidity, smallEmitter, submissionDate]

  /// G03: the industry class is one of the sector's.
  private static let industryClass = Check("G03") { scope in
    let filed = scope.filing.entity.industryClass
    let allowed = try scope.rules.word("check.G03.classes.\(scope.filing.sector.rawValue)")
    if filed.isEmpty || allowed.value.split(separator: " ").contains(Substring(filed)) { return [] }
    return [
      scope.finding(
        scope.filing.enterprise, reported: filed, expected: allowed.value, limit: allowed.entry,
        at: scope.filing.location,
        message: Label(
          zh: "行业代码\(filed)不属于\(scope.filing.sector.label.zh)行业",
          en: "industry class \(filed) is none of \(scope.filing.sector.label.en)"))
    ]
  }

  /// G09 (REG775 Art. 13): who prepared the report may not verify it.
  private static let conflict = Check("G09") { scope in
    let entity = scope.filing.entity
    let sameCode =
      !entity.verifierUSCC.isEmpty && NormalText.areOne(entity.verifierUSCC, entity.reportServiceUSCC)
    let sameName = !entity.verifier.isEmpty && NormalText.areOne(entity.verifier, entity.reportService)
    guard sameCode || sameName else { return [] }
    return [
      scope.finding(
        scope.filing.enterprise, reported: entity.verifier, expected: "≠ \(entity.reportService)",
        at: scope.filing.location,
        message: Label(
          zh: "报告编制机构与核查机构为同一单位", en: "the report was prepared by the body that verifies it"),
        question: Label(
          zh: "请说明报告编制机构与核查机构的关系。",
          en: "Please state how the preparing and the verifying body are related."))
    ]
  }

  /// G11: a plan is in force from the first month, and the methods are those of the plan.
  private static let planValidity = Check("G11") { scope in
    let filing = scope.filing
    guard !filing.qualityPlan.isEmpty else {
      return [
        scope.finding(
          filing.enterprise, at: filing.location,
          message: Label(zh: "未填报数据质量控制方案", en: "no data quality control plan is filed"),
          question: Label(zh: "请提供数据质量控制方案。", en: "Please supply the data quality control plan."))
      ]
    }
    var findings: [Finding] = []
    let lacks = [
      (filing.qualityPlan.allSatisfy { $0.parameter == nil }, Label(zh: "没有任何参数", en: "names no parameter")),
      (
        filing.qualityPlan.allSatisfy { $0.validFrom == nil },
        Label(zh: "没有生效日期", en: "does not say from when it is valid")
      ),
    ]
    for (isLacking, what) in lacks where isLacking {
      findings.append(
        scope.finding(
          filing.enterprise, reported: filing.qualityPlan.first?.version ?? "",
          at: filing.qualityPlan.first?.location,
          message: Label(zh: "数据质量控制方案\(what.zh)", en: "the quality plan \(what.en)"),
          question: Label(zh: "请提供数据质量控制方案。", en: "Please supply the data quality control plan.")))
    }
    if let first = filing.qualityPlan.compactMap(\.validFrom).min(),
      let newYear = CalendarDate(year: filing.year, month: 1, day: 1), first > newYear
    {
      findings.append(
        scope.finding(
          filing.enterprise, reported: "\(first)", expected: "≤ \(newYear)",
          at: filing.qualityPlan.first?.location,
          message: Label(
            zh: "数据质量控制方案自\(first)起有效，此前的月份不在有效期内",
            en: "the quality plan is valid from \(first); the months before are outside it")))
    }
    return try findings + departures(scope)
  }

  /// A value acquired otherwise than planned; measured values replaced by defaults are F14's.
  private static func departures(_ scope: CheckScope) throws -> [Finding] {
    scope.filing.qualityPlan.compactMap { planned in
      guard let (facility, series) = scope.series(of: planned), let method = planned.method,
        series.method != method, !(method == .measured && series.method == .defaultValue)
      else { return nil }
      return scope.finding(
        facility, series, reported: series.method.rawValue, expected: method.rawValue,
        message: Label(
          zh: "\(series.item.label.zh)\(series.parameter.label.zh)的获取方式与质量控制方案不一致",
          en: "\(series.parameter.label.en) of \(series.item.label.en) was not acquired as the plan says"))
    }
  }

  /// G13 (WORKPLAN): below the threshold the unit receives what it emitted.
  private static let smallEmitter = Check("G13", isAboutVerified: true) { scope in
    let threshold = try scope.rules.number("allocation.threshold")
    let total = scope.statement.total
    guard total < threshold.value else { return [] }
    return [
      scope.finding(
        scope.filing.enterprise, reported: "\(total)", expected: "≥ \(threshold.entry.valueText)",
        limit: threshold.entry, at: scope.filing.location,
        message: Label(
          zh: "年排放量低于\(threshold.entry.valueText)吨，配额等于核定排放量，可能退出名录",
          en: "below \(threshold.entry.valueText) t a year: allowances equal emissions; may leave the list"))
    ]
  }

  /// G14: filed by the year's deadline. Of a later submission only the first can show whether it was.
  private static let submissionDate = Check("G14") { scope in
    guard scope.rules.find("calendar.entityReport") != nil else { return [] }
    let deadline = try scope.rules.date("calendar.entityReport")
    let (submission, day) = (scope.filing.submission, scope.filing.submittedOn)
    guard day > deadline.value else { return [] }
    guard submission == 1 else {
      return [
        scope.finding(
          scope.filing.enterprise, severity: .s3, reported: "\(day)", expected: "≤ \(deadline.value)",
          limit: deadline.entry, at: scope.filing.location,
          message: Label(
            zh: "第\(submission)次提交晚于\(deadline.value)，首次提交日期待核实",
            en: "submission \(submission) came after \(deadline.value): when the first came is to be shown"),
          question: Label(
            zh: "请提供首次提交的日期和退回修改的记录。",
            en: "Please supply the date of the first submission and the request to correct it."))
      ]
    }
    return [
      scope.finding(
        scope.filing.enterprise, reported: "\(scope.filing.submittedOn)", expected: "≤ \(deadline.value)",
        limit: deadline.entry, at: scope.filing.location,
        message: Label(
          zh: "报告提交日期晚于\(deadline.value)", en: "the report was submitted after \(deadline.value)"))
    ]
  }
}

extension CheckScope {
  /// The series that a line of the plan is about, if it names one and the filing has it.
  ///
  /// - Parameter other: a parameter of the same stream in place of the planned one.
  func series(of planned: PlannedParameter, as other: Parameter? = nil) -> (Facility, Series)? {
    guard let id = planned.facility, let direction = planned.direction, let item = planned.item,
      let parameter = other ?? planned.parameter,
      let facility = filing.allFacilities.first(where: { $0.id == id }),
      let series = facility.series(direction, item, parameter)
    else { return nil }
    return (facility, series)
  }
}
