import ArgumentParser
import Foundation
import Runtime
import Training

/// `sonograph pretrain`: trains a masked spectrogram model on audio.
struct PretrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pretrain", abstract: "Pre-trains a masked spectrogram model on audio.",
    discussion: """
      Without --data, the recordings that come with Sonograph are used. A part of the files is held out; the loss on its
      hidden patches is reported beside that of the best constant for each mel band and of a copy of the nearest visible
      patch. The run goes to a directory of its own below --runs; it may be killed at any moment, and goes on to the same
      result with --resume.

      JSON, printed at the end, has run, model, parameters, step, steps, finished, first_step (where this process began),
      clips_per_second, first_held_out_loss, last_held_out_loss, constant_loss and nearest_patch_loss (on hidden patches),
      peak_memory_bytes, training_files, held_out_files, skipped_files and report (the page's path).

      EXAMPLES
        sonograph pretrain --model ssam-tiny --steps 200 --batch 8
        sonograph pretrain --model ssast-tiny --data recordings --batch 32 --accumulation 32 --steps 20000
        sonograph pretrain --config ssast.yaml --seed 1
        sonograph pretrain --resume runs/ssast-tiny
      """)

  @Option(help: "The model's name: see sonograph models.") var model: String?
  @Option(name: .customLong("set"), help: "A size or option of the model, NAME=VALUE; may be repeated.") var settings: [String] = []
  @Option(help: "A directory of sound files, or of features made by sonograph prepare.") var data: String?
  @Option(help: "A YAML file of options by their names here, without dashes; those of the command line come first.")
  var config: String?
  @Option(help: "The directory of runs.") var runs = "runs"
  @Option(help: "The run's name; by default that of the model, with a number if there is one already.") var name: String?
  @Option(help: "Go on with this run; the options are its own.") var resume: String?
  @Option(name: .customLong("init"), help: "Start from the parameters of this run's best checkpoint, or of a safetensors file.") var initial: String?
  @OptionGroup var options: PretrainOptionGroup
  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    if let config { return try ConfigFile(config).merged(PretrainCommand.self, without: "config").run() }
    let machine = try self.machine.pretraining()
    let line = ProgressLine()
    line.show("compiling and reading data")
    let training = try resume.map { try resumed($0, machine) } ?? begun(machine)
    line.finish()
    for note in training.notes { warn("note: \(note)") }
    if !json { print(PretrainReport.heading(training)) }
    let interrupt = Interrupt()
    let probe = try LinearProbe(training, machine, self.machine.cache())
    let outcome = try training.run(
      shouldStop: { interrupt.isRequested },
      probe: probe.map { probe in
        { session in
          line.show("probing")
          let scores = try probe.scores(session)
          line.finish()
          if !json { print(scores.map { String(format: "linear probe on %@: %@ %.3f", $0.task, $0.metric, $0.score) }.joined(separator: "\n")) }
          return scores
        }
      },
      evaluated: { evaluation in
        line.finish()
        if !json { print(PretrainReport.text(evaluation)) }
      }, report: { line.show(PretrainReport.text($0)) })
    line.finish()
    for file in outcome.skipped { warn("skipped: \(file.reason)") }
    try training.writeReport()
    let report = PretrainReport(training, outcome)
    if json { try printJSON(report) } else { print(report.text) }
  }

  private func begun(_ machine: Pretraining.Machine) throws -> Pretraining {
    guard let model else {
      throw UserError("which model?", "name one with --model, or a run with --resume; sonograph models lists models")
    }
    let values = try ModelRegistry.values(settings)
    let built = try ModelRegistry.model(named: model, settings: values)
    let directory = name.map { RunDirectory("\(runs)/\($0)") } ?? RunDirectory.unused(model, in: runs)
    let parameters = try initial.map { $0.hasSuffix(".safetensors") ? $0 : try RunDirectory($0).bestCheckpoint().parametersPath }
    var options = self.options.values()
    // A mistake in the tasks is told before there is a run.
    _ = try options.probe.map(LinearProbe.tasks)
    if let minutes = self.options.minutes {
      options.steps = try Pretraining.steps(minutes: minutes, model: built, options: options, data: data, machine: machine)
    }
    return try Pretraining(
      new: directory, model: built, settings: values, options: options, data: data, initialized: parameters,
      machine: machine)
  }

  private func resumed(_ path: String, _ machine: Pretraining.Machine) throws -> Pretraining {
    let others: [(String, Bool)] = [
      ("--model", model != nil), ("--data", data != nil), ("--name", name != nil), ("--init", initial != nil),
      ("--set", !settings.isEmpty),
    ]
    let given = others.filter(\.1).map(\.0) + options.given
    if let first = given.first {
      throw UserError("\(first) does not go with --resume", "a run keeps its options; --init starts a new one from it")
    }
    let run = RunDirectory(path)
    return try Pretraining(resuming: run, model: ModelRegistry.model(of: run), machine: machine)
  }

  private func warn(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}

extension MachineOptions {
  func pretraining() throws -> Pretraining.Machine {
    Pretraining.Machine(
      target: try runnableTarget(), compiler: try Toolchain.find().version, cache: try cache(), pool: try pool(),
      memoryBudget: try memoryBudget())
  }
}

/// Ctrl-C and a request to end stop a run after its current step, with a checkpoint; a second one ends it at once.
final class Interrupt: @unchecked Sendable {
  private let lock = NSLock()
  private var requested = false
  private var sources: [any DispatchSourceSignal] = []

  init() {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [weak self] in
        let isSecond = self?.lock.withLock {
          defer { self?.requested = true }
          return self?.requested ?? true
        }
        if isSecond ?? true { exit(128 + number) }
      }
      source.resume()
      sources.append(source)
    }
  }

  var isRequested: Bool { lock.withLock { requested } }
}
