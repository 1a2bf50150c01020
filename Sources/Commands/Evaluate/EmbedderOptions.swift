import ArgumentParser
import Comparison
import Evaluation
import Features
import Foundation
import Training

/// What turns recordings into embeddings.
struct EmbedderOptions: ParsableArguments {
  @OptionGroup var trained: TrainedModelOptions
  @Option(help: "Instead of a trained model: logmel (mean and deviation of each band), or random:MODEL[:SEED], untrained.")
  var embedder: String?
  @Option(help: "corrected, or official: how the released code orders tokens in rows.") var layout = SpectrogramEncoder.Layout
    .corrected

  func load(_ machine: MachineOptions) throws -> any AudioEmbedder {
    guard let embedder else {
      let loaded = try trained.load()
      let encoder = try SpectrogramEncoder(
        loaded.model, frames: loaded.options.frames, layout: layout, machine: machine.pretraining())
      try encoder.take(loaded.parameters, from: loaded.path)
      let named = trained.directory?.path ?? loaded.path
      let digest = Digest.text(try Data(contentsOf: URL(fileURLWithPath: loaded.path), options: .mappedIfSafe))
      return EncoderEmbedder(
        name: URL(fileURLWithPath: named).deletingPathExtension().lastPathComponent,
        identity: "\(loaded.model.name) \(digest) \(loaded.options.frames) \(layout)", encoder: encoder)
    }
    if trained.run != nil || trained.model != nil || trained.parameters != nil {
      throw UserError("--embedder and a trained model exclude each other", "leave out one")
    }
    if embedder == "logmel" {
      return LogMelStatistics(
        extract: try LogMelExtractor(target: machine.runnableTarget(), cache: machine.cache(), pool: machine.pool()))
    }
    return try random(embedder, machine)
  }

  private func random(_ text: String, _ machine: MachineOptions) throws -> any AudioEmbedder {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (2...3).contains(parts.count), parts[0] == "random", let seed = UInt32(parts.count == 3 ? parts[2] : "0") else {
      throw UserError("unknown embedder '\(text)'", "expected logmel, random:MODEL or random:MODEL:SEED")
    }
    let model = try ModelRegistry.model(named: parts[1], settings: ModelRegistry.values(trained.set))
    let encoder = try SpectrogramEncoder(
      model, frames: PretrainOptions().frames, layout: layout, machine: machine.pretraining())
    try encoder.initialize(seed: seed)
    let name = "random-\(parts[1])-\(seed)"
    return EncoderEmbedder(name: name, identity: "\(name) \(trained.set) \(layout)", encoder: encoder)
  }
}
