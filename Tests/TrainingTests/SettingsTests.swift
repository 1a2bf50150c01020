import Foundation
import Graphs
import Sonograph
import Testing
import Training

@Suite struct SettingsTests {
  @Test("a model keeps what it is set to", arguments: TinyRun.models.indices)
  func everySetting(_ number: Int) throws {
    let model = TinyRun.models[number]
    let values = Dictionary(uniqueKeysWithValues: model.settings.map { ($0.name, $0.value) })
    #expect(try model.with(settings: values).settings.map(\.value) == model.settings.map(\.value))
    for setting in model.settings {
      let choices = setting.expected.components(separatedBy: setting.expected.contains(" or ") ? " or " : ", ")
      let other = choices.count > 1 ? choices.first { $0 != setting.value }! : "\(Int(setting.value)! + 1)"
      let changed = try model.with(settings: [setting.name: other])
      let different = zip(changed.settings, model.settings).filter { $0.value != $1.value }.map(\.0.name)
      #expect(different == [setting.name] && changed.settings.first { $0.name == setting.name }?.value == other)
      #expect(throws: ModelSettingError.self) { try model.with(settings: [setting.name: "0.5"]) }
    }
  }

  @Test("every combination of options is a graph", arguments: TinyRun.models.indices)
  func combinations(_ number: Int) throws {
    for positions in ["official", "fair"] {
      for table in ["grid", "sequence"] {
        for (loss, pixels) in [("all", "true"), ("masked", "false")] {
          let model = try TinyRun.models[number].with(
            settings: ["positions": positions, "position-table": table, "loss": loss, "pixel-norm": pixels])
          #expect(try model.trainGraph().output(named: "gradient-norm") != nil)
        }
      }
    }
  }

  /// Positions of masked tokens are the one thing that tells them apart to a Transformer.
  @Test func fairPositionsTellMaskedTokensApart() throws {
    func spread(_ positions: String) throws -> Double {
      let tiny = try TinyRun()
      var options = TinyRun.options
      options.heldOutClips = 1
      let model = try TinyRun.transformer.with(settings: ["positions": positions])
      let training = try tiny.begin("run", model, options)
      try training.evaluator.take(training.trainer.session)
      let clip = try training.evaluator.reconstructions(count: 1)[0]
      let grid = training.trainer.grid
      let patches = grid.patches(clip.prediction)
      let first = clip.mask.indices.filter { clip.mask[$0] == 1 }.map { Double(patches[$0 * grid.size]) }
      return first.max()! - first.min()!
    }
    #expect(try spread("official") < 1e-6)
    #expect(try spread("fair") > 1e-3)
  }
}

extension SettingsTests {
  @Test("sizes that do not go together are named", arguments: [
    (0, ["mels": "81"], "the mel bands are not whole patches", "a multiple of patch-mel, 5"),
    (0, ["width": "18"], "the positions need equal parts of the width", "a multiple of 4"),
    (1, ["width": "17", "position-table": "sequence"], "the positions need equal parts of the width", "a multiple of 2"),
    (0, ["heads": "5"], "the width is not a multiple of the heads", "a divisor of 16"),
    (2, ["heads": "5"], "mLSTM: the inner width is not whole blocks and heads", "of the heads, 5"),
  ])
  func mismatches(_ number: Int, _ settings: [String: String], _ message: String, _ expected: String) throws {
    let model = try TinyRun.models[number].with(settings: settings)
    for graph in [model.forwardGraph, { try model.trainGraph() }] {
      #expect { try graph() } throws: { "\($0)".contains(message) && "\($0)".contains(expected) }
    }
  }
}
