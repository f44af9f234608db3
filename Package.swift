// swift-tools-version: 6.1
import PackageDescription

/// Warnings are errors in every room. (`treatAllWarnings` would need tools 6.2; we promise 6.1.)
let strict: [SwiftSetting] = [.unsafeFlags(["-warnings-as-errors"])]

/// The folder of clang's runtimes, which only `make fuzz` names: then the rooms are built to be fuzzed, unless it
/// only compares verdicts, which is many times faster without.
let fuzzRuntime = Context.environment["CETS_FUZZ_RUNTIME"]
let isSanitized = fuzzRuntime != nil && Context.environment["CETS_FUZZ_PLAIN"] == nil
let sanitized: [SwiftSetting] = isSanitized ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : []

/// A room and the rooms below it that it may import; see "Layout" in CONTRIBUTING.md.
func room(_ name: String, imports: [Target.Dependency], resources: [Resource] = []) -> Target {
  .target(
    name: name, dependencies: imports, resources: resources, swiftSettings: strict + sanitized)
}

func tests(of room: String, with others: [Target.Dependency] = [], excluding files: [String] = [])
  -> Target
{
  .testTarget(
    name: "\(room)Tests", dependencies: [.byName(name: room)] + others, exclude: files,
    swiftSettings: strict)
}

let package = Package(
  name: "cets",
  products: [.executable(name: "cets", targets: ["cets"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),

    room("Quantities", imports: []),
    room("Filings", imports: ["Quantities"]),
    room(
      "Rulebook", imports: ["Quantities", "Filings", "Yams"], resources: [.embedInCode("Data")]),
    room(
      "FilingFormats", imports: ["Quantities", "Filings", "Rulebook", "CLibXML2"],
      resources: [.embedInCode("Schema/filing.xsd")]),
    room("Accounting", imports: ["Quantities", "Filings", "Rulebook"]),
    room("Verification", imports: ["Quantities", "Filings", "Rulebook", "Accounting"]),
    room("Allowances", imports: ["Quantities", "Filings", "Rulebook", "Accounting", "Verification"]),
    room("Scenarios", imports: ["Quantities", "Filings", "Rulebook", "Allowances", "Yams"]),
    room(
      "Book",
      imports: [
        "Quantities", "Filings", "Rulebook", "FilingFormats", "Allowances",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    room(
      "Reports",
      imports: [
        "Quantities", "Filings", "Rulebook", "Accounting", "Verification", "Allowances", "Scenarios", "Book",
        "CXlsxWriter",
      ], resources: [.embedInCode("Diagnostics/Data")]),
    room(
      "Batch",
      imports: [
        "Quantities", "Filings", "Rulebook", "FilingFormats", "Accounting", "Verification",
        "Allowances", "Scenarios", "Book", "Reports", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .executableTarget(
      name: "cets",
      dependencies: [
        "Batch", "Book", "FilingFormats", "Filings", "Quantities", "Rulebook", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      // By which a run knows whether an earlier one was this program's.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--build-id=sha1"], .when(platforms: [.linux]))]),
    .executableTarget(
      name: "cets-generate",
      dependencies: [
        "Batch", "FilingFormats", "Accounting", "Filings", "Rulebook", "Quantities",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(name: "cets-schemas", dependencies: ["FilingFormats"], swiftSettings: strict),
    .target(
      name: "SchemaJudge", dependencies: ["FilingFormats", "CLibXML2"], path: "Tests/SchemaJudge",
      swiftSettings: strict),

    tests(of: "Quantities", excluding: ["decimal-vectors.txt"]),
    tests(of: "Filings"),
    tests(of: "Rulebook"),
    tests(of: "FilingFormats", with: ["SchemaJudge"]),
    tests(of: "Accounting"),
    tests(of: "Verification"),
    tests(of: "Allowances"),
    tests(of: "Scenarios"),
    tests(of: "Book"),
    tests(of: "Reports"),
    tests(of: "Batch"),
  ]
)

if let fuzzRuntime {
  package.targets.append(
    .executableTarget(
      name: "cets-fuzz", dependencies: ["Batch", "FilingFormats", "Filings", "Quantities", "SchemaJudge"],
      path: "fuzz", exclude: ["run", "seeds"], swiftSettings: strict,
      linkerSettings: [
        .unsafeFlags(
          (isSanitized ? ["-sanitize=address"] : [])
            + ["\(fuzzRuntime)/libclang_rt.fuzzer_no_main-x86_64.a"]),
        .linkedLibrary("stdc++"),
      ]))
}
