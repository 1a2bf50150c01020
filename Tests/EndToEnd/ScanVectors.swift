import Foundation
import GraphIR
import Graphs
import Operators
import Sonograph
import Testing

/// The recurrences of the reference vectors, each written as a scan.
@Suite struct ScanVectors {
  @Test("selective scan", arguments: ["L1", "L37", "L128_N24"])
  func selectiveScan(_ size: String) throws {
    let vectors = try ReferenceVectors("selective_scan_\(size)")
    try vectors.check { builder in
      let dt = try vectors.input("in.dt", [.batch, .time, .channel], in: builder)
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: builder)
      let b = try vectors.input("in.B", [.batch, .time, .state], in: builder)
      let c = try vectors.input("in.C", [.batch, .time, .state], in: builder)
      let a = try vectors.input("w.A", [.channel, .state], in: builder)
      let start = builder.constant(0, [dt.axis(.batch)!, dt.axis(.channel)!, a.axis(.state)!])
      let (last, y) = scan(along: .time, from: start, over: dt, x, b, c) { h, dt, x, b, c in
        let next = exp(dt * a) * h + dt * x * b
        return (next, sum(next * c, over: .state))
      }
      return [("y", y), ("h_last", last)]
    }
  }

  @Test func selectiveScanFromState() throws {
    let vectors = try ReferenceVectors("selective_scan_state")
    try vectors.check { builder in
      let dt = try vectors.input("in.dt", [.batch, .time, .channel], in: builder)
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: builder)
      let b = try vectors.input("in.B", [.batch, .time, .state], in: builder)
      let c = try vectors.input("in.C", [.batch, .time, .state], in: builder)
      let start = try vectors.input("in.h0", [.batch, .channel, .state], in: builder)
      let a = try vectors.input("w.A", [.channel, .state], in: builder)
      let (last, y) = scan(along: .time, interval: 4, from: start, over: dt, x, b, c) { h, dt, x, b, c in
        let next = exp(dt * a) * h + dt * x * b
        return (next, sum(next * c, over: .state))
      }
      return [("y", y), ("h_last", last)]
    }
  }

  @Test("sLSTM cell", arguments: ["S1", "S23", "S40_wild"])
  func slstmCell(_ size: String) throws {
    let vectors = try ReferenceVectors("slstm_cell_\(size)")
    // Wild gates amplify rounding: the vectors' notes allow 2e-4 there.
    try vectors.check(tolerance: size.hasSuffix("wild") ? 2e-4 : 1e-5) { builder in
      let wx = try vectors.input("in.wx", [.batch, .time, "gate", .head, .feature], in: builder)
      let r = try vectors.input("w.R", [.head, "from", "gate", .feature], in: builder)
      return [("y", slstm(wx, r: r, b: try vectors.input("w.b", ["gate", .head, .feature], in: builder)))]
    }
  }

  @Test("mLSTM cell", arguments: ["S1", "S33", "S64_wild"], [MatrixStateForm.recurrent, .chunkwise(8), .chunkwise(64)])
  func mlstmCell(_ size: String, _ form: MatrixStateForm) throws {
    let vectors = try ReferenceVectors("mlstm_cell_\(size)")
    try vectors.check(tolerance: size.hasSuffix("wild") ? 2e-4 : 1e-5) { builder in
      let (q, k) = (
        try vectors.input("in.q", [.batch, .head, .time, "key"], in: builder),
        try vectors.input("in.k", [.batch, .head, .time, "key"], in: builder)
      )
      let v = try vectors.input("in.v", [.batch, .head, .time, "value"], in: builder)
      let i = try vectors.input("in.i", [.batch, .head, .time], in: builder)
      let f = try vectors.input("in.f", [.batch, .head, .time], in: builder)
      return [("h", mlstm(q, k, v, input: i, forget: f, form: form))]
    }
  }

  @Test("mLSTM backwards in time: both forms agree, gradients too", arguments: [1, 5, 8, 21])
  func mlstmReversed(_ length: Int) throws {
    let builder = GraphBuilder(name: "reversed")
    let (batch, time, head) = (Axis(.batch, 2), Axis(.time, Dim(length)), Axis(.head, 3))
    func input(_ name: String, _ last: Axis...) -> Tensor { builder.input(name, [batch, time, head] + last) }
    let (q, k, v) = (input("q", Axis("key", 5)), input("k", Axis("key", 5)), input("v", Axis("value", 7)))
    let (i, f) = (input("i"), input("f"))
    for (name, form) in [("steps", MatrixStateForm.recurrent), ("chunks", .chunkwise(8))] {
      let h = mlstm(q, k, v, input: i, forget: f, isReverse: true, form: form)
      builder.output(name, h)
      for (number, gradient) in pullback([(tensor: h, cotangent: h * h)], to: [q, k, v, i, f]).enumerated() {
        builder.output("\(name) \(number)", try #require(gradient))
      }
    }
    let graph = try builder.finish()
    var values: [String: DenseTensor] = [:]
    for (number, (_, input, type)) in graph.inputs.enumerated() {
      values[input.name] = DenseTensor(type, (0..<type.count.constant!).map { sin(Double($0 * 5 + number) * 0.83) * 2 })
    }
    let found = try Evaluator(graph).run(values)
    for suffix in [""] + (0..<5).map({ " \($0)" }) {
      let (steps, chunks) = (found["steps" + suffix]!.data, found["chunks" + suffix]!.data)
      #expect(zip(steps, chunks).allSatisfy { abs($0 - $1) <= 1e-11 * max(1, abs($0)) }, "\(suffix)")
    }
  }

  private func input(_ vectors: ReferenceVectors, _ builder: GraphBuilder) throws -> (Tensor, Axis) {
    let x = try vectors.input("in.x", [.batch, .time, .channel], in: builder)
    return (x, x.axis(.channel)!)
  }

  @Test("Mamba", arguments: ["mixer", "block"])
  func mamba(_ part: String) throws {
    let vectors = try ReferenceVectors("mamba1_\(part)")
    let names = ["conv1d/weight": "w.conv", "conv1d/bias": "w.conv_bias", "dt_proj/bias": "w.dt_bias", "norm/weight": "w.norm"]
    try vectors.check(fileName: { Self.fileName($0, names) }) { builder in
      let (x, channel) = try input(vectors, builder)
      let mixer = MambaMixer("", channel: channel, expansion: 2, state: 16)
      return [("y", part == "mixer" ? mixer(x) : x + mixer(RMSNormLayer("norm", over: channel)(x)))]
    }
  }

  @Test("mLSTM", arguments: ["layer", "block", "block_flipped"])
  func mlstmLayer(_ part: String) throws {
    let vectors = try ReferenceVectors("mlstm_\(part)")
    let names = [
      "conv1d/conv/weight": "w.conv", "conv1d/conv/bias": "w.conv_bias", "mlstm_cell/igate/bias": "w.igate_bias",
      "mlstm_cell/fgate/bias": "w.fgate_bias", "mlstm_cell/igate/weight": "w.igate", "mlstm_cell/fgate/weight": "w.fgate",
      "mlstm_cell/outnorm/weight": "w.outnorm", "learnable_skip": "w.skip", "norm/weight": "w.norm",
    ]
    try vectors.check(fileName: { Self.fileName($0, names) }) { builder in
      let (x, channel) = try input(vectors, builder)
      let layer = MLSTMLayer("", channel: channel)
      let norm = LayerNormLayer("norm", over: channel, epsilon: 1e-5, bias: false, residualWeight: true)
      return [("y", part == "layer" ? layer(x) : x + layer(norm(x), isReversed: part == "block_flipped"))]
    }
  }

  @Test func slstmLayer() throws {
    let vectors = try ReferenceVectors("slstm_layer")
    let names = ["conv/weight": "w.conv", "conv/bias": "w.conv_bias", "r": "w.R", "group_norm/weight": "w.group_norm"]
    try vectors.check(fileName: { Self.fileName($0, names) }) { builder in
      let (x, channel) = try input(vectors, builder)
      return [("y", SLSTMLayer("", channel: channel)(x))]
    }
  }

  private static func fileName(_ name: String, _ names: [String: String]) -> String {
    if name.hasPrefix("in.") || name.hasPrefix("dout.") { return name }
    return names[name] ?? "w." + name.replacing("/weight", with: "")
  }
}
