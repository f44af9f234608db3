import ArgumentParser
import Batch
import FilingFormats
import Filings
import Rulebook

/// A developer's tool: writes a made-up nation's filings for benchmarks and tests.
@main
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cets-generate",
    abstract: "Write the filings of a made-up nation.",
    discussion: """
      962 cement plants, 232 steel works and 97 aluminium smelters in 1,291 entities, and every part of them in \
      the same mix. The same options write the same bytes, on any machine and with any number of threads.
      """)

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case xml, csv, mixed
  }

  @Option(name: .long, help: "How many entities.")
  var entities = 1291

  @Option(name: .long, help: "So many nations: entities times this.")
  var scale = 1

  @Option(name: .long, help: "Where the random numbers start.")
  var seed: UInt64 = 7

  @Option(name: .long, help: "xml (one file an entity), csv (one set of tables) or mixed (every second one).")
  var format = Form.xml

  @Option(name: .long, help: "The year of the filings.")
  var year = 2025

  @Option(name: .long, help: "The share of filings with a fault, 0 to 1.")
  var faults = "0"

  @Option(name: .long, help: "Threads to use.")
  var jobs = 2

  @Option(name: .long, help: "The folder to write into.")
  var out: String

  func validate() throws {
    guard (1...1_000_000).contains(entities), (1...1000).contains(scale), jobs > 0 else {
      throw ValidationError("--entities, --scale and --jobs are whole numbers from 1")
    }
    guard Self.perMillion(faults) != nil else {
      throw ValidationError("--faults is a share from 0 to 1 with up to six decimals: 0.02")
    }
  }

  /// `0.02` as parts of a million.
  private static func perMillion(_ text: String) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ Int($0) }), parts.count <= 2 else { return nil }
    let decimals = parts.count == 2 ? String(parts[1]) : ""
    guard decimals.count <= 6, decimals.allSatisfy(\.isASCII),
      let fraction = Int(decimals + String(repeating: "0", count: 6 - decimals.count)), fraction >= 0
    else { return nil }
    let share = whole * 1_000_000 + fraction
    return (0...1_000_000).contains(share) ? share : nil
  }

  func run() async throws {
    let rules = try Rulebook.embedded.get().rules(for: year)
    let nation = Nation(
      year: year, seed: seed, entities: entities * scale, faultsPerMillion: Self.perMillion(faults) ?? 0,
      rules: rules)
    try FileSystem.makeFolder(out)
    var tables = CSVFilingWriter()
    var streams: [CSVFilingTable: AppendedFile] = [:]
    // A batch at a time, so that memory does not grow with the nation.
    for start in stride(from: 0, to: nation.entities, by: 256) {
      let end = min(start + 256, nation.entities)
      let filings = await parallelMap(count: end - start, jobs: jobs, state: {}) { _, index in
        nation.filing(start + index)
      }
      for (index, filing) in zip(start..., filings) {
        if format == .xml || (format == .mixed && index % 2 == 0) {
          try FileSystem.write(XMLFilingWriter.write(filing), to: "\(out)/\(filing.entity.uscc).xml")
        } else {
          tables.append(filing)
        }
      }
      try write(&tables, into: &streams)
    }
  }

  private func write(
    _ tables: inout CSVFilingWriter, into streams: inout [CSVFilingTable: AppendedFile]
  ) throws {
    for table in CSVFilingTable.allCases {
      let bytes = tables.take(table)
      if bytes.isEmpty { continue }
      if streams[table] == nil {
        try FileSystem.makeFolder("\(out)/tables")
        streams[table] = try AppendedFile("\(out)/tables/\(table.fileName)")
      }
      try streams[table]?.append(bytes)
    }
  }
}
