import ArgumentParser
import Audio
import Foundation
import Training

/// `sonograph reconstruct FILE`: what a trained model makes of a masked spectrogram, as a picture.
struct ReconstructCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reconstruct", abstract: "Draws a spectrogram, what a model sees of it, and what it makes of it.",
    discussion: """
      EXAMPLES
        sonograph reconstruct song.flac --run runs/ssam-tiny -o song.png
        sonograph reconstruct song.flac --run runs/ssam-tiny --start 12.5 --mask-ratio 0.8 --json
      """)

  @Argument(help: "A sound file.") var file: String
  @Option(name: [.customShort("o"), .customLong("output")], help: "The PNG file; by default the sound file's name with .png, in the working directory.")
  var output: String?
  @OptionGroup var trained: TrainedModelOptions
  @Option(help: "Seconds from the file's start.") var start = 0.0
  @Option(help: "unstructured, timestep or frequency; by default as the run was trained.") var masking: Masking.Kind?
  @Option(help: "The share of patches that is hidden; by default as the run was trained.") var maskRatio: Double?
  @Option(help: "Of the mask.") var seed: UInt32 = 0
  @Option(help: "Pixels of a frame and of a mel band.") var scale = 4
  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print JSON.") var json = false

  struct Report: Encodable {
    let file: String
    let output: String
    let parameters: String
    /// Mean squared errors on the hidden patches.
    let masked_loss: Double
    let constant_loss: Double
    let nearest_patch_loss: Double
  }

  func validate() throws {
    if !(start >= 0 && start.isFinite) { throw ValidationError("--start is \(start), expected seconds from 0") }
    if let maskRatio, !(maskRatio > 0 && maskRatio < 1) {
      throw ValidationError("--mask-ratio is \(maskRatio), expected a number between 0 and 1")
    }
    if !(1...64).contains(scale) { throw ValidationError("--scale is \(scale), expected 1 to 64") }
  }

  func run() throws {
    let loaded = try trained.load()
    var options = loaded.options
    (options.seed, options.masking.kind) = (seed, masking ?? options.masking.kind)
    options.masking.ratio = maskRatio ?? options.masking.ratio
    let machine = try self.machine.pretraining()
    let piece = try RecordingPiece(file: file, start: start, options: options, model: loaded.model, machine: machine)
    let evaluator = try HeldOutEvaluator(
      loaded.model, options, clips: [(piece.values, file)], target: machine.target, cache: machine.cache, pool: machine.pool)
    try evaluator.take(loaded.parameters, from: loaded.path)
    let evaluation = try evaluator.evaluate(step: 0)
    var image = SpectrogramImage(try evaluator.reconstructions(count: 1)[0], evaluator.grid)
    image.scale = scale
    let path = output ?? URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent + ".png"
    try AtomicFile.write(image.picture().png(), to: path)
    let report = Report(
      file: file, output: path, parameters: loaded.path, masked_loss: evaluation.maskedLoss,
      constant_loss: evaluation.baselines.constant, nearest_patch_loss: evaluation.baselines.nearest)
    if json { return try printJSON(report) }
    print("\(path): the spectrogram, what the model saw, what it made of it")
    print("loss on hidden patches \(PretrainReport.number(report.masked_loss)), of the best constant for each mel band "
      + "\(PretrainReport.number(report.constant_loss)), of the nearest visible patch \(PretrainReport.number(report.nearest_patch_loss))")
  }
}
