import Compiler
import Foundation
import Graphs
import Runtime
import Sonograph
import Testing

/// The three systems in another configuration than the released one, against PyTorch in double precision: positions of
/// the sequence, loss on hidden patches, and three steps of AdamW.
@Suite struct ModelVectors {
  static let frame: MaskedSpectrogram = {
    var frame = MaskedSpectrogram(width: 24)
    (frame.mels, frame.patchTime, frame.patchMel) = (16, 4, 8)
    (frame.positionTable, frame.loss) = (.sequence, .masked)
    return frame
  }()

  static let models: [(vectors: String, model: any Model)] = {
    var ssam = SSAM(name: "ssam-vectors", frame: frame, depth: 2)
    (ssam.state, ssam.expansion, ssam.norm, ssam.normEpsilon) = (16, 2, .rms, 1e-5)
    return [
      ("model_ssast", SSAST(name: "ssast-vectors", frame: frame, depth: 2, heads: 3)), ("model_ssam", ssam),
      ("model_axlstm", AxLSTM(name: "axlstm-vectors", frame: frame, depth: 2)),
    ]
  }()

  static let sizes = ["B": 2, "P": 4]

  @Test("prediction, loss and every gradient", arguments: models.indices)
  func gradients(_ number: Int) throws {
    let (name, model) = Self.models[number]
    let vectors = try ReferenceVectors(name)
    let builder = GraphBuilder(name: name)
    let results = model.build(builder)
    func result(_ name: String) -> Tensor { results.first { $0.key == name }!.value }
    let inputs = builder.graph.inputs.filter { $0.input.role == .parameter || $0.input.name == "spectrogram" }
    builder.output("out.pred", result("prediction"))
    builder.output("out.features", result("features"))
    builder.output("loss", result("loss"))
    for (input, gradient) in zip(inputs, Sonograph.gradients(of: result("loss"), by: inputs.map { Tensor(builder, $0.value) })) {
      builder.output("grad.\(Self.key(input.input.name))", try #require(gradient))
    }
    let weights = vectors.file.tensors.keys.filter { $0.hasPrefix("w.") }
    #expect(Set(weights) == Set(inputs.map { Self.key($0.input.name) }).subtracting(["in.spec"]))
    // The cell hardly changes when all input gates of a head rise together: the terms of that sum cancel.
    try vectors.compare(
      try builder.finish(), tolerance: 1e-5, expecting: inputs.count + 3, symbols: Self.sizes, fileName: Self.key,
      scaleName: { $0.hasSuffix("igate_bias") ? String($0.dropLast("_bias".count)) : $0 })
  }

  @Test("three steps of AdamW", arguments: models.indices)
  func steps(_ number: Int) throws {
    let (name, model) = Self.models[number]
    let file = try ReferenceVectors(name).file
    let options = TrainOptions(optimizer: AdamW(beta1: 0.9, beta2: 0.95, weightDecay: 0.05), decaysVectors: true)
    let cache = try KernelCache(path: FileManager.default.temporaryDirectory.appendingPathComponent("vectors-\(UUID())").path)
    defer { try? FileManager.default.removeItem(at: cache.root) }
    let graph = try model.trainGraph(options)
    let program = try CompiledProgram(graph, options: CompileOptions(target: Host.target), cache: cache)
    let session = try Session(program, pool: ThreadPool(threads: 2))
    try session.initialize(seed: 0)
    let names = graph.inputs.filter { $0.input.role == .parameter }.map(\.input.name)
    for name in names { try session.write(try #require(file.tensors[Self.key(name)]).values, to: name) }
    let step = try session.bind(Self.sizes)
    for (input, key) in [("spectrogram", "in.spec"), ("mask", "in.mask")] {
      try step.write(try #require(file.tensors[key]).values, to: input)
    }
    try step.write([1e-3], to: "learning-rate")
    let losses = try #require(file.tensors["aux.losses"]).values
    for number in 1...3 {
      try step.write([Double(number)], to: "step")
      step.run()
      #expect(abs(try step.read("loss")[0] - losses[number - 1]) < 1e-5 * losses[number - 1])
      if number == 2 { continue }
      for name in names {
        let expected = try #require(file.tensors["aux.after\(number)." + Self.key(name).dropFirst(2)]).values
        let gradient = try #require(file.tensors["grad." + Self.key(name)]).values
        let got = try session.read(name)
        // Adam's step is as long as the rate, 1e-3, even where a gradient is rounding only: there it says nothing.
        let largest = gradient.map(abs).max()!
        let telling = gradient.indices.filter { abs(gradient[$0]) > 1e-4 * largest }
        #expect(2 * telling.count > gradient.count, "\(name)")
        let worst = telling.map { abs(got[$0] - expected[$0]) }.max()!
        #expect(worst < 2e-5, "\(name) after \(number): \(worst)")
      }
    }
  }

  /// The vectors' name of a parameter of ours.
  private static func key(_ name: String) -> String {
    let inputs = ["spectrogram": "in.spec", "mask": "in.mask", "cls-token": "w.cls", "mask-token": "w.mask_token"]
    if let known = inputs[name] { return known }
    let modules = [
      "patch-embed": "patch", "encoder-norm": "norm", "head/fc1": "head1", "head/fc2": "head2", "conv1d": "conv",
      "conv1d/conv": "conv", "attention/qkv": "qkv", "attention/projection": "proj", "learnable_skip": "skip",
    ]
    var parts = name.split(separator: "/").map(String.init)
    var prefix = "w."
    if parts[0].hasPrefix("block") { prefix += "layers.\(parts.removeFirst().dropFirst(5))." }
    if parts[0] == "mixer" || parts[0] == "layer" { parts.removeFirst() }
    if parts[0] == "mlstm_cell" { parts.removeFirst() }
    let isBias = parts.last == "bias"
    if isBias || parts.last == "weight" { parts.removeLast() }
    let path = parts.joined(separator: "/")
    let module = modules[path] ?? path
    switch (module, isBias) {
    case ("patch", _): return prefix + (isBias ? "patch_b" : "patch_w")
    case ("dt_proj", true): return prefix + "dt_bias"
    default: return prefix + module + (isBias ? "_bias" : "")
    }
  }
}
