import Foundation
import GraphIR
import Operators
import Sonograph
import Testing

@testable import Exchange

/// The file that is written, read back field by field. Tools/checks/onnx compares results in ONNX Runtime.
@Suite struct ONNXTests {
  private let x = TensorType(.f32, [Axis(.batch, "B"), Axis(.time, Dim(3) * "P" + 1), Axis(.channel, 5)])

  private func lines(
    _ graph: Graph, constants: [String: Double] = [:], _ values: (String, TensorType) -> [Double] = { _, type in
      (0..<type.count.constant!).map(Double.init)
    }
  ) throws -> [String] {
    let model = try ONNXExporter(graph, constants: constants).model(parameter: values)
    let file = try ProtobufReader(model.data)
    #expect(file.integers(1) == [8] && file.strings(2) == ["Sonograph"])
    #expect(try file.messages(8).map { $0.integers(2) } == [[18]])
    let lines = try file.messages(7)[0].graphLines()
    #expect(model.nodes == (try file.messages(7)[0].messages(1).count))
    return lines
  }

  @Test func aSmallGraph() throws {
    let builder = GraphBuilder(name: "small")
    let input = builder.input(Input("x", .data), x)
    let weight = builder.input(Input("w", .parameter), TensorType(.f32, [Axis("out", 2), Axis(.channel, 5)]))
    let bias = builder.input(Input("b", .parameter), TensorType(.f32, [Axis("out", 2)]))
    _ = builder.input(Input("unused", .parameter), TensorType(.f32, [Axis("out", 2)]))
    let product = contract(input, weight, to: [.batch, .time, "out"])
    builder.output("y", map([product, bias]) { .unary(.tanh, $0[0] + $0[1] * .constant(0.5)) })
    let expected = [
      "input x [B, 3*P + 1, 5] of type 1",
      "constant w [2, 5] of type 1",
      "constant b [2] of type 1",
      "constant constant_0 [1] of type 7",
      "constant constant_1 [1] of type 7",
      "constant constant_2 [] of type 1",
      "Shape_1 = Shape(x, start=0, end=1)",
      "Shape_2 = Shape(x, start=1, end=2)",
      "Sub_3 = Sub(Shape_2, constant_0)",
      "Div_4 = Div(Sub_3, constant_1)",
      "Transpose_5 = Transpose(w, perm=1,0)",
      "MatMul_6 = MatMul(x, Transpose_5)",
      "Mul_7 = Mul(constant_2, b)",
      "Add_8 = Add(MatMul_6, Mul_7)",
      "Tanh_9 = Tanh(Add_8)",
      "y = Identity(Tanh_9)",
      "output y [B, 3*P + 1, 2] of type 1",
    ]
    let found = try lines(builder.finish())
    for (line, wanted) in zip(found, expected) { #expect(line == wanted) }
    #expect(found.count == expected.count)
  }

  @Test func weightsAreLittleEndianAndWhole() throws {
    let builder = GraphBuilder(name: "weights")
    let weight = builder.input(Input("w", .parameter), TensorType(.f32, [Axis(.channel, 3)]))
    builder.output("y", weight * 2)
    let model = try ONNXExporter(builder.finish()).model { _, _ in [1, -0.1, .infinity] }
    let initializer = try ProtobufReader(model.data).messages(7)[0].messages(5)[0]
    #expect(model.parameters == 3)
    let bits = [Float(1), -0.1, .infinity].flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
    #expect(Array(initializer.data(9)[0]) == bits)
    #expect {
      try ONNXExporter(builder.finish()).model { _, _ in [1, 2] }
    } throws: { "\($0)".contains("'w' has 2 values") }
  }

