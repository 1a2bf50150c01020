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

  @Test func ssam() throws {
    var frame = MaskedSpectrogram(width: 48)
    frame.mels = 32
    try compare(SSAM(name: "ssam-official", frame: frame, depth: 3), "official_ssam", patches: 6)
  }

  @Test func axlstm() throws {
    var frame = MaskedSpectrogram(width: 48)
    frame.mels = 32
    try compare(AxLSTM(name: "axlstm-official", frame: frame, depth: 3), "official_axlstm", patches: 6)
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

  /// Section 3 of the reference: trainable parameters of the released configurations.
  static let counts: [(any Model, Int)] = [
    (SSAST(.tiny), 5_401_024), (SSAST(.small), 21_492_544), (SSAST(.base), 85_747_264),
    (SSAM(.tiny), 4_760_512), (SSAM(.small), 17_889_088), (SSAM(.base), 69_250_624),
    (AxLSTM(.tiny), 2_917_408), (AxLSTM(.small), 11_216_800), (AxLSTM(.base), 43_962_016),
    (AxLSTM(.tiny, expansion: 3), 4_343_584), (AxLSTM(.small, expansion: 3), 16_723_360),
    (AxLSTM(.base, expansion: 3), 65_591_968),
  ]

  @Test("trainable parameters", arguments: counts.indices)
  func parameterCounts(_ number: Int) throws {
    let (model, expected) = Self.counts[number]
    let graph = try model.forwardGraph()
    let counts = graph.inputs.filter { $0.input.role == .parameter }.compactMap { $0.type.count.constant }
    #expect(counts.reduce(0, +) == expected, "\(model.name)")
  }

  /// Trainable parameters by the layers' shapes, for width D, depth L, step rank R = ceil(D / 16), expansion E.
  @Test("trainable parameters by the closed formula", arguments: ModelSize.allCases)
  func closedFormula(_ size: ModelSize) throws {
    let (d, layers) = (size.width, size.depth)
    // Patches, cls, mask token, last norm and head.
    let shared = d * d + 134 * d + 64
    let transformer = 12 * d * d + 13 * d
    let mamba = 9 * d * d + 6 * ((d + 15) / 16) * d + 239 * d
    func xlstm(_ e: Int) -> Int { 3 * e * d * d + 43 * e * d + d + 8 }
    let models: [(any Model, Int)] = [
      (SSAST(size), transformer), (SSAM(size), mamba), (AxLSTM(size), xlstm(2)), (AxLSTM(size, expansion: 3), xlstm(3)),
    ]
    for (model, layer) in models {
      let learned = try model.forwardGraph().inputs.filter { $0.input.role == .parameter }
      #expect(learned.compactMap(\.type.count.constant).reduce(0, +) == shared + layers * layer, "\(model.name)")
    }
  }
}
