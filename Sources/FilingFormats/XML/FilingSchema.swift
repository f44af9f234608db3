import Filings
import Quantities

/// The XSD 1.0 schema of the XML form: `schemas/filing.xsd`, which the package embeds through a symbolic
/// link, so that there is no second copy.
package enum FilingSchema {
  /// The namespace of filings.
  package static let namespace: StaticString = "urn:cets:filing:1"

  /// The schema as embedded.
  package static var bytes: [UInt8] { PackageResources.filing_xsd }

  private static let begin = "  <!-- begin of the code lists: written by `make schemas`, do not edit -->\n"
  private static let end = "  <!-- end of the code lists -->\n"

  /// A schema with its code lists written anew from the lists of the code; nil without the two comments
  /// between which they stand.
  package static func withCodeLists(_ xsd: String) -> String? {
    guard let first = xsd.firstRange(of: begin), let last = xsd.firstRange(of: end),
      first.upperBound <= last.lowerBound
    else { return nil }
    return xsd[..<first.upperBound] + codeLists + xsd[last.lowerBound...]
  }

  /// The simple types of the code lists: each code with its spellings behind it.
  private static var codeLists: String {
    list("Sector", "行业", Sector.allCases)
      + list("FacilityKind", "设施类型", FacilityKind.allCases.filter { $0 != .enterprise })
      + list("AttributeName", "设施属性", AttributeName.allCases)
      + list("Direction", "流向", Direction.allCases) + list("Item", "品种", Item.allCases)
      + list("Parameter", "参数", Parameter.allCases)
      + list("Unit", "计量单位", Unit.allCases.map { ([$0.rawValue] + $0.synonyms, $0.label) })
      + list("Method", "数据获取方式", AcquisitionMethod.allCases)
      + list("Flow", "进销存", StockFlow.allCases)
      + list("DeclaredQuantity", "填报结果", DeclaredQuantity.allCases)
  }

  private static func list(_ name: String, _ title: String, _ codes: [some Code]) -> String {
    list(name, title, codes.map { ($0.spellings, $0.label.en) })
  }

  private static func list(
    _ name: String, _ title: String, _ entries: [(spellings: [String], label: String)]
  ) -> String {
    var seen: Set<String> = []
    var text = "  <xs:simpleType name=\"\(name)\">\n"
    text += "    <xs:annotation><xs:documentation>\(title)</xs:documentation></xs:annotation>\n"
    text += "    <xs:restriction base=\"xs:string\">\n"
    for entry in entries {
      for (place, spelling) in entry.spellings.enumerated() where seen.insert(spelling).inserted {
        let value = "      <xs:enumeration value=\"\(escaped(spelling))\""
        text +=
          place == 0
          ? value
            + "><xs:annotation><xs:documentation>\(escaped(entry.label))</xs:documentation></xs:annotation></xs:enumeration>\n"
          : value + "/>\n"
      }
    }
    return text + "    </xs:restriction>\n  </xs:simpleType>\n"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