  @Test("a recurrence is a Scan", arguments: [false, true]) func recurrence(_ isReverse: Bool) throws {
    let carry = TensorType(.f32, [Axis(.batch, "B"), Axis(.channel, 5)])
    let body = GraphBuilder(name: "body")
    let (state, step) = (body.input(Input("state", .data), carry), body.input(Input("step", .data), carry))
    let decay = body.input(Input("decay", .data), TensorType(.f32, [Axis(.channel, 5)]))
    let next = state * decay + step
    body.output("next", next)
    body.output("y", next)
    let builder = GraphBuilder(name: "recurrence")
    let initial = builder.input(Input("initial", .data), carry)
    let steps = builder.input(Input("x", .data), TensorType(.f32, [Axis(.batch, "B"), Axis(.time, "T"), Axis(.channel, 5)]))
    let rate = builder.input(Input("rate", .parameter), TensorType(.f32, [Axis(.channel, 5)]))
    let scan = Scan(over: .time, isReverse: isReverse, carries: 1, steps: 1, interval: 4, body: try body.finish())
    let results: [Tensor] = builder.add(scan, [initial, steps, rate])
    builder.output("last", results[0])
    builder.output("result", results[1])
    let all = try lines(builder.finish())
    let direction = isReverse ? 1 : 0
    let start = try #require(all.firstIndex { $0.contains("= Scan(") })
    #expect(
      all[start].hasSuffix(
        "Scan(initial, x, body=, num_scan_inputs=1, scan_input_axes=1, scan_input_directions=\(direction), "
          + "scan_output_axes=1, scan_output_directions=\(direction))"), "\(all[start])")
    // The capture is seen from outside; results have names of their own.
    #expect(all.contains { $0.hasPrefix("  Mul_") && $0.contains("rate") })
    #expect(all.filter { $0.hasPrefix("  input") } == ["  input state [B, 5] of type 1", "  input step [B, 5] of type 1"])
    #expect(all.filter { $0.hasPrefix("  output") } == ["  output next [B, 5] of type 1", "  output y [B, 5] of type 1"])
    #expect(all.suffix(2) == ["output last [B, 5] of type 1", "output result [B, T, 5] of type 1"])
  }

  @Test func aConstantInputIsNotAskedFor() throws {
    let builder = GraphBuilder(name: "constants")
    let input = builder.input(Input("x", .data), x)
    let mask = builder.input(Input("mask", .data), x.removing([.channel]))
    builder.output("y", input * (1 - mask))
    let all = try lines(builder.finish(), constants: ["mask": 0])
    #expect(all.filter { $0.hasPrefix("input") } == ["input x [B, 3*P + 1, 5] of type 1"])
    #expect(all.contains { $0.contains("Expand(") })
  }

  @Test func whatHasNoFormIsNamed() throws {
    func message(_ build: (GraphBuilder) -> Void) throws -> String {
      let builder = GraphBuilder(name: "none")
      build(builder)
      do {
        _ = try ONNXExporter(builder.finish()).model { _, _ in [] }
        return "no error"
      } catch { return "\(error)" }
    }
    let added = try message { builder in
      let windows = builder.input(Input("x", .data), TensorType(.f32, [Axis("frame", 4), Axis("sample", 5)]))
      let sum = OverlapAdd(frame: "frame", sample: "sample", hop: 2, into: Axis(.time, 11))
      builder.output("y", builder.add(sum, [windows]))
    }
    #expect(added.contains("the operator 'overlap-add' has no ONNX form") && added.contains("softmax"))
    let unknown = try message { $0.output("y", $0.iota(Axis(.time, "T"))) }
    #expect(unknown.contains("the size 'T' follows from no input"))
  }

  /// Operators that ONNX models cannot hold.
  static let withoutForm: Set = ["attention-gradient", "linear-attention-gradient", "overlap-add", "random", "scan-gradient"]

  /// Every operator of the registry has a form, is taken apart, or is known to have none: a new one is not forgotten.
  @Test func everyOperatorIsAccountedFor() {
    for operation in OperatorRegistry.all
    where ONNXForm.table[operation.mnemonic] == nil && !Self.withoutForm.contains(operation.mnemonic) {
      let example = operation.examples[0]
      var report = InferenceReport()
      let outputs = example.operation.infer(example.inputs, &report)!
      guard case .composite = example.operation.lower(example.inputs, outputs) else {
        Issue.record("'\(operation.mnemonic)' has no ONNX form")
        continue
      }
    }
  }
}
