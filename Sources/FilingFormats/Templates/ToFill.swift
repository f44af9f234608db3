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
    checkRequired(entity.name, "name", filing.entityLocation)
    checkFilledIn(entity.englishName, "nameEn", filing.entityLocation)
    checkFilledIn(entity.address, "address", filing.entityLocation)
    checkFilledIn(entity.legalRepresentative, "legalRepresentative", filing.entityLocation)
    checkFilledIn(entity.permit, "permit", filing.entityLocation)
    checkFilledIn(entity.contact, "contact", filing.entityLocation)
    checkFilledIn(entity.reportService, "reportService", filing.entityLocation)
    checkFilledIn(entity.verifier, "verifier", filing.entityLocation)
    for meter in filing.meters { checkRequired(meter.kind, "kind", meter.location) }
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
      checkRequired(line.version, "version", line.location)
      checkFilledIn(line.frequency, "frequency", line.location)
    }
    let facilities = filing.allFacilities
    for index in facilities.indices {
      checkFilledIn(facilities[index].name, "name", facilities[index].location)
      for attribute in facilities[index].attributes where attribute.name.form == .text {
        checkFilledIn(attribute.value, "value", attribute.location)
      }
      for source in facilities[index].secondSources {
        checkRequired(source.source, "source", source.location)
      }
    }
  }

  /// A text that must be there: blanks alone are none.
  private mutating func checkRequired(_ text: String, _ field: String, _ location: SourceLocation) {
    checkFilledIn(text, field, location)
    // No letter or digit of ASCII is a blank, and neither is what begins with these bytes, as most of Chinese does.
    guard let first = text.utf8.first, !(0xE4...0xE9).contains(first), (first | 0x20) &- 97 >= 26,
      first &- 48 >= 10, text.unicodeScalars.allSatisfy(LookAlikeHint.isBlank)
    else { return }
    add(
      .toFill, location, field: field, text: text,
      Label(zh: "\(field) 只有空白", en: "there are only blanks in \(field)"), expected: "")
  }

  private mutating func checkFilledIn(_ text: String, _ field: String, _ location: SourceLocation) {
    // Most texts differ in length, which is seen at once.
    guard text.utf8.count == ToFill.text.utf8.count, text == ToFill.text else { return }
    add(
      .toFill, location, field: field, text: text,
      Label(zh: "此处 \(field) 尚未填写", en: "still to be filled in: \(field)"), expected: "")
  }
}
