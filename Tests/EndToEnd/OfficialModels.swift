import Graphs
import Sonograph
import Testing

/// The released architectures, small, against the released code in double precision: prediction, loss, every gradient.
@Suite struct OfficialModels {
  @Test func ssast() throws {
    var frame = MaskedSpectrogram(width: 48)
    frame.mels = 32
    let model = SSAST(name: "ssast-official", frame: frame, depth: 3, heads: 3)
    try compare(model, "official_ssast", patches: 6)
  }

  private func compare(_ model: some Model, _ name: String, patches: Int) throws {
    let vectors = try ReferenceVectors(name)
    let builder = GraphBuilder(name: name)
    let results = model.build(builder)
    func result(_ name: String) -> Tensor { results.first { $0.key == name }!.value }
    let parameters = builder.graph.inputs.filter { $0.input.role == .parameter }
    builder.output("out.pred", result("prediction"))
    builder.output("loss", result("loss"))
    let gradients = gradients(of: result("loss"), by: parameters.map { Tensor(builder, $0.value) })
    for (parameter, gradient) in zip(parameters, gradients) {
      builder.output("grad.w.\(OfficialNames.key(for: parameter.input.name))", try #require(gradient))
    }
    let graph = try builder.finish()
    let weights = vectors.file.tensors.keys.filter { $0.hasPrefix("w.") && $0 != "w.pos_embed" }
    #expect(Set(weights) == Set(parameters.map { "w.\(OfficialNames.key(for: $0.input.name))" }))
    let names = ["spectrogram": "in.spec", "mask": "in.mask"]
    try vectors.compare(graph, tolerance: 1e-5, expecting: weights.count + 2, symbols: ["B": 2, "P": patches]) {
      names[$0] ?? "w.\(OfficialNames.key(for: $0))"
    }
  }

  @Test("trainable parameters", arguments: zip([ModelSize.tiny, .small, .base], [5_401_024, 21_492_544, 85_747_264]))
  func parameterCounts(_ size: ModelSize, _ expected: Int) throws {
    let graph = try SSAST(size).forwardGraph()
    let counts = graph.inputs.filter { $0.input.role == .parameter }.compactMap { $0.type.count.constant }
    #expect(counts.reduce(0, +) == expected)
  }
}
