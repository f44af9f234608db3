import Foundation
import SchemaJudge

/// Counts on how many broken filings the reader and libxml2's schema engine disagree:
/// `cets-fuzz mutations COUNT SEED FILE…`. Fails, and leaves the document, if there is any.
enum Mutations {
  static func run(count: Int, seed: UInt64, originals: [String]) -> Int32 {
    guard var agreement = Agreement(), !originals.isEmpty else { return 2 }
    var mutator = FilingMutator(originals, seed: seed)
    for number in 1...max(count, 1) {
      agreement.check(mutator.next())
      if number % 100_000 == 0 { report(agreement) }
    }
    report(agreement)
    for (index, (document, account)) in agreement.disagreements.prefix(20).enumerated() {
      let file = ".build-fuzz/found/mutation-\(seed)-\(index).xml"
      print("\(file): \(account)")
      do { try Data(document).write(to: URL(fileURLWithPath: file)) } catch { print("\(error)") }
    }
    return agreement.disagreements.isEmpty ? 0 : 1
  }

  private static func report(_ agreement: Agreement) {
    print(
      "\(agreement.documents) documents, \(agreement.valid) valid, \(agreement.disagreements.count) disagreements"
    )
    fflush(nil)
  }
}
