import Filings

extension Finding {
  package func pack(into packer: inout Packer) {
    packer.text(check)
    packer.text(severity.rawValue)
    packer.flag(isFraudIndicator)
    packer.text(facility)
    packer.optional(direction)
    packer.optional(item)
    packer.optional(parameter)
    packer.text(document)
    packer.optional(declared)
    packer.integer(month)
    packer.list(months) { $1.integer($0) }
    packer.text(reported)
    packer.text(expected)
    packer.text(limit)
    packer.optional(effect)
    packer.optional(effectOnAllowances)
    packer.text(file)
    packer.integer(line)
    packer.label(message)
    packer.label(question)
    packer.list(corrections) { $0.pack(into: &$1) }
    packer.list(alternatives) { $0.pack(into: &$1) }
    packer.list(decisions) { $0.pack(into: &$1) }
  }

  package init(from packed: inout Unpacker) throws(UnpackingError) {
    check = try packed.text()
    guard let severity = Severity(rawValue: try packed.text()) else { throw UnpackingError() }
    self.severity = severity
    isFraudIndicator = try packed.flag()
    facility = try packed.text()
    direction = try packed.optionalCode()
    item = try packed.optionalCode()
    parameter = try packed.optionalCode()
    document = try packed.text()
    declared = try packed.optionalCode()
    month = try packed.integer()
    months = try packed.list { packed throws(UnpackingError) in try packed.integer() }
    reported = try packed.text()
    expected = try packed.text()
    limit = try packed.text()
    effect = try packed.optionalDecimal()
    effectOnAllowances = try packed.optionalDecimal()
    file = try packed.text()
    line = try packed.integer()
    message = try packed.label()
    question = try packed.label()
    corrections = try packed.list { packed throws(UnpackingError) in try Correction(from: &packed) }
    alternatives = try packed.list { packed throws(UnpackingError) in try Correction(from: &packed) }
    decisions = try packed.list { packed throws(UnpackingError) in try FindingDecision(from: &packed) }
  }
}

extension Correction {
  func pack(into packer: inout Packer) {
    packer.text(key.facility)
    packer.code(key.direction)
    packer.code(key.item)
    packer.code(key.parameter)
    packer.integer(month)
    packer.text(side.rawValue)
    packer.optional(value)
    packer.flag(isDecided)
    packer.label(reason)
  }

  init(from packed: inout Unpacker) throws(UnpackingError) {
    key = SeriesKey(
      facility: try packed.text(), direction: try packed.code(), item: try packed.code(),
      parameter: try packed.code())
    month = try packed.integer()
    guard let side = Side(rawValue: try packed.text()) else { throw UnpackingError() }
    self.side = side
    value = try packed.optionalDecimal()
    isDecided = try packed.flag()
    reason = try packed.label()
  }
}

extension FindingDecision {
  func pack(into packer: inout Packer) {
    packer.code(kind)
    packer.integer(month)
    packer.optional(value)
    packer.text(reason)
    packer.text(decidedBy)
    packer.date(decidedOn)
    packer.text(evidence)
  }

  init(from packed: inout Unpacker) throws(UnpackingError) {
    kind = try packed.code()
    month = try packed.integer()
    value = try packed.optionalDecimal()
    reason = try packed.text()
    decidedBy = try packed.text()
    decidedOn = try packed.date()
    evidence = try packed.text()
  }
}
