import Allowances
import FilingFormats
import Filings
import Foundation
import Scenarios

/// A finished folder of results, read back only where it is what its manifest says.
package struct ResultsFolder: Sendable {
  package let path: String
  package let manifest: Manifest
  package let units: [VerifiedUnit]
  /// SHA-256 of the files read, by their names.
  package let digests: [String: String]

  package init(_ path: String) throws(BatchError) {
    guard let manifest = Manifest.read(in: path) else {
      throw BatchError(
        "\(path) is no folder of results: it has no manifest.json that can be read. Give the --out folder of cets process.",
        isUsage: true)
    }
    self.path = path
    self.manifest = manifest
    var digests: [String: String] = [:]
    var allowances: [UInt8] = []
    do { digests[Manifest.fileName] = sha256(try FileSystem.read("\(path)/\(Manifest.fileName)")) } catch {
      throw BatchError(error)
    }
    // The emissions are not needed, but results that changed anywhere are not to be built upon.
    for name in ["allowances.csv", "emissions.csv"] {
      guard let expected = manifest.outputs[name] else {
        if name == "emissions.csv" { continue }
        throw BatchError("\(path)/manifest.json lists no \(name): run cets process again", isUsage: true)
      }
      let bytes: [UInt8]
      do { bytes = try FileSystem.read("\(path)/\(name)") } catch { throw BatchError(error) }
      let digest = sha256(bytes)
      guard digest == expected else {
        throw BatchError(
          "\(path)/\(name) was changed after the run: its SHA-256 is \(digest), manifest.json says \(expected). Run cets process again."
        )
      }
      digests[name] = digest
      if name == "allowances.csv" { allowances = bytes }
    }
    self.digests = digests
    units = try Self.units(CSVFile(path: "\(path)/allowances.csv", bytes: Data(allowances)))
  }

  private static func units(_ file: CSVFile) throws(BatchError) -> [VerifiedUnit] {
    let past = PastAllowances(file)
    if let fault = past.diagnostics.first {
      throw BatchError(
        "\(fault.file):\(fault.line): \(fault.message.en) [\(fault.text)]. \(fault.remedy.en)")
    }
    var units: [VerifiedUnit] = []
    for row in past.rows {
      let specialCase = SpecialCase(rawValue: row.specialCase)
      if specialCase == nil, !row.specialCase.isEmpty {
        throw BatchError(
          "\(file.path): `\(row.specialCase)` is no special case that this version of cets knows")
      }
      units.append(
        VerifiedUnit(
          sector: row.sector, uscc: row.uscc, name: row.name, province: row.province, unit: row.unit,
          emissions: row.verifiedEmissions, output: row.output, intensity: row.intensity,
          balanceValue: row.balanceValue, specialCase: specialCase, determined: row.determined, due: row.due))
    }
    return units
  }
}
