import Quantities

/// What form the value of an attribute has.
package enum AttributeForm: Sendable {
  case text
  case truth
  case number
  case clinkerCategory
  case uscc
}

extension AttributeName {
  package var form: AttributeForm {
    switch self {
    case .clinkerCategory: .clinkerCategory
    case .clinkerVariety, .kilnSize, .alternativeFuelKind, .laboratories: .text
    case .carbideSlagLine, .gypsumAcidLine, .hydrogenRichOxygenFurnace, .inPowerMarket: .truth
    case .furnaceVolume, .strandArea, .converterSize, .designCurrent, .designVoltage, .cells,
      .alternativeFuelBiomassShare:
      .number
    case .jointMember: .uscc
    }
  }
}

/// The categories of clinker (熟料类别), each with its own process emission factor.
package enum ClinkerCategory: String, Code {
  case portland
  case whitePortland
  case sulphoaluminate
  case aluminate

  package var label: Label {
    switch self {
    case .portland: Label(zh: "硅酸盐水泥熟料", en: "Portland")
    case .whitePortland: Label(zh: "白色硅酸盐水泥熟料", en: "white Portland")
    case .sulphoaluminate: Label(zh: "硫（铁）铝酸盐水泥熟料", en: "sulpho(ferro)aluminate")
    case .aluminate: Label(zh: "铝酸盐水泥熟料", en: "aluminate")
    }
  }
}

/// A property of a facility as filed.
package struct Attribute: Sendable, Equatable {
  package var name: AttributeName
  package var value: String
  package var location: SourceLocation

  package init(name: AttributeName, value: String, location: SourceLocation = .none) {
    self.name = name
    self.value = value
    self.location = location
  }
}

extension Facility {
  package subscript(attribute name: AttributeName) -> String? {
    attributes.first { $0.name == name }?.value
  }

  /// Whether a truth-valued attribute is filed as true.
  package func isMarked(_ name: AttributeName) -> Bool {
    self[attribute: name].map(Self.truths.contains) ?? false
  }

  /// Whether its emissions are the power sector's market's. Of the guidelines' facilities only power units can be in
  /// it (AG-STEEL, AG-CEMENT: boundaries); on any other the mark takes nothing away.
  package var isInPowerMarket: Bool { kind == .powerUnit && isMarked(.inPowerMarket) }

  package static let truths: Set<String> = ["true", "1", "是"]
  package static let falsehoods: Set<String> = ["false", "0", "否"]

  /// The category of clinker the line makes; nil when none or an unknown one is filed.
  package var clinkerCategory: ClinkerCategory? {
    guard let value = self[attribute: .clinkerCategory] else { return nil }
    return Self.clinkerCategories[value]
  }

  private static let clinkerCategories = CodeTable<ClinkerCategory>()
}
