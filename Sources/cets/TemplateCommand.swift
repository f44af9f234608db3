import ArgumentParser
import Batch
import Filings

struct TemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Write a filing with blanks for a plant to complete.",
    discussion: """
      With --sector it has what a plant of the sector usually files; with --from it carries over what does not \
      change from last year's filing: entity, facilities, attributes, meters, plan, and last year's results as \
      previous values. Every blank reads 待填; cets validate lists those that are left, and accepts the filing \
      when none is.
      """)

  @Option(name: .long, help: "cement, steel or aluminium.")
  var sector: Sector?

  @Option(name: .long, help: "The year of the filing (with --from: the year after, if none is given).")
  var year: Int?

  @Option(name: .long, help: "Last year's filing: an XML file, or a folder of CSV tables.")
  var from: String?

  @Option(name: .long, help: "The entity's credit code, to be written into the template or found in --from.")
  var uscc: String?

  @Option(name: .long, help: "The form: xml, or csv for a spreadsheet.")
  var format: TemplateRun.Form = .xml

  @Option(name: .long, help: "The folder to write into. Nothing is overwritten.")
  var out = "."

  @Option(name: .long, help: "Language of the notes: zh or en (default: both).")
  var language: Language?

  @OptionGroup var rules: RulebookOption

  func validate() throws {
    if (sector == nil) == (from == nil) { throw ValidationError("either --sector or --from") }
    if sector != nil, year == nil { throw ValidationError("--sector needs --year") }
    if let from, FileSystem.kind(of: from) == nil {
      throw ValidationError("there is no file or folder \(from)")
    }
  }

  func run() throws {
    do throws(BatchError) {
      let start: TemplateRun.Start
      if let sector, let year {
        start = .blank(sector, year: year, uscc: uscc)
      } else {
        start = .lastYear([from].compactMap(\.self), year: year, uscc: uscc)
      }
      let files = try TemplateRun(
        start, form: format, out: out, language: language, rulebook: try rules.load()
      ).run()
      for file in files { show("\(file)\n") }
    } catch {
      complain("cets: \(error.message)")
      throw error.isUsage ? ExitCode.usage : ExitCode.unable
    }
  }
}

extension TemplateRun.Form: ExpressibleByArgument {}
