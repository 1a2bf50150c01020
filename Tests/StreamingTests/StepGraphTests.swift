import Compiler
import Graphs
import Runtime
import Sonograph
import Testing

/// Graphs that have nothing to do with spectrograms, run piece by piece.
@Suite struct StepGraphTests {
  @Test("recurrences go on where they were", arguments: ["mingru", "ema", "selective-scan", "slstm", "mlstm", "deltanet", "gru"])
  func recurrences(_ name: String) throws {
    guard let model = Recurrence.all.first(where: { $0.name == name }) else { throw GraphErrors([Diagnostic("no \(name)")]) }
    let small = model.with(sizes: model.sizes.mapValues { min($0, 5) }.merging(["batch": 2]) { $1 })
    var graph = try small.forwardGraph()
    graph.outputs = graph.outputs.filter { $0.name == "y" }
    graph = try graph.rewritten { _, _, _, _ in nil }
    try compare(graph, symbol: "T", pieces: [1, 3, 7, 1, 2])
  }

  @Test func convolutionsRememberTheirPast() throws {
    let builder = GraphBuilder(name: "convolutions")
    let x = builder.input("x", [Axis(.time, "T"), Axis(.channel, 5)])
    let weight = builder.parameter("weight", [Axis(.channel, 5), Axis("tap", 4)], .normal(1))
    let first = causalConvolution(x, weight: weight)
    let second = causalConvolution(first, weight: weight) + x.shifted(.time, by: 2)
    builder.output("y", second)
    try compare(builder.finish(), symbol: "T", pieces: [1, 1, 2, 5, 1, 9])
  }

  @Test func positionsRepeat() throws {
    let builder = GraphBuilder(name: "positions")
    let x = builder.input("x", [Axis(.time, Dim(3) * "T")])
    let number = map([builder.iota(Axis(.time, Dim(3) * "T"))]) { .binary(.mod, $0[0], .constant(12)) }
    builder.output("y", x + number)
    try compare(builder.finish(), symbol: "T", pieces: [1, 3, 2, 1, 5], period: 4)
    #expect { try builder.finish().stepwise(along: "T") } throws: { "\($0)".contains("grow without end") }
  }

  @Test("operators that mix steps are refused")
  func refusals() throws {
    let cases: [(String, (Tensor) -> Tensor)] = [
      ("reduce", { sum($0, over: [.time]) }), ("softmax", { softmax($0, over: .time) }),
      ("reverse", { $0.reversed(.time) }), ("shift", { $0.shifted(.time, by: -1) }),
      ("slice", { $0.slice(.time, from: 1, size: 1) }), ("concat", { concat([$0, $0], along: .time) }),
      ("reshape", { $0.transposed(to: [.channel, .time]).merged([.channel, .time], into: "all") }),
      ("scan", { x in scan(along: .time, isReverse: true, from: x.builder.constant(0, [Axis(.channel, 5)]), over: x) { h, x in (h + x, h) }.output }),
      ("scan", { x in
        scan(along: .channel, from: x.builder.constant(0, [Axis(.time, "T")]), over: x) { h, x in (h + sum(x, over: [.time]), h) }.output
      }),
      ("scan", { x in
        scan(along: .time, from: x.builder.parameter("h0", [Axis(.channel, 5)], .zeros), over: x) { h, x in (h + x, h) }.output
      }),
    ]
    for (name, build) in cases {
      let builder = GraphBuilder(name: "mixed")
      builder.within(scope: "layer7") {
        builder.output("y", build(builder.input("x", [Axis(.time, "T"), Axis(.channel, 5)])))
      }
      let graph = try builder.finish()
      #expect { try graph.stepwise(along: "T") } throws: {
        "\($0)".contains("'layer7' cannot be streamed (\(name))") && "\($0)".hasSuffix("1 error")
      }
    }
  }

  /// Compiled, with its parameters packed once, against the original over the whole in double precision.
  private func compare(_ graph: Graph, symbol: String, pieces: [Int], period: Int? = nil) throws {
    let total = pieces.reduce(0, +)
    func random(_ type: TensorType, _ name: String) -> [Double] { Initializer.normal(1).values(type, name: name, seed: 3) }
    let sizes = [symbol: total]
    let values = graph.inputs.map { _, input, type in
      (input.name, DenseTensor(type.bound(sizes), random(type.bound(sizes), input.name).map { Double(Float($0)) }))
    }
    let inputs = Dictionary(uniqueKeysWithValues: values)
    let expected = try Evaluator(graph, symbols: sizes).run(inputs)["y"]!
    let step = try graph.stepwise(along: symbol, period: period)
    let options = CompileOptions(target: Host.target, fixesParameters: true)
    let program = try Compiler(options).compile(step.graph)
    let session = try Session(CompiledProgram(program, cache: StreamedModels.machine().cache), pool: ThreadPool(threads: 1))
    try session.initialize(seed: 1)
    for (name, _) in graph.inputs.filter({ $0.input.role == .parameter }).map({ ($0.input.name, 0) }) {
      try session.write(inputs[name]!.data, to: name)
    }
    var (first, found) = (0, DenseTensor(expected.type))
    for size in pieces {
      let binding = try session.bind([symbol: size])
      for (_, input, type) in graph.inputs where input.role == .data {
        try binding.write(Self.part(inputs[input.name]!, type, symbol, first, size).data, to: input.name)
      }
      binding.run()
      let type = graph.type(graph.outputs[0].value)
      Self.put(DenseTensor(type.bound([symbol: size]), try binding.read("y")), into: &found, type, symbol, first)
      first += size
    }
    let worst = zip(found.data, expected.data).reduce(0.0) { max($0, abs($1.0 - $1.1)) }
    #expect(worst <= 1e-5 * max(1, expected.data.map(abs).max() ?? 0), "\(graph.name): \(worst)")
  }

  private static func timeAxis(_ type: TensorType, _ symbol: String) -> (place: Int, unit: Int)? {
    type.axes.firstIndex { $0.size.symbols.contains(symbol) }.map { ($0, type.axes[$0].size.value([symbol: 1])!) }
  }

  private static func part(_ whole: DenseTensor, _ type: TensorType, _ symbol: String, _ first: Int, _ size: Int) -> DenseTensor {
    guard let (place, unit) = timeAxis(type, symbol) else { return whole }
    return DenseTensor(type.bound([symbol: size])) { index in
      var index = index
      index[place] += first * unit
      return whole[index]
    }
  }

  private static func put(_ part: DenseTensor, into whole: inout DenseTensor, _ type: TensorType, _ symbol: String, _ first: Int) {
    guard let (place, unit) = timeAxis(type, symbol) else { return }
    part.type.forEachIndex { index, offset in
      var full = index.map { $0 }
      full[place] += first * unit
      whole.data[whole.type.offset(full)] = part.data[offset]
    }
  }
}
