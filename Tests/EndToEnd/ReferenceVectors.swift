import Compiler
import Foundation
import Runtime
import Sonograph
import Testing

/// A file of inputs, weights, outputs and gradients computed in double precision by PyTorch, and a graph that must
/// reproduce it.
struct ReferenceVectors {
  let file: Safetensors

  init(_ name: String) throws {
    let url = Bundle.module.url(forResource: name, withExtension: "safetensors", subdirectory: "Vectors")
    file = try Safetensors(contentsOf: try #require(url, "no vectors \(name)"))
  }

  /// A graph input for the tensor `name` of the file, with these axis names.
  func input(_ name: String, _ axes: [AxisName], in builder: GraphBuilder, as kind: InputRole = .data) throws -> Tensor {
    let entry = try #require(file.tensors[name], "no tensor \(name)")
    #expect(entry.shape.count == axes.count, "\(name) has shape \(entry.shape)")
    return builder.input(Input(name, kind), TensorType(.f32, zip(axes, entry.shape).map { Axis($0, Dim($1)) }))
  }

  /// Compiles a graph of outputs by name, adds the loss sum <dout, out> and its gradients by every input, and compares
  /// everything that the file has.
  ///
  /// - Parameter tolerance: relative to the largest element of each tensor. Single precision rounds at 6e-8; sums of
  ///   some hundred terms and a handful of layers make 1e-5 of it, the accuracy that the vectors' notes call for.
  /// - Parameter fileName: the name in the file of a parameter of the graph.
  func check(
    tolerance: Double = 1e-5, fileName: (String) -> String = { $0 }, _ build: (GraphBuilder) throws -> [(String, Tensor)]
  ) throws {
    let builder = GraphBuilder(name: "vectors")
    let outputs = try build(builder)
    let inputs = builder.graph.inputs.map { (name: $0.input.name, tensor: Tensor(builder, $0.value)) }
    var loss: Tensor?
    for (name, tensor) in outputs {
      builder.output("out.\(name)", tensor)
      guard file.tensors["dout.\(name)"] != nil else { continue }
      let weights = builder.input(Input("dout.\(name)", .data), tensor.type)
      let term = sum(tensor * weights, over: tensor.type.names)
      loss = loss.map { $0 + term } ?? term
    }
    for (input, gradient) in zip(inputs, gradients(of: try #require(loss), by: inputs.map(\.tensor))) {
      if let gradient { builder.output("grad.\(fileName(input.name))", gradient) }
    }
    try compare(
      try builder.finish(), tolerance: tolerance, expecting: outputs.count + inputs.count, fileName: fileName)
  }

  /// Runs a graph whose outputs are named as in the file, and its inputs as `fileName` tells.
  ///
  /// - Parameter scaleName: the tensor whose largest element an output's error is relative to, if that is larger than the
  ///   output's own: one whose sums have terms of the same size, where the output's cancel.
  func compare(
    _ graph: Graph, tolerance: Double, expecting count: Int, symbols: [String: Int] = [:],
    fileName: (String) -> String = { $0 }, scaleName: (String) -> String = { $0 }
  ) throws {
    let cache = try KernelCache(path: FileManager.default.temporaryDirectory.appendingPathComponent("vectors-\(UUID())").path)
    defer { try? FileManager.default.removeItem(at: cache.root) }
    let program = try Compiler(CompileOptions(target: Host.target)).compile(graph)
    let session = try Session(try CompiledProgram(program, cache: cache), pool: try ThreadPool(threads: 2))
    let binding = try session.bind(symbols)
    for (_, input, _) in graph.inputs {
      let name = fileName(input.name)
      let values = try #require(file.tensors[name], "no tensor \(name)").values
      if input.role == .data { try binding.write(values, to: input.name) } else { try session.write(values, to: input.name) }
    }
    binding.run()
    var compared = 0
    for output in graph.outputs {
      guard let expected = file.tensors[output.name]?.values else { continue }
      let got = try binding.read(output.name)
      let other = file.tensors[scaleName(output.name)]?.values ?? []
      let scale = max((expected + other).map(abs).max() ?? 0, 1e-3)
      let worst = zip(got, expected).map { abs($0 - $1) }.reduce(0) { $1.isNaN ? .infinity : max($0, $1) } / scale
      #expect(got.count == expected.count && worst <= tolerance, "\(output.name): relative error \(worst)")
      compared += 1
    }
    #expect(compared == count, "compared \(compared) tensors, expected \(count)")
  }
}

@Suite struct OperatorVectors {
  @Test("elementwise functions", arguments: ["sigmoid", "silu", "gelu", "softplus", "logsigmoid"])
  func elementwise(_ name: String) throws {
    let vectors = try ReferenceVectors("elementwise_\(name)")
    let functions: [String: (Tensor) -> Tensor] = [
      "sigmoid": { sigmoid($0) }, "silu": { silu($0) }, "gelu": { gelu($0) }, "softplus": { softplus($0) },
      "logsigmoid": { logSigmoid($0) },
    ]
    try vectors.check { [("y", functions[name]!(try vectors.input("in.x", [.channel], in: $0)))] }
  }

  @Test func allElementwiseAtOnce() throws {
    let vectors = try ReferenceVectors("elementwise")
    try vectors.check { builder in
      let x = try vectors.input("in.x", [.channel], in: builder)
      let c = (2 / Double.pi).squareRoot()
      return [
        ("sigmoid", sigmoid(x)), ("silu", silu(x)), ("gelu", gelu(x)), ("softplus", softplus(x)), ("tanh", tanh(x)),
        ("logsigmoid", logSigmoid(x)), ("gelu_tanh", 0.5 * x * (1 + tanh(c * (x + 0.044715 * x * x * x)))),
      ]
    }
  }

  @Test func rootMeanSquareNorm() throws {
    let vectors = try ReferenceVectors("rmsnorm")
    try vectors.check {
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: $0)
      return [("y", rmsNormalized(x, over: [.channel], epsilon: 1e-5) * (try vectors.input("w.weight", [.channel], in: $0)))]
    }
  }

  @Test func layerNorm() throws {
    let vectors = try ReferenceVectors("layernorm")
    try vectors.check {
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: $0)
      let (w, b) = (try vectors.input("w.weight", [.channel], in: $0), try vectors.input("w.bias", [.channel], in: $0))
      return [("y", normalized(x, over: [.channel], epsilon: 1e-6) * w + b)]
    }
  }

