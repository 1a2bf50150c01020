import ArgumentParser
import Evaluation
import FineTuning
import Foundation
import Runtime
import Sonograph
import Training

/// `sonograph finetune`: trains a whole encoder with a head on a labelled task.
struct FineTuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finetune", abstract: "Trains a whole encoder with a head on a labelled task.",
    discussion: """
      The encoder of a run, or one with random parameters, is trained on every fold of the task; the epoch that is best on the
      validation data is tested. It may be killed at any moment: the same command goes on to the same numbers. Each fold's
      encoder is kept as a run, in OUTPUT/seed-N/FOLD/encoder, for embed, evaluate and export.

      JSON has task, model, is_pretrained, metric, scores (by seed), interval, options and results (by fold and seed).

      EXAMPLES
        sonograph finetune --run runs/ssam-tiny --task mini_drum -o tuned
        sonograph finetune --run runs/ssam-tiny --tasks tasks --task esc50-v2.0.0-full --mixup 0.5 --time-mask 24 --mel-mask 12
        sonograph finetune --model ssast-tiny --from-scratch --task mini_tone --seeds 0-2 -o scratch
        sonograph finetune --run runs/ssam-tiny --task mini_drum --freeze all -o probe
      """)

  @OptionGroup var trained: TrainedModelOptions
  @Flag(help: "Start from random parameters.") var fromScratch = false
  @Option(help: "A task, a directory of tasks, a folder with a folder of sound files for each class, or a CSV file with the columns file, label, and split or group; by default the tasks that come with Sonograph.") var tasks: String?
  @Option(help: "The task's name; may be left out where there is one.") var task: String?
  @Option(help: "Frames of a window; by default those of the run, or 200.") var frames: Int?
  @OptionGroup var options: FineTuneOptionGroup
  @Option(help: "Seeds, such as 0-9 or 0,3,4.") var seeds = "0"
  @Option(name: [.customShort("o"), .long], help: "The directory of the results; by default finetuned/MODEL-TASK.") var output: String?
  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let chosen = try TaskChoice(path: tasks, names: task.map { [$0] } ?? []).chosen()
    guard chosen.count == 1 else {
      throw UserError("which task?", "name one with --task: \(chosen.map(\.name).joined(separator: ", "))")
    }
    let subject = try self.subject()
    let directory = output ?? "finetuned/\(subject.model.name)-\(chosen[0].name)"
    let tuning = try FineTuning(
      subject, chosen[0], try options.values(), seeds: try Seeds.numbers(seeds), output: directory, machine: try machine.pretraining())
    if !json { print(heading(tuning)) }
    let (line, interrupt) = (ProgressLine(), Interrupt())
    // The first step of a fold begins the clock; evaluations after epochs are in the rate.
    var (begun, first) = (Host.now, Int.max)
    let summary = try tuning.run(shouldStop: { interrupt.isRequested }) { fold, seed, progress in
      if progress.step <= first { (begun, first) = (Host.now, progress.step) }
      let done = progress.step - first
      line.show(text(fold, seed, progress, done > 0 ? (Host.now - begun) / Double(done) : nil))
    }
    line.finish()
    guard let summary else {
      print("stopped; the same command goes on")
      throw ExitCode(130)
    }
    if json { return try printJSON(summary) }
    show(summary, directory)
  }

  private func heading(_ tuning: FineTuning) -> String {
    let (trained, all) = tuning.parameters
    return "\(tuning.subject.model.name) on \(tuning.task.name): \(trained) of \(all) parameters are trained, "
      + "\(tuning.task.folds.count) fold(s), \(tuning.seeds.count) seed(s)"
  }

  private func text(_ fold: EvaluationTask.Fold, _ seed: UInt32, _ progress: FineTuning.Progress, _ secondsPerStep: Double?) -> String {
    let text = String(
      format: "%@, seed %d: epoch %d, step %d of %d, loss %.4f", fold.name, Int(seed), progress.epoch, progress.step, progress.steps,
      progress.loss)
    guard let secondsPerStep else { return text }
    return text + String(
      format: ", %.1f clips/s, %.0f s left in this fold", Double(options.batch ?? FineTuneOptions().batch) / max(secondsPerStep, 1e-9),
      Double(progress.steps - progress.step) * secondsPerStep)
  }

  private func subject() throws -> FineTuneSubject {
    if fromScratch, trained.run == nil, let name = trained.model, trained.parameters == nil {
      let settings = try ModelRegistry.values(trained.set)
      return FineTuneSubject(
        model: try ModelRegistry.model(named: name, settings: settings), settings: settings,
        frames: frames ?? PretrainOptions().frames, parameters: nil)
    }
    let loaded = try trained.load()
    let description = try trained.directory.map { try $0.description() }
    return FineTuneSubject(
      model: loaded.model, settings: try description?.settings ?? ModelRegistry.values(trained.set),
      frames: frames ?? loaded.options.frames, parameters: fromScratch ? nil : loaded.path, description: description)
  }

  private func show(_ summary: FineTuneSummary, _ directory: String) {
    TextTable(["fold", "seed", "best epoch", "validation", summary.metric], summary.results.map { result in
      [
        result.fold, "\(result.seed)", "\(result.bestEpoch)", String(format: "%.3f", result.validation),
        String(format: "%.3f", result.scores[summary.metric] ?? .nan),
      ]
    }).print()
    let width = summary.interval.halfWidth.map { String(format: " ± %.3f", $0) } ?? ""
    print("\(summary.metric) \(String(format: "%.3f", summary.interval.mean))\(width)")
    print("report: \(directory)/report.html")
  }
}

