import GraphIR

/// `y = 2 x`, with an attribute of every kind to be printed and read.
struct Twice: Operator {
  static let mnemonic = "twice"
  var flag = true
  var count = -3
  var factor = 2.0
  var mode = "half-pixel"
  var note = "say \"hi\""
  var length: Dim = Dim(5) * "P" + 1
  var axes = [Axis(.batch, "B"), Axis(.time, 7)]
  var items: [Attribute] = [.int(1), .number(1), .dim(1), .list([]), .axes([]), .name("time")]
  var body: ScalarExpression = .binary(.mul, .input(0), .constant(2))
  var nested = Graph(name: "body")

  init() {}
  init(attributes: inout AttributeReader) throws {
    flag = try attributes.bool("flag")
    count = try attributes.int("count")
    factor = try attributes.number("factor")
    mode = try attributes.name("mode")
    note = try attributes.string("note")
    length = try attributes.dim("length")
    axes = try attributes.axes("axes")
    items = try attributes.list("items")
    body = try attributes.expression("body")
    nested = try attributes.graph("nested")
  }
  var attributes: [(String, Attribute)] {
    [
      ("flag", .bool(flag)), ("count", .int(count)), ("factor", .number(factor)), ("mode", .name(mode)),
      ("note", .string(note)), ("length", .dim(length)), ("axes", .axes(axes)), ("items", .list(items)),
      ("body", .expression(body)), ("nested", .graph(nested)),
    ]
  }

  func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    report.count(inputs, 1) ? inputs : nil
  }
}

/// Two results: the tensor, and the tensor without an axis.
struct Pair: Operator {
  static let mnemonic = "both-of"
  let axis: AxisName

  init(_ axis: AxisName) { self.axis = axis }
  init(attributes: inout AttributeReader) throws { axis = try attributes.axisName("axis") }
  var attributes: [(String, Attribute)] { [("axis", .name(axis.text))] }

  func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1), report.axis(axis, of: inputs[0], role: "input") != nil else { return nil }
    return [inputs[0], inputs[0].removing([axis])]
  }
}

/// No result at all.
struct Discard: Operator {
  static let mnemonic = "discard"

  init() {}
  init(attributes: inout AttributeReader) throws {}
  var attributes: [(String, Attribute)] { [] }
  func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? { [] }
}

/// The laws of these operators are no matter here.
extension Operator {
  func gradient(_ context: GradientContext) -> [Tensor?] { [] }
  func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost { Cost(flops: 0, bytes: 0) }
  func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering { .view }
  func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] { inputs }
  static var examples: [OperatorExample] { [] }
}

let operators = OperatorTable([Twice.self, Pair.self, Discard.self])

func parse(_ text: String) throws(GraphParseError) -> Graph {
  try Graph(text: text, file: "test.graph", operators: operators)
}

/// A graph with all that the text form knows: roles, initialisers, scopes, lines, several and no results, nesting.
func everything() throws -> Graph {
  let builder = GraphBuilder(name: "every-thing")
  let type = TensorType(.f32, [Axis(.batch, "B"), Axis("hidden size", Dim(5) * "P" * "Q-1" - 3), Axis(.channel, 20)])
  let place = SourceLocation(file: "Models/Every.swift", path: "/nowhere", line: 12, column: 5)
  let x = builder.input(Input("x", .data), type, at: place)
  let (weight, moment) = builder.within(scope: "encoder") {
    (
      builder.input(Input("encoder/w", .parameter, initializer: .uniform(0.1)), type),
      builder.input(Input("m \"1\"\n", .state, initializer: .zeros), TensorType(.i32))
    )
  }
  _ = builder.add(Discard(), [moment]) as [Tensor]
  var twice = Twice()
  twice.nested = try nested()
  let y: Tensor = builder.within(scope: "encoder") {
    builder.within(scope: "block0") { builder.add(twice, [weight], at: place) }
  }
  let both: [Tensor] = builder.add(Pair(.channel), [y], at: SourceLocation(file: "a\\b.swift", line: 1))
  builder.output("loss", both[1])
  builder.output("encoder/w", both[0], updates: "encoder/w")
  builder.output("same x", x)
  return try builder.finish()
}

/// A graph in a graph in a graph.
private func nested() throws -> Graph {
  let inner = GraphBuilder(name: "inner body")
  inner.output("y", inner.input(Input("x", .data), TensorType(.bool, [Axis(.time, "T")])))
  var twice = Twice()
  twice.nested = try inner.finish()
  let outer = GraphBuilder(name: "outer")
  let x = outer.input(Input("x", .data), TensorType(.f64))
  outer.output("y", outer.add(twice, [x]))
  return try outer.finish()
}

/// Reproducible random numbers (SplitMix64).
struct Random: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
