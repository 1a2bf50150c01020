import ArgumentParser
import Foundation
import Sonograph
import Training

/// A trained model: that of a run, or any with a file of parameters.
struct TrainedModelOptions: ParsableArguments {
  @Option(help: "The directory of a run; its best checkpoint is used.") var run: String?
  @Option(help: "A model's name, with --parameters; or the directory of a run.") var model: String?
  @Option(help: "A safetensors file of the model's parameters, such as sonograph import writes.") var parameters: String?
  @Option(help: "Sizes and options of the model, for instance width=384,depth=6; may be repeated.") var set: [String] = []

  /// A model, its parameters, and how it was trained.
  struct Trained {
    let model: any Model
    let parameters: Safetensors
    let path: String
    let options: PretrainOptions
    /// Of the data that it was trained on, where that is known.
    let scale: FeatureScale?
    /// How the parameters came about, of a run's.
    let history: String?
  }

  /// The run, which `--model` may name, too.
  var directory: RunDirectory? {
    if let run { return RunDirectory(run) }
    guard let model, parameters == nil, RunDirectory(model).exists else { return nil }
    return RunDirectory(model)
  }

  func load() throws -> Trained {
    if let directory {
      if run != nil && model != nil || parameters != nil || !set.isEmpty {
        throw UserError("a run names the model already", "leave out --model, --parameters and --set")
      }
      let checkpoint = try directory.bestCheckpoint()
      let path = checkpoint.parametersPath
      let description = try directory.description()
      return Trained(
        model: try ModelRegistry.model(of: directory), parameters: try Safetensors(contentsOf: URL(fileURLWithPath: path)),
        path: path, options: description.options, scale: description.scale,
        history: try? checkpoint.state().history)
    }
    guard let model, let parameters else {
      throw UserError("which model?", "name a run with --run, or a model and its parameters with --model and --parameters")
    }
    return Trained(
      model: try ModelRegistry.model(named: model, settings: ModelRegistry.values(set)),
      parameters: try Safetensors(contentsOf: URL(fileURLWithPath: parameters)), path: parameters, options: PretrainOptions(), scale: nil,
      history: nil)
  }
}
