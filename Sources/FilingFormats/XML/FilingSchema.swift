import Filings
import Quantities

/// The XSD 1.0 schema of the XML form, made from the code lists. `schemas/filing.xsd` is this text, written
/// by `make schemas`; a test compares the two.
package enum FilingSchema {
  /// The namespace of filings.
  package static let namespace = "urn:cets:filing:1"

  package static var xsd: String {
    [head, filingElement, recordTypes, facilityTypes, simpleTypes, codeLists, "</xs:schema>\n"].joined(
      separator: "\n")
  }

  private static let head = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- Written by `make schemas` from the code lists in Sources/Filings; edit FilingSchema.swift, not this file. -->
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="\(namespace)" xmlns:f="\(namespace)" targetNamespace="\(namespace)" elementFormDefault="qualified" version="1">
      <xs:annotation>
        <xs:documentation xml:lang="en">One filing of one entity for one year: monthly production, fuel and material data of a cement, steel or aluminium producer in China's national carbon market. Codes may be written as codes or as official Chinese terms. Rules that XSD 1.0 cannot say (check characters, units that fit a parameter, items that fit a sector) are diagnostics of cets with codes FIL-….</xs:documentation>
        <xs:documentation xml:lang="zh">全国碳市场水泥、钢铁、铝冶炼行业重点排放单位一个年度的一份填报。代码可用代码或官方中文名称。</xs:documentation>
      </xs:annotation>
    """

  private static let filingElement = """
      <xs:element name="filing">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="entity" type="Entity"/>
            <xs:element name="qualityPlan" type="QualityPlan" minOccurs="0"/>
            <xs:element name="meters" type="Meters" minOccurs="0"/>
            <xs:element name="evidenceList" type="EvidenceList" minOccurs="0"/>
            <xs:element name="enterprise" type="Enterprise">
              <xs:unique name="enterpriseAttribute"><xs:selector xpath="f:attribute"/><xs:field xpath="@name"/></xs:unique>
            </xs:element>
            <xs:element name="facility" type="Facility" minOccurs="0" maxOccurs="unbounded">
              <xs:unique name="facilityAttribute"><xs:selector xpath="f:attribute"/><xs:field xpath="@name"/></xs:unique>
            </xs:element>
          </xs:sequence>
          <xs:attribute name="uscc" type="USCC" use="required"/>
          <xs:attribute name="year" type="Year" use="required"/>
          <xs:attribute name="sector" type="Sector" use="required"/>
          <xs:attribute name="submission" type="Submission" use="required"/>
          <xs:attribute name="submittedOn" type="Date" use="required"/>
        </xs:complexType>
        <xs:key name="facilityID"><xs:selector xpath="f:enterprise|f:facility"/><xs:field xpath="@id"/></xs:key>
        <xs:key name="meterID"><xs:selector xpath="f:meters/f:meter"/><xs:field xpath="@id"/></xs:key>
        <xs:key name="evidenceID"><xs:selector xpath="f:evidenceList/f:evidence"/><xs:field xpath="@id"/></xs:key>
        <xs:keyref name="planFacility" refer="facilityID"><xs:selector xpath="f:qualityPlan/f:plan"/><xs:field xpath="@facility"/></xs:keyref>
        <xs:keyref name="planMeter" refer="meterID"><xs:selector xpath="f:qualityPlan/f:plan"/><xs:field xpath="@meter"/></xs:keyref>
        <xs:keyref name="seriesMeter" refer="meterID"><xs:selector xpath="f:enterprise/f:series|f:facility/f:series"/><xs:field xpath="@meter"/></xs:keyref>
        <xs:keyref name="seriesEvidence" refer="evidenceID"><xs:selector xpath="f:enterprise/f:series/f:evidence|f:facility/f:series/f:evidence"/><xs:field xpath="@ref"/></xs:keyref>
      </xs:element>
    """

  private static let recordTypes = """
      <xs:complexType name="Entity">
        <xs:annotation><xs:documentation>The key emitting entity 重点排放单位. Province and city by GB/T 2260, industry class by GB/T 4754.</xs:documentation></xs:annotation>
        <xs:attribute name="name" type="RequiredText" use="required"/>
        <xs:attribute name="nameEn" type="Text"/>
        <xs:attribute name="province" type="Region" use="required"/>
        <xs:attribute name="city" type="Region"/>
        <xs:attribute name="industryClass" type="IndustryClass"/>
        <xs:attribute name="legalRepresentative" type="Text"/>
        <xs:attribute name="address" type="Text"/>
        <xs:attribute name="permit" type="Text"/>
        <xs:attribute name="contact" type="Text"/>
        <xs:attribute name="reportService" type="Text"/>
        <xs:attribute name="reportServiceUscc" type="USCC"/>
        <xs:attribute name="verifier" type="Text"/>
        <xs:attribute name="verifierUscc" type="USCC"/>
      </xs:complexType>
      <xs:complexType name="QualityPlan">
        <xs:annotation><xs:documentation>The data quality control plan 数据质量控制方案: how each parameter is to be acquired.</xs:documentation></xs:annotation>
        <xs:sequence>
          <xs:element name="plan" minOccurs="0" maxOccurs="unbounded">
            <xs:complexType>
              <xs:attribute name="version" type="RequiredText" use="required"/>
              <xs:attribute name="validFrom" type="Date"/>
              <xs:attribute name="facility" type="FacilityReference"/>
              <xs:attribute name="direction" type="Direction"/>
              <xs:attribute name="item" type="Item"/>
              <xs:attribute name="parameter" type="Parameter"/>
              <xs:attribute name="method" type="Method"/>
              <xs:attribute name="meter" type="ID"/>
              <xs:attribute name="frequency" type="Text"/>
            </xs:complexType>
          </xs:element>
        </xs:sequence>
      </xs:complexType>
      <xs:complexType name="Meters">
        <xs:sequence>
          <xs:element name="meter" minOccurs="0" maxOccurs="unbounded">
            <xs:complexType>
              <xs:annotation><xs:documentation>A meter. Accuracies in per cent; the calibration covers the days from – to.</xs:documentation></xs:annotation>
              <xs:attribute name="id" type="ID" use="required"/>
              <xs:attribute name="kind" type="RequiredText" use="required"/>
              <xs:attribute name="requiredAccuracy" type="Number" use="required"/>
              <xs:attribute name="actualAccuracy" type="Number"/>
              <xs:attribute name="calibratedFrom" type="Date"/>
              <xs:attribute name="calibratedTo" type="Date"/>
            </xs:complexType>
          </xs:element>
        </xs:sequence>
      </xs:complexType>
      <xs:complexType name="EvidenceList">
        <xs:sequence>
          <xs:element name="evidence" minOccurs="0" maxOccurs="unbounded">
            <xs:complexType>
              <xs:annotation><xs:documentation>A supporting document 支撑材料.</xs:documentation></xs:annotation>
              <xs:attribute name="id" type="ID" use="required"/>
              <xs:attribute name="kind" type="RequiredText" use="required"/>
              <xs:attribute name="title" type="Text"/>
              <xs:attribute name="issuer" type="Text"/>
              <xs:attribute name="number" type="Text"/>
              <xs:attribute name="sampledOn" type="Date"/>
              <xs:attribute name="receivedOn" type="Date"/>
              <xs:attribute name="testedOn" type="Date"/>
              <xs:attribute name="reportedOn" type="Date"/>
              <xs:attribute name="accreditation" type="Text"/>
              <xs:attribute name="sha256" type="SHA256"/>
            </xs:complexType>
          </xs:element>
        </xs:sequence>
      </xs:complexType>
    """

  private static let facilityTypes = """
      <xs:group name="FacilityContent">
        <xs:sequence>
          <xs:element name="attribute" minOccurs="0" maxOccurs="unbounded">
            <xs:complexType>
              <xs:attribute name="name" type="AttributeName" use="required"/>
              <xs:attribute name="value" type="RequiredText" use="required"/>
            </xs:complexType>
          </xs:element>
          <xs:element name="series" type="Series" minOccurs="0" maxOccurs="unbounded">
            <xs:unique name="seriesMonth"><xs:selector xpath="f:month"/><xs:field xpath="@n"/></xs:unique>
          </xs:element>
          <xs:element name="stock" type="Stock" minOccurs="0" maxOccurs="unbounded">
            <xs:unique name="stockMonth"><xs:selector xpath="f:month"/><xs:field xpath="@n"/></xs:unique>
          </xs:element>
          <xs:element name="secondSource" type="SecondSource" minOccurs="0" maxOccurs="unbounded">
            <xs:unique name="secondSourceMonth"><xs:selector xpath="f:month"/><xs:field xpath="@n"/></xs:unique>
          </xs:element>
          <xs:element name="declared" minOccurs="0" maxOccurs="unbounded">
            <xs:complexType>
              <xs:annotation><xs:documentation>A result as the entity calculated it.</xs:documentation></xs:annotation>
              <xs:attribute name="quantity" type="DeclaredQuantity" use="required"/>
              <xs:attribute name="value" type="Number" use="required"/>
              <xs:attribute name="previousYearValue" type="Number"/>
            </xs:complexType>
          </xs:element>
        </xs:sequence>
      </xs:group>
      <xs:complexType name="Enterprise">
        <xs:annotation><xs:documentation>The entity itself, whose id is always "-": streams and results at enterprise level 企业层级.</xs:documentation></xs:annotation>
        <xs:group ref="FacilityContent"/>
        <xs:attribute name="id" use="required">
          <xs:simpleType><xs:restriction base="xs:token"><xs:enumeration value="-"/></xs:restriction></xs:simpleType>
        </xs:attribute>
      </xs:complexType>
      <xs:complexType name="Facility">
        <xs:group ref="FacilityContent"/>
        <xs:attribute name="id" type="ID" use="required"/>
        <xs:attribute name="kind" type="FacilityKind" use="required"/>
        <xs:attribute name="name" type="RequiredText" use="required"/>
        <xs:attribute name="capacity" type="Number"/>
        <xs:attribute name="capacityUnit" type="Text"/>
        <xs:attribute name="startedOn" type="Date"/>
        <xs:attribute name="stoppedOn" type="Date"/>
      </xs:complexType>
      <xs:complexType name="Month">
        <xs:simpleContent>
          <xs:extension base="Number"><xs:attribute name="n" type="MonthNumber" use="required"/></xs:extension>
        </xs:simpleContent>
      </xs:complexType>
      <xs:complexType name="Series">
        <xs:annotation><xs:documentation>Monthly values of one parameter of one stream. A month that is left out was not reported; zero is a value.</xs:documentation></xs:annotation>
        <xs:sequence>
          <xs:element name="evidence" minOccurs="0" maxOccurs="unbounded">
            <xs:complexType><xs:attribute name="ref" type="ID" use="required"/></xs:complexType>
          </xs:element>
          <xs:element name="month" type="Month" minOccurs="0" maxOccurs="12"/>
        </xs:sequence>
        <xs:attribute name="direction" type="Direction" use="required"/>
        <xs:attribute name="item" type="Item" use="required"/>
        <xs:attribute name="parameter" type="Parameter" use="required"/>
        <xs:attribute name="unit" type="Unit" use="required"/>
        <xs:attribute name="method" type="Method" use="required"/>
        <xs:attribute name="meter" type="ID"/>
      </xs:complexType>
      <xs:complexType name="Stock">
        <xs:annotation><xs:documentation>A column of a stock ledger 进销存台账.</xs:documentation></xs:annotation>
        <xs:sequence><xs:element name="month" type="Month" minOccurs="0" maxOccurs="12"/></xs:sequence>
        <xs:attribute name="item" type="Item" use="required"/>
        <xs:attribute name="unit" type="Unit" use="required"/>
        <xs:attribute name="flow" type="Flow" use="required"/>
      </xs:complexType>
      <xs:complexType name="SecondSource">
        <xs:annotation><xs:documentation>The same parameter from another source, for cross-checking 交叉核对.</xs:documentation></xs:annotation>
        <xs:sequence><xs:element name="month" type="Month" minOccurs="0" maxOccurs="12"/></xs:sequence>
        <xs:attribute name="item" type="Item" use="required"/>
        <xs:attribute name="parameter" type="Parameter" use="required"/>
        <xs:attribute name="unit" type="Unit" use="required"/>
        <xs:attribute name="source" type="RequiredText" use="required"/>
        <xs:attribute name="annual" type="Number"/>
      </xs:complexType>
    """

  private static let simpleTypes = #"""
      <xs:simpleType name="Text"><xs:restriction base="xs:string"><xs:maxLength value="200"/><xs:pattern value="[^&#x9;&#xA;&#xD;]*"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="RequiredText"><xs:restriction base="Text"><xs:minLength value="1"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="ID"><xs:restriction base="xs:string"><xs:pattern value="[A-Za-z0-9][A-Za-z0-9._\-]{0,31}"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="FacilityReference"><xs:restriction base="xs:string"><xs:pattern value="-|[A-Za-z0-9][A-Za-z0-9._\-]{0,31}"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="USCC"><xs:annotation><xs:documentation>统一社会信用代码, GB 32100; the check character is checked by cets.</xs:documentation></xs:annotation><xs:restriction base="xs:string"><xs:pattern value="[0-9A-HJ-NPQRTUWXY]{18}"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Region"><xs:restriction base="xs:string"><xs:pattern value="[1-9][0-9]{5}"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="IndustryClass"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{2,4}"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="SHA256"><xs:restriction base="xs:string"><xs:pattern value="[0-9a-fA-F]{64}"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Year"><xs:restriction base="xs:integer"><xs:pattern value="20[0-9]{2}"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Submission"><xs:restriction base="xs:integer"><xs:pattern value="[1-9][0-9]{0,3}"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Date"><xs:restriction base="xs:date"><xs:pattern value="[0-9]{4}-[0-9]{2}-[0-9]{2}"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="MonthNumber"><xs:restriction base="xs:integer"><xs:pattern value="[1-9]|1[0-2]"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Number"><xs:annotation><xs:documentation>A plain decimal: at most 18 digits before the point and 9 behind it.</xs:documentation></xs:annotation><xs:restriction base="xs:decimal"><xs:pattern value="-?[0-9]{1,18}(\.[0-9]{1,9})?"/></xs:restriction></xs:simpleType>
    """#

  private static var codeLists: String {
    [
      list("Sector", CodeTable<Sector>.spellings),
      list("FacilityKind", FacilityKind.allCases.filter { $0 != .enterprise }.flatMap(\.spellings)),
      list("AttributeName", CodeTable<AttributeName>.spellings),
      list("Direction", CodeTable<Direction>.spellings),
      list("Item", CodeTable<Item>.spellings),
      list("Parameter", CodeTable<Parameter>.spellings),
      list("Unit", Unit.allCases.flatMap { [$0.rawValue] + $0.synonyms }),
      list("Method", CodeTable<AcquisitionMethod>.spellings),
      list("Flow", CodeTable<StockFlow>.spellings),
      list("DeclaredQuantity", CodeTable<DeclaredQuantity>.spellings),
    ].joined(separator: "\n")
  }

  private static func list(_ name: String, _ spellings: [String]) -> String {
    var seen: Set<String> = []
    let values = spellings.filter { seen.insert($0).inserted }
      .map { "      <xs:enumeration value=\"\($0)\"/>\n" }.joined()
    return
      "  <xs:simpleType name=\"\(name)\">\n    <xs:restriction base=\"xs:string\">\n\(values)    </xs:restriction>\n  </xs:simpleType>"
  }
}
