import GraphIR

/// Recurrences of each form that the lowering tells apart, at odd sizes, for the laws.
enum ScanExamples {
  static var all: [OperatorExample] {
    recurrences.flatMap { examples(of: Scan.self, in: trace($0)) }.map { example in
      let scan = example.operation as! Scan
      return OperatorExample(scan, example.inputs, range: -0.3...0.3, results: scan.body.outputs.count)
    }
  }

  static var gradients: [OperatorExample] {
    recurrences.flatMap { recurrence -> [OperatorExample] in
      let builder = trace(recurrence)
      let scanned = builder.graph.nodes.indices.filter { builder.graph.nodes[$0].operation is Scan }
      let results = scanned.flatMap { node in
        builder.graph.nodes[node].types.indices.dropLast((builder.graph.nodes[node].operation as! Scan).carries).map {
          Tensor(builder, Value(node, $0))
        }
      }
      let seeds = results.enumerated().map { ($1, builder.input(Input("seed \($0)", .data), $1.type)) }
      _ = pullback(seeds.map { (tensor: $0.0, cotangent: $0.1) }, to: builder.graph.inputs.filter { !$0.input.name.hasPrefix("seed") }.map { Tensor(builder, $0.value) })
      return examples(of: ScanGradient.self, in: builder)
    }.map { OperatorExample($0.operation, $0.inputs, range: $0.range, differentiable: false) }
  }

  private static func trace(_ recurrence: (GraphBuilder) -> Void) -> GraphBuilder {
    let builder = GraphBuilder(name: "examples")
    recurrence(builder)
    return builder
  }

  private static func examples<T: Operator>(of type: T.Type, in builder: GraphBuilder) -> [OperatorExample] {
    builder.graph.nodes.filter { $0.operation is T }.map { node in
      OperatorExample(node.operation!, node.inputs.map(builder.graph.type), range: -0.3...0.3)
    }
  }

  private static let (batch, channel, state) = (Axis(.batch, 3), Axis(.channel, 19), Axis(.state, 5))

  private static func input(_ builder: GraphBuilder, _ name: String, _ axes: Axis...) -> Tensor {
    builder.input(Input(name, .data), TensorType(.f32, axes))
  }

  private static let recurrences: [@Sendable (GraphBuilder) -> Void] = [
    { decay($0, Axis(.time, 11), interval: 4, isReverse: false) },
    { decay($0, Axis(.time, 1), interval: 64, isReverse: true) },
    { selective($0, Axis(.time, 9), interval: 4, isReverse: false) },
    { selective($0, Axis(.time, 6), interval: 3, isReverse: true) },
    { gated($0, Axis(.time, 7), interval: 3) },
    { matrix($0, Axis(.time, 5), interval: 2) },
    { blocked($0, Axis(.time, 5), interval: 2) },
  ]

  /// Lanes along the channels and one number a lane.
  private static func decay(_ builder: GraphBuilder, _ time: Axis, interval: Int, isReverse: Bool) {
    let (x, a) = (input(builder, "x", batch, time, channel), input(builder, "a", channel))
    _ = scan(along: .time, isReverse: isReverse, interval: interval, from: input(builder, "h", batch, channel), over: x) { h, x in
      let next = sigmoid(a) * h + x
      return (next, next * x)
    }
  }

  /// Lanes along the channels, a state summed in each, and inputs shared by all channels.
  private static func selective(_ builder: GraphBuilder, _ time: Axis, interval: Int, isReverse: Bool) {
    let (dt, u) = (input(builder, "dt", batch, time, channel), input(builder, "u", batch, time, channel))
    let (b, c) = (input(builder, "b", batch, time, state), input(builder, "c", batch, time, state))
    let (a, h0) = (input(builder, "a", channel, state), input(builder, "h0", batch, channel, state))
    _ = scan(along: .time, isReverse: isReverse, interval: interval, from: h0, over: dt, u, b, c) { h, dt, u, b, c in
      let next = exp(dt * a) * h + dt * u * b
      return (next, sum(next * c, over: .state))
    }
  }

  /// A product with the carry: lanes within a step.
  private static func gated(_ builder: GraphBuilder, _ time: Axis, interval: Int) {
    let (head, hidden, gate) = (Axis(.head, 2), Axis("hidden", 19), Axis("gate", 2))
    let x = input(builder, "x", batch, time, head, gate, hidden)
    let r = input(builder, "r", head, Axis("from", 19), gate, hidden)
    let (h0, c0) = (input(builder, "h0", batch, head, hidden), input(builder, "c0", batch, head, hidden))
    _ = scan(along: .time, interval: interval, from: (h0, c0), over: x) { carry, x in
      let (h, c) = carry
      let gates = x + contract(h.renamed("hidden", to: "from"), r, to: [.batch, .head, "gate", "hidden"])
      let next = sigmoid(gates.element("gate", 0)) * c + tanh(gates.element("gate", 1))
      let y = tanh(next)
      return ((y, next), y)
    }
  }

  /// A matrix carry beside a vector and a number: a linear recurrence with keys, values and a normaliser.
  private static func matrix(_ builder: GraphBuilder, _ time: Axis, interval: Int) {
    let (key, value) = (Axis("key", 5), Axis("value", 19))
    let (q, k) = (input(builder, "q", batch, time, key), input(builder, "k", batch, time, key))
    let (v, f) = (input(builder, "v", batch, time, value), input(builder, "f", batch, time))
    let (s0, n0) = (input(builder, "s0", batch, key, value), input(builder, "n0", batch, key))
    _ = scan(along: .time, interval: interval, from: (s0, n0), over: q, k, v, f) { carry, q, k, v, f in
      let (s, n) = carry
      let (s1, n1) = (sigmoid(f) * s + k * v, sigmoid(f) * n + k)
      let total = sum(q * n1, over: "key")
      return ((s1, n1), contract(q, s1, to: [.batch, "value"]) / (total * total + 1))
    }
  }

  /// A carry of three axes within a step, with sums over every two of them.
  private static func blocked(_ builder: GraphBuilder, _ time: Axis, interval: Int) {
    let (key, block, value) = (Axis("key", 3), Axis("block", 2), Axis("value", 19))
    let (q, k) = (input(builder, "q", batch, time, key), input(builder, "k", batch, time, key))
    let (v, f) = (input(builder, "v", batch, time, block, value), input(builder, "f", batch, time, block))
    _ = scan(along: .time, interval: interval, from: input(builder, "s0", batch, key, block, value), over: q, k, v, f) { s, q, k, v, f in
      let next = sigmoid(f) * s + k * v
      let y = contract(q, next, to: [.batch, "block", "value"])
      return (next, y / (sum(y * y, over: ["block", "value"]) + 1))
    }
  }
}