/// Options of a fine-tuning by their names on the command line.
struct FineTuneOptionGroup: ParsableArguments {
  @Option(help: "Epochs (20).") var epochs: Int?
  @Option(help: "Clips in a batch (16).") var batch: Int?
  @Option(help: "The highest learning rate (1e-3).") var lr: Double?
  @Option(help: "Epochs in which the rate rises (2).") var warmupEpochs: Double?
  @Option(help: "Weight decay (0.05).") var weightDecay: Double?
  @Option(help: "The gradient norm above which gradients are scaled down (1), or 0 for none.") var clip: Double?
  @Option(help: "The rate of each layer over that of the next (0.75).") var layerDecay: Double?
  @Option(help: "Layers that are not trained: 1 is what makes tokens, 2 the first block as well; or all.") var freeze = "0"
  @Option(help: "What the head sees: mean (over time, for each band) or cls.") var pooling = FineTuneOptions.Pooling.mean
  @Option(help: "Mixup: the parameter of the Beta distribution (0, off).") var mixup = 0.0
  @Option(help: "SpecAugment: the most frames that a mask hides (0, off).") var timeMask = 0
  @Option(help: "SpecAugment: the most mel bands that a mask hides (0, off).") var melMask = 0
  @Option(help: "The most decibels by which the level changes (0, off).") var gain = 0.0
  @Option(help: "The most seconds by which clips are moved (0, off).") var shift = 0.0

  func values() throws -> FineTuneOptions {
    var values = FineTuneOptions()
    values.epochs = epochs ?? values.epochs
    values.warmupEpochs = warmupEpochs ?? min(values.warmupEpochs, Double(values.epochs))
    values.batch = batch ?? values.batch
    values.learningRate = lr ?? values.learningRate
    values.weightDecay = weightDecay ?? values.weightDecay
    if let clip { values.clipNorm = clip == 0 ? nil : clip }
    values.layerDecay = layerDecay ?? values.layerDecay
    guard freeze == "all" || Int(freeze).map({ $0 >= 0 }) == true else {
      throw UserError("--freeze is '\(freeze)'", "expected a number of layers from 0, or all")
    }
    values.frozenLayers = Int(freeze)
    values.pooling = pooling
    (values.augmentation.mixup, values.augmentation.timeMask, values.augmentation.melMask) = (mixup, timeMask, melMask)
    (values.augmentation.gain, values.augmentation.shift) = (gain, shift)
    return values
  }
}

extension FineTuneOptions.Pooling: ExpressibleByArgument {}
