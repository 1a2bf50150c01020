import Foundation
import Graphs
import Sonograph
import Testing

@testable import Training

/// State dicts under the released names, as parameters of our models.
@Suite struct ImportTests {
  static let frame: MaskedSpectrogram = {
    var frame = MaskedSpectrogram(width: 48)
    frame.mels = 32
    return frame
  }()
  static let models: [(vectors: String, model: any MaskedSpectrogramModel)] = [
    ("official_ssast", SSAST(name: "ssast-official", frame: frame, depth: 3, heads: 3)),
    ("official_ssam", SSAM(name: "ssam-official", frame: frame, depth: 3)),
    ("official_axlstm", AxLSTM(name: "axlstm-official", frame: frame, depth: 3)),
  ]

  /// The state dict that the reference vectors hold, as a file.
  private func stateDict(_ name: String, _ tiny: TinyRun, _ change: (inout [String: ArrayFile.Named]) -> Void = { _ in }) throws -> String {
    let vectors = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("EndToEnd/Vectors/\(name).safetensors")
    var arrays: [String: ArrayFile.Named] = [:]
    for (key, entry) in try Safetensors(contentsOf: vectors).tensors where key.hasPrefix("w.") {
      let name = String(key.dropFirst(2))
      arrays[name] = ArrayFile.Named(name, shape: entry.shape, entry.values.map { Float($0) })
    }
    change(&arrays)
    let path = "\(tiny.folder)/\(name).safetensors"
    try ArrayFile.writeSafetensors(arrays.values.sorted { $0.name < $1.name }, metadata: [:], to: path)
    return path
  }

  @Test("every key finds its place", arguments: models.indices)
  func complete(_ number: Int) throws {
    let tiny = try TinyRun()
    let (name, model) = Self.models[number]
    let path = try stateDict(name, tiny)
    let output = tiny.folder + "/parameters.safetensors"
    let report = try OfficialStateDict(path).write(model, to: output, candidates: [])
    #expect(report.checkedPositions)
    let (source, result) = (try Safetensors(contentsOf: URL(fileURLWithPath: path)), try Safetensors(contentsOf: URL(fileURLWithPath: output)))
    #expect(result.tensors.count == source.tensors.count - 1 && result.metadata["model"] == model.name)
    for (key, entry) in result.tensors {
      #expect(entry.values == source.tensors[OfficialNames.key(for: key)]?.values, "\(key)")
    }
    // And a trainer takes them.
    let machine = try TinyRun.machine(threads: 1)
    var options = TinyRun.options
    options.frames = 8
    let evaluator = try HeldOutEvaluator(
      model, options, clips: [([Float](repeating: 0, count: 8 * 32), "none")], target: machine.target, cache: machine.cache,
      pool: machine.pool)
    try evaluator.take(result, from: output)
  }

  /// Names, shapes and bits are those of the state dict that was imported; and the other way round.
  @Test("export undoes import", arguments: models.indices)
  func exported(_ number: Int) throws {
    let tiny = try TinyRun()
    let (name, model) = Self.models[number]
    let (path, parameters, back) = (try stateDict(name, tiny), tiny.folder + "/parameters.safetensors", tiny.folder + "/back.safetensors")
    _ = try OfficialStateDict(path).write(model, to: parameters, candidates: [])
    let (source, own) = (try Safetensors(contentsOf: URL(fileURLWithPath: path)), try Safetensors(contentsOf: URL(fileURLWithPath: parameters)))
    let times = (source.tensors["pos_embed"]!.shape[1] - 1) / model.frame.bands
    let report = try OfficialStateDict.export(model, values: { own.tensors[$0]!.values.map { Float($0) } }, times: times, to: back)
    let result = try Safetensors(contentsOf: URL(fileURLWithPath: back))
    #expect(result.tensors.count == source.tensors.count && report.tensors == source.tensors.count)
    for (key, entry) in source.tensors {
      #expect(result.tensors[key]?.shape == entry.shape, "\(key)")
      // Positions are computed, not stored.
      if key != "pos_embed" { #expect(result.tensors[key]?.bytes == entry.bytes, "\(key)") }
    }
    let again = tiny.folder + "/again.safetensors"
    #expect(try OfficialStateDict(back).write(model, to: again, candidates: []).checkedPositions)
    #expect(try Safetensors(contentsOf: URL(fileURLWithPath: again)).tensors == own.tensors)
    #expect {
      try OfficialStateDict.export(model, values: { _ in [1] }, times: times, to: tiny.folder + "/wrong.safetensors")
    } throws: { "\($0)".contains("has 1 values") }
    #expect(!FileManager.default.fileExists(atPath: tiny.folder + "/wrong.safetensors"))
  }

