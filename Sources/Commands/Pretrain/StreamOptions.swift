import ArgumentParser
import Features
import Graphs
import Sonograph
import Streaming
import Training

/// How a model is made causal.
struct StreamOptions: ParsableArguments {
  @Option(help: "repeated (those of a training window, again and again) or none: what patches know of their place.")
  var positions = CausalForm.Positions.repeated
  @Option(help: "start (once, before the first patch, as in training) or none: the cls token.") var cls = CausalForm.Token.start
  @Option(parsing: .unconditional, help: "MEAN,DEVIATION of the log-mels that the model was trained on; by default those that the run has kept.")
  var scale: String?
  @Option(help: "A directory of sound files to measure mean and deviation on instead.") var scaleOf: String?

  /// Whether something differs from the defaults.
  var isGiven: Bool { positions != .repeated || cls != .start || scale != nil || scaleOf != nil }

  func validate() throws {
    if scale != nil, scaleOf != nil { throw ValidationError("--scale and --scale-of exclude each other") }
  }

  func form(_ model: any Model, frames: Int) throws -> CausalForm {
    guard let masked = model as? any MaskedSpectrogramModel else {
      throw UserError("the model '\(model.name)' has no causal form", "masked spectrogram models have one; see sonograph models")
    }
    var form = CausalForm(window: max(1, frames / masked.frame.patchTime))
    (form.positions, form.token) = (positions, cls)
    return form
  }

  /// The scale that was named, or else the run's.
  func resolvedScale(_ kept: FeatureScale?, _ causal: CausalSpectrogram, _ machine: Pretraining.Machine) throws -> FeatureScale {
    if let scale {
      let numbers = scale.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      guard numbers.count == 2, let mean = numbers[0], let deviation = numbers[1] else {
        throw UserError("--scale is '\(scale)'", "expected MEAN,DEVIATION, for instance -4.9,4.2")
      }
      return try FeatureScale(mean: mean, deviation: deviation)
    }
    if let scaleOf {
      let extract = try LogMelExtractor(causal.frontEnd, target: machine.target, cache: machine.cache, pool: machine.pool)
      return try FeatureScale(directory: scaleOf, extract: extract)
    }
    guard let kept else {
      throw UserError(
        "the mean and deviation of the log-mels that the model was trained on are not known",
        "measure them on such sounds with --scale-of DIRECTORY, or name them with --scale MEAN,DEVIATION")
    }
    return kept
  }
}

extension CausalForm.Positions: ExpressibleByArgument {}
extension CausalForm.Token: ExpressibleByArgument {}
