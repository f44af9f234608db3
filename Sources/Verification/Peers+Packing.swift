import Accounting
import Filings

extension PeerChecks.Subject {
  package func pack(into packer: inout Packer) {
    packer.text(uscc)
    packer.text(file)
    packer.part { packer in
      packer.list(intensities) { intensity, packer in
        packer.text(intensity.facility)
        packer.code(intensity.sector)
        packer.decimal(intensity.value)
      }
    }
    packer.part { $0.list(vectors) { $0.pack(into: &$1) } }
    packer.part { $0.list(reports) { $0.pack(into: &$1) } }
  }

  /// - Parameter part: what is wanted of it; the rest is left empty.
  package init(from packed: inout Unpacker, only part: PeerChecks.Part) throws(UnpackingError) {
    uscc = try packed.text()
    file = try packed.text()
    let intensities = try packed.part(if: part == .intensities) { packed throws(UnpackingError) in
      try packed.list { packed throws(UnpackingError) in
        PeerChecks.Intensity(
          facility: try packed.text(), sector: try packed.code(), value: try packed.decimal())
      }
    }
    let vectors = try packed.part(if: part == .vectors) { packed throws(UnpackingError) in
      try packed.list { packed throws(UnpackingError) in try LaboratoryVector(from: &packed) }
    }
    let reports = try packed.part(if: part == .reports) { packed throws(UnpackingError) in
      try packed.list { packed throws(UnpackingError) in try ReportMark(from: &packed) }
    }
    self.intensities = intensities ?? []
    self.vectors = vectors ?? []
    self.reports = reports ?? []
  }
}

extension LaboratoryVector {
  fileprivate func pack(into packer: inout Packer) {
    packer.text(kind.laboratory)
    packer.code(kind.item)
    packer.code(kind.parameter)
    packer.text(facility)
    packer.code(direction)
    packer.text(file)
    packer.integer(line)
    packer.list(months) { month, packer in
      packer.integer(month.month)
      packer.binary(month.value)
    }
  }

  fileprivate init(from packed: inout Unpacker) throws(UnpackingError) {
    kind = Kind(laboratory: try packed.text(), item: try packed.code(), parameter: try packed.code())
    facility = try packed.text()
    direction = try packed.code()
    file = try packed.text()
    line = try packed.integer()
    months = try packed.list { packed throws(UnpackingError) in
      Month(month: try packed.integer(), value: try packed.binary())
    }
  }
}

extension PeerFindings {
  package func pack(into packer: inout Packer) {
    packer.list(findings) { $0.pack(into: &$1) }
    packer.list(sharedReports.sorted { $0.key < $1.key }) { report, packer in
      packer.text(report.key)
      packer.list(report.value) { $1.text($0) }
    }
  }

  package init(from packed: inout Unpacker) throws(UnpackingError) {
    findings = try packed.list { packed throws(UnpackingError) in try Finding(from: &packed) }
    let reports = try packed.list { packed throws(UnpackingError) -> (String, [String]) in
      (try packed.text(), try packed.list { packed throws(UnpackingError) in try packed.text() })
    }
    sharedReports = Dictionary(reports, uniquingKeysWith: { first, _ in first })
  }
}
