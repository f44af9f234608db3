/// The name of a column; one name means the same kind of thing in every table, except that a table may
/// give it another form (`value` is a text among attributes and a number among declared results).
///
/// The number is only an index into a header's positions; the text in files is ``header``.
package enum CSVColumnName: Int, CaseIterable, Sendable {
  // Entities
  case uscc, year, name, nameEn, sector, submission, submittedOn, province, city, industryClass
  case legalRepresentative, address, permit, contact, reportService, reportServiceUscc, verifier
  case verifierUscc
  // Facilities and what belongs to them
  case facility, kind, capacity, capacityUnit, startedOn, stoppedOn, attribute, value
  case direction, item, parameter, unit, method, meter, evidence
  case m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12
  case flow, source, annual, quantity, previousYearValue, batch, mass
  // Meters, evidence, plan
  case requiredAccuracy, actualAccuracy, calibratedFrom, calibratedTo
  case title, issuer, number, sampledOn, receivedOn, testedOn, reportedOn, accreditation, sha256
  case version, validFrom, frequency
  // Allowance inputs
  case lastYearVerified, ratioPercent, tonnes, reason, vintage, acquiredOn, price, `case`
  // Movements of the allowance book
  case seller, buyer, date, document, project, registeredOn, withheld, missedDeadline, entry
  // Decisions
  case decision, decidedBy, decidedOn
  // Results
  case verifiedEmissions, output, intensity, balanceValue, balanceSource, deviation, coefficient
  case specialCase, determined, preallocated, trueUp, due
  case gas, declared, recomputed, verified, detail
  case check, severity, fraud, month, reported, expected, effectTco2e, effectAllowances, file, line
  case message

  /// The columns of the twelve months, January first.
  static let months: [CSVColumnName] = [
    .m01, .m02, .m03, .m04, .m05, .m06, .m07, .m08, .m09, .m10, .m11, .m12,
  ]

  /// The name as it stands in a header row: `submitted_on` for `submittedOn`.
  package var header: String { Self.headers[rawValue] }

  private static let headers: [String] = allCases.map { column in
    var text = ""
    for letter in String(describing: column) {
      if letter.isUppercase { text += "_" }
      text += letter.lowercased()
    }
    return text
  }
}
