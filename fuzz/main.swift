// The fuzz targets, driven by libFuzzer: `make fuzz`, or `fuzz/run TARGET SECONDS`. Each target checks more
// than that nothing crashes; what it checks stands beside it.
import Foundation

/// libFuzzer's entry point for programs that have a `main` of their own.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

nonisolated(unsafe) private var target: ([UInt8]) -> Void = { _ in }

let targets: [String: @Sendable () -> ([UInt8]) -> Void] = [
  "xml": { XMLTarget().run }, "csv": { CSVTarget().run }, "decimal": { DecimalTarget.run },
  "decisions": { DecisionsTarget.run },
]

let words = CommandLine.arguments.dropFirst()
if words.first == "mutations", let count = words.dropFirst().first.flatMap({ Int($0) }),
  let seed = words.dropFirst(2).first.flatMap({ UInt64($0) })
{
  let originals = words.dropFirst(3).compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }
  exit(Mutations.run(count: count, seed: seed, originals: originals))
}

guard let name = CommandLine.arguments.dropFirst().first, let make = targets[name] else {
  FileHandle.standardError.write(
    Data("usage: cets-fuzz \(targets.keys.sorted().joined(separator: "|")) [libFuzzer's arguments]\n".utf8))
  exit(2)
}
target = make()
// libFuzzer takes the target's name for a part of the program's.
var arguments = CommandLine.unsafeArgv.advanced(by: 1).withMemoryRebound(
  to: UnsafeMutablePointer<CChar>?.self, capacity: Int(CommandLine.argc)
) { $0 }
var count = CommandLine.argc - 1
exit(
  runFuzzer(&count, &arguments) { bytes, size in
    target([UInt8](UnsafeBufferPointer(start: bytes, count: size)))
    return 0
  })
