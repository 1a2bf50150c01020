import ArgumentParser
import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// `sonograph bench scan`: recurrences by themselves, forward and with all gradients.
struct ScanBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Times recurrences, forward and with the gradients of all their inputs.",
    discussion: """
      Without names, those of the models that have sizes to set. JSON has `median_ms` for each name and mode.

      EXAMPLES
        sonograph bench scan selective-scan --length 512 --threads 1
        sonograph bench scan selective-scan --threads 1 --against Tools/baselines
        sonograph bench scan mlstm --set key=384,value=384 --batch 1 --length 256
      """)

  @Argument(help: "Recurrences.") var names: [String] = []
  @OptionGroup var machine: MachineOptions
  @Option(help: "Sequences in a batch.") var batch = 1
  @Option(help: "Steps.") var length = 512
  @Option(help: "Sizes of axes instead of the model's own, for instance channel=37,state=5.") var set: [String] = []
  @Option(help: "Rounds; each times everything once.") var rounds = 15
  @Option(help: "A directory of hand-written C to compare with in turn, for instance Tools/baselines.") var against: String?
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    guard rounds >= 1 else { throw UserError("--rounds is \(rounds)", "expected 1 or more") }
    let registry = ModelRegistry.shared
    let chosen = try names.isEmpty ? registry.models.filter { !$0.sizes.isEmpty } : names.map(registry.model)
    let models = try chosen.map { try $0.with(settings: ModelRegistry.values(set)) }
    let library = try against.map(BaselineLibrary.init)
    let cases = try models.flatMap { model in
      try [false, true].map { try KernelCase(model, withGradients: $0, batch: batch, length: length, machine, library) }
    }
    for _ in 0..<rounds { for test in cases { test.time() } }
    let peaks = try Peaks(machine)
    let rows = cases.map { $0.row(peaks) }
    if json { return try printJSON(rows) }
    print("batch \(batch), \(length) steps, \(machine.threads) threads, \(try machine.resolvedTarget().name), medians of \(rounds)")
    print(KernelCase.Row.heads + (against == nil ? "" : "      C, ms   ratio") + "  recurrence")
    for row in rows { print(line(row)) }
  }

  private func line(_ row: KernelCase.Row) -> String {
    let other = row.baseline_ms.map { String(format: "%11.3f%8.2f", $0, row.ratio!) } ?? (against == nil ? "" : "          -       -")
    return "\(row.figures)\(other)  \(row.title)"
  }
}
