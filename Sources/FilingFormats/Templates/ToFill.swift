import Filings

/// What a template writes where a plant has to fill something in. It is no number, date or code, so that a
/// filing in which it is left is never taken for a real one.
package enum ToFill {
  package static let text = "待填"

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
    let texts = [
      ("name", entity.name), ("nameEn", entity.englishName), ("address", entity.address),
      ("legalRepresentative", entity.legalRepresentative), ("permit", entity.permit),
      ("contact", entity.contact), ("reportService", entity.reportService), ("verifier", entity.verifier),
    ]
    for (field, text) in texts { checkFilledIn(text, field, filing.location) }
    for meter in filing.meters { checkFilledIn(meter.kind, "kind", meter.location) }
    for document in filing.evidence {
      for (field, text) in [
        ("title", document.title), ("issuer", document.issuer), ("number", document.number),
        ("accreditation", document.accreditation),
      ] {
        checkFilledIn(text, field, document.location)
      }
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
    guard text == ToFill.text else { return }
    add(
      .toFill, location, field: field, text: text,
      Label(zh: "此处 \(field) 尚未填写", en: "still to be filled in: \(field)"), expected: "")
  }
}
