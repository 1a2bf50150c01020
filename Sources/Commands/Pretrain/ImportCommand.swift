import ArgumentParser
import Foundation
import Graphs
import Training

/// `sonograph import FILE`: weights of the released code as parameters of a model.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Converts a state dict of the released SSAST, SSAM or AxLSTM code.",
    discussion: """
      The file is a state dict in safetensors; Tools/import_official.py makes one of a .pth file. Every tensor must find
      its place, and every parameter its tensor; the fixed positions must equal the model's.

      EXAMPLES
        sonograph import ssam_tiny.safetensors --model ssam-tiny -o ssam.safetensors
        sonograph embed song.flac --model ssam-tiny --parameters ssam.safetensors -o song.npy
      """)

  @Argument(help: "A state dict in safetensors.") var file: String
  @Option(help: "The model's name.") var model: String
  @Option(help: "Sizes and options of the model, for instance patch-mel=8; may be repeated.") var set: [String] = []
  @Option(name: [.customShort("o"), .customLong("output")], help: "The safetensors file of the model's parameters.") var output: String
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let found = try ModelRegistry.model(named: model, settings: ModelRegistry.values(set))
    guard let found = found as? any MaskedSpectrogramModel else {
      throw UserError("the model '\(model)' has no released weights", "SSAST, SSAM and AxLSTM have; see sonograph models")
    }
    let report = try OfficialStateDict(file).write(found, to: output, candidates: ModelRegistry.shared.models)
    if json { return try printJSON(report) }
    let positions = report.checkedPositions ? "positions are equal" : "there are no positions to compare"
    print("\(output): \(report.tensors) tensors, \(report.parameters) parameters of \(report.model); \(positions)")
  }
}
