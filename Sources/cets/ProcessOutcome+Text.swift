import ArgumentParser
import Batch
import Filings
import Reports

/// Says what a run came to, and ends with 1 where somebody has to look at it.
func tell(_ outcome: ProcessOutcome, of out: String, in language: Language) throws {
  for rejected in outcome.rejected {
    show(
      DiagnosticsText.render(
        rejected.diagnostics.filter { $0.severity == .error }, language: language,
        colour: Terminal.isColoured))
  }
  show(DiagnosticsText.render(outcome.notes, language: language, colour: Terminal.isColoured))
  for balance in outcome.balanceValues {
    show(
      "\(balance.sector.label.text(in: language)): BP = \(balance.value) (\(balance.source.text))\n"
    )
  }
  let standing = [("assessments", outcome.assessmentsKept), ("reports", outcome.reportsKept)]
    .filter { $0.1 > 0 }.map { "\($0.0) of \($0.1)" }.joined(separator: " and ")
  let kept = standing.isEmpty ? "" : " (\(standing) entities stand from an earlier run)"
  show(
    "\(outcome.processed) processed, \(outcome.rejected.count) rejected, \(outcome.findings) findings; results in \(out)\(kept)\n"
  )
  let isClean =
    outcome.rejected.isEmpty && outcome.seriousFindings == 0
    && !outcome.notes.contains { $0.severity != .note }
  if !isClean { throw ExitCode.findings }
}