  @Test("what decays in the released code decays here", arguments: models.indices) func decayGroups(_ number: Int) throws {
    let (name, model) = Self.models[number]
    let vectors = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("EndToEnd/Vectors/\(name).safetensors")
    let released = try Safetensors(contentsOf: vectors).tensors
    for (_, input, type) in try model.forwardGraph().inputs where input.role == .parameter {
      let key = OfficialNames.key(for: input.name)
      let entry = try #require(released["w." + key], "\(key)")
      // timm's param_groups_weight_decay.
      let decays = entry.shape.count > 1 && !key.hasSuffix(".bias")
      #expect(TrainOptions().decays(input.name, type) == decays, "\(input.name), \(entry.shape) in the released code")
    }
  }

  @Test("half precision is read") func halfPrecision() throws {
    let tiny = try TinyRun()
    let path = tiny.folder + "/half.safetensors"
    let header = #"{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[3],"data_offsets":[8,14]}}"#
    // 1, -2, the least subnormal and infinity; 1, -3.140625, infinity.
    let words: [UInt16] = [0x3c00, 0xc000, 0x0001, 0x7c00, 0x3f80, 0xc049, 0x7f80]
    var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) } + Data(header.utf8)
    for word in words { withUnsafeBytes(of: word.littleEndian) { data.append(contentsOf: $0) } }
    try data.write(to: URL(fileURLWithPath: path))
    let file = try Safetensors(contentsOf: URL(fileURLWithPath: path))
    #expect(file.tensors["a"]?.values == [1, -2, 0x1p-24, .infinity])
    #expect(file.tensors["b"]?.values == [1, -3.140625, .infinity])
  }

  @Test func nothingIsLeftOver() throws {
    let tiny = try TinyRun()
    let model = Self.models[0].model
    let output = tiny.folder + "/out.safetensors"
    func message(_ change: (inout [String: ArrayFile.Named]) -> Void) throws -> String {
      let dict = try OfficialStateDict(stateDict("official_ssast", tiny, change))
      do {
        _ = try dict.write(model, to: output, candidates: Self.models.map(\.model))
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(try message { $0["cls_token"] = nil }.contains("it has no tensor 'cls_token'"))
    #expect(try message { $0["decoder.weight"] = ArrayFile.Named("decoder.weight", shape: [1], [1]) }
      .contains("its tensor 'decoder.weight' is no parameter of the model"))
    #expect(try message { $0["encoder_norm.bias"] = ArrayFile.Named("encoder_norm.bias", shape: [3], [1, 2, 3]) }
      .contains("'encoder_norm.bias' has the shape [3], the model's [48]"))
    #expect(try message { dict in
      let old = dict["pos_embed"]!
      dict["pos_embed"] = ArrayFile.Named("pos_embed", shape: old.shape, old.values.map { $0 + 0.01 })
    }.contains("differs from the model's positions"))
    #expect(try message { dict in
      let old = dict["cls_token"]!
      dict["cls_token"] = ArrayFile.Named("cls_token", shape: old.shape, old.values.map { _ in .nan })
    }.contains("'cls_token' has values that are not finite"))
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test func anotherModelIsSuggested() throws {
    let tiny = try TinyRun()
    let dict = try OfficialStateDict(stateDict("official_ssam", tiny))
    #expect {
      try dict.write(Self.models[2].model, to: tiny.folder + "/out.safetensors", candidates: Self.models.map(\.model))
    } throws: { "\($0)".contains("it holds a ssam-official") }
  }
}