  @Test func layerNormWithResidualWeight() throws {
    let vectors = try ReferenceVectors("layernorm_residual_weight")
    try vectors.check {
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: $0)
      let w = try vectors.input("w.weight", [.channel], in: $0)
      return [("y", normalized(x, over: [.channel], epsilon: 1e-5) * (1 + w))]
    }
  }

  @Test func multiHeadGroupNorm() throws {
    let vectors = try ReferenceVectors("multihead_groupnorm")
    try vectors.check {
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: $0)
      let w = try vectors.input("w.weight", [.channel], in: $0)
      let heads = x.split(.channel, into: [Axis(.head, 4), Axis(.feature, 12)])
      let y = normalized(heads, over: [.feature], epsilon: 1e-5).merged([.head, .feature], into: .channel)
      return [("y", y * (1 + w))]
    }
  }

  @Test("causal convolution", arguments: ["L1", "L2", "L19"])
  func causalConvolution(_ length: String) throws {
    let vectors = try ReferenceVectors("causal_conv1d_silu_\(length)")
    try vectors.check {
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: $0)
      let w = try vectors.input("w.weight", [.channel, "tap"], in: $0)
      let b = try vectors.input("w.bias", [.channel], in: $0)
      let conv = Sonograph.causalConvolution(x, weight: w, bias: b)
      return [("conv", conv), ("y", silu(conv))]
    }
  }

  @Test func linear() throws {
    let vectors = try ReferenceVectors("linear")
    try vectors.check {
      let x = try vectors.input("in.x", [.batch, "in"], in: $0)
      let y = contract(x, try vectors.input("w.weight", ["out", "in"], in: $0), over: ["in"])
      return [("y", y + (try vectors.input("w.bias", ["out"], in: $0)))]
    }
  }

  @Test func headwiseLinear() throws {
    let vectors = try ReferenceVectors("headwise_linear")
    try vectors.check {
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: $0)
      let w = try vectors.input("w.weight", [.head, "out", "in"], in: $0)
      let blocks = x.split(.channel, into: [Axis(.head, 8), Axis("in", 4)])
      let y = contract(blocks, w, to: [.batch, .time, .head, "out"])
      return [("y", y.merged([.head, "out"], into: .channel))]
    }
  }

  @Test("attention", arguments: [false, true])
  func attention(_ isCausal: Bool) throws {
    let vectors = try ReferenceVectors(isCausal ? "attention_causal" : "attention")
    try vectors.check { builder in
      let parts = try ["in.q", "in.k", "in.v"].map {
        try vectors.input($0, [.batch, .head, .time, .feature], in: builder)
      }
      return [("y", Sonograph.attention(parts[0], parts[1], parts[2], isCausal: isCausal))]
    }
  }

  @Test func transformerBlock() throws {
    let vectors = try ReferenceVectors("transformer_block")
    try vectors.check { builder in
      func weight(_ name: String, _ axes: AxisName...) throws -> Tensor { try vectors.input("w.\(name)", axes, in: builder) }
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: builder)
      func norm(_ x: Tensor, _ name: String) throws -> Tensor {
        normalized(x, over: [.channel], epsilon: 1e-6) * (try weight(name, .channel)) + (try weight(name + "_bias", .channel))
      }
      let qkv = contract(try norm(x, "norm1"), try weight("qkv", "row", .channel), over: [.channel])
        + (try weight("qkv_bias", "row"))
      let parts = qkv.split("row", into: [Axis("part", 3), Axis(.head, 3), Axis(.feature, 8)])
      let heads = Sonograph.attention(parts.element("part", 0), parts.element("part", 1), parts.element("part", 2))
        .merged([.head, .feature], into: "in")
      let projected = contract(heads, (try weight("proj", .channel, "in")), over: ["in"]) + (try weight("proj_bias", .channel))
      let middle = x + projected
      let hidden = contract(try norm(middle, "norm2"), try weight("fc1", "hidden", .channel), over: [.channel])
        + (try weight("fc1_bias", "hidden"))
      let out = contract(gelu(hidden), try weight("fc2", .channel, "hidden"), over: ["hidden"]) + (try weight("fc2_bias", .channel))
      return [("y", middle + out)]
    }
  }
}
