import Quantities

/// A meter with its accuracy and the period its calibration covers.
package struct Meter: Sendable, Equatable {
  package var id: String
  /// What it is, `beltScale` or 皮带秤 for example.
  package var kind: String
  /// Per cent.
  package var requiredAccuracy: FixedDecimal
  /// Per cent.
  package var actualAccuracy: FixedDecimal?
  package var calibratedFrom: CalendarDate?
  package var calibratedTo: CalendarDate?
  package var location: SourceLocation = .none

  package init(id: String, kind: String, requiredAccuracy: FixedDecimal) {
    self.id = id
    self.kind = kind
    self.requiredAccuracy = requiredAccuracy
  }
}

/// A supporting document (支撑材料).
package struct Evidence: Sendable, Equatable {
  package var id: String
  /// What it is, `testReport` or 检测报告 for example.
  package var kind: String
  package var title = ""
  package var issuer = ""
  package var number = ""
  package var sampledOn: CalendarDate?
  package var receivedOn: CalendarDate?
  package var testedOn: CalendarDate?
  package var reportedOn: CalendarDate?
  /// `CMA`, `CNAS` or both.
  package var accreditation = ""
  package var sha256 = ""
  package var location: SourceLocation = .none

  package init(id: String, kind: String) {
    self.id = id
    self.kind = kind
  }
}

/// A line of the data quality control plan (数据质量控制方案): how a parameter is to be acquired.
/// Everything but the version may be left out; such a line only states the version's validity.
package struct PlannedParameter: Sendable, Equatable {
  package var version: String
  package var validFrom: CalendarDate?
  package var facility: String?
  package var direction: Direction?
  package var item: Item?
  package var parameter: Parameter?
  package var method: AcquisitionMethod?
  package var meter = ""
  package var frequency = ""
  package var location: SourceLocation = .none

  package init(version: String) {
    self.version = version
  }
}
