import Filings

/// What a template writes where a plant has to fill something in. It is no number, date or code, so that a
/// filing in which it is left is never taken for a real one.
package enum ToFill {
  package static let text = "待填"
  static let bytes: StaticString = "待填"

  /// The diagnostic of a reader that stumbled over it, saying what it really is.
  package static func named(_ diagnostic: Diagnostic) -> Diagnostic {
    guard diagnostic.text == text, diagnostic.severity == .error else { return diagnostic }
    var named = diagnostic
    named.code = .toFill
    let place = diagnostic.field.isEmpty ? "" : " \(diagnostic.field)"
    named.message = Label(
      zh: "此处\(place)尚未填写", en: "still to be filled in:\(place.isEmpty ? " this place" : place)")
    return named
  }
}

extension FilingRules {
  /// Texts of a template that nobody filled in: as texts they would be valid.
  mutating func checkFilledIn() {
    let entity = filing.entity
    checkFilledIn(entity.name, "name", filing.location)
    checkFilledIn(entity.englishName, "nameEn", filing.location)
    checkFilledIn(entity.address, "address", filing.location)
    checkFilledIn(entity.legalRepresentative, "legalRepresentative", filing.location)
    checkFilledIn(entity.permit, "permit", filing.location)
    checkFilledIn(entity.contact, "contact", filing.location)
    checkFilledIn(entity.reportService, "reportService", filing.location)
    checkFilledIn(entity.verifier, "verifier", filing.location)
    for meter in filing.meters { checkFilledIn(meter.kind, "kind", meter.location) }
    let evidence = filing.evidence
    // By index: a copy of every document would take longer than the look at it.
    for index in evidence.indices {
      let location = evidence[index].location
      checkFilledIn(evidence[index].title, "title", location)
      checkFilledIn(evidence[index].issuer, "issuer", location)
      checkFilledIn(evidence[index].number, "number", location)
      checkFilledIn(evidence[index].accreditation, "accreditation", location)
    }
    for line in filing.qualityPlan {
      checkFilledIn(line.version, "version", line.location)
      checkFilledIn(line.frequency, "frequency", line.location)
    }
    for facility in filing.allFacilities {
      checkFilledIn(facility.name, "name", facility.location)
      for attribute in facility.attributes where attribute.name.form == .text {
        checkFilledIn(attribute.value, "value", attribute.location)
      }
      for source in facility.secondSources { checkFilledIn(source.source, "source", source.location) }
    }
  }

  private mutating func checkFilledIn(_ text: String, _ field: String, _ location: SourceLocation) {
    // Most texts differ in length, which is seen at once.
    guard text.utf8.count == ToFill.text.utf8.count, text == ToFill.text else { return }
    add(
      .toFill, location, field: field, text: text,
      Label(zh: "此处 \(field) 尚未填写", en: "still to be filled in: \(field)"), expected: "")
  }
}
