import Accounting
import Allowances
import Filings
import Reports
import Verification

// The source, the name and the digest of the filing stand in the entry, and what the comparison of the batch needs
// stands on its own.
extension AssessedEntity {
  func pack(into packer: inout Packer) {
    packer.list(units) { $0.pack(into: &$1) }
    packer.text(uscc)
    packer.text(name)
    packer.code(sector)
    packer.text(province)
    packer.integer(submission)
    packer.date(submittedOn)
    packer.decimal(total)
    packer.list(emissionRows) { row, packer in
      packer.text(row.facility)
      packer.text(row.source)
      packer.text(row.gas)
      packer.optional(row.declared)
      packer.optional(row.recomputed)
      packer.optional(row.verified)
    }
    packer.list(findings) { $0.pack(into: &$1) }
    packer.list(effects.map { [$0] } ?? []) { $0.pack(into: &$1) }
    peers.pack(into: &packer)
  }

  /// The units of a packed entity, which stand first.
  static func units(from packed: inout Unpacker) throws(UnpackingError) -> [AllocationUnit] {
    try packed.list { packed throws(UnpackingError) in try AllocationUnit(from: &packed) }
  }

  init(from packed: inout Unpacker) throws(UnpackingError) {
    units = try Self.units(from: &packed)
    uscc = try packed.text()
    name = try packed.text()
    sector = try packed.code()
    province = try packed.text()
    submission = try packed.integer()
    submittedOn = try packed.date()
    total = try packed.decimal()
    let (sector, uscc) = (sector, uscc)
    emissionRows = try packed.list { packed throws(UnpackingError) in
      EmissionResultRow(
        sector: sector, uscc: uscc, facility: try packed.text(), source: try packed.text(),
        gas: try packed.text(), declared: try packed.optionalDecimal(),
        recomputed: try packed.optionalDecimal(), verified: try packed.optionalDecimal())
    }
    findings = try packed.list { packed throws(UnpackingError) in try Finding(from: &packed) }
    effects = try packed.list { packed throws(UnpackingError) in try FindingEffects(from: &packed) }.first
    peers = try PeerFindings(from: &packed)
    peer = PeerChecks.Subject(uscc: uscc, file: "", vectors: [], intensities: [])
  }
}
