import Foundation
import GraphIR
import Operators
import Sonograph
import Testing

@testable import Exchange

/// Writes every example of every operator that has a form as a model, with inputs and what the reference finds, for
/// Tools/checks/onnx/operators.py to run. The folder is named in the environment.
@Suite struct OperatorModels {
  private static let folder = ProcessInfo.processInfo.environment["SONOGRAPH_ONNX_MODELS"]

  @Test(.enabled(if: folder != nil)) func write() throws {
    let folder = URL(fileURLWithPath: try #require(Self.folder))
    for operation in OperatorRegistry.all where !ONNXTests.withoutForm.contains(operation.mnemonic) {
      for (number, example) in operation.examples.enumerated() {
        let graph = try graph(example)
        let model = try ONNXExporter(graph).model { _, _ in [] }
        let name = "\(operation.mnemonic)-\(number)"
        try model.data.write(to: folder.appendingPathComponent(name + ".onnx"))
        try writeValues(graph, example, to: folder.appendingPathComponent(name + ".safetensors"))
      }
    }
  }

  /// Stored carries of a scan exist for its gradient only.
  private func graph(_ example: OperatorExample) throws -> Graph {
    let builder = GraphBuilder(name: "example")
    let inputs = example.inputs.enumerated().map { builder.input(Input("x\($0)", .data), $1) }
    let results: [Tensor] = builder.add(example.operation, inputs)
    let stored = (example.operation as? Scan)?.carries ?? 0
    for (number, result) in results.dropLast(stored).enumerated() { builder.output("y\(number)", result) }
    return try builder.finish()
  }

  private func writeValues(_ graph: Graph, _ example: OperatorExample, to url: URL) throws {
    var values: [String: DenseTensor] = [:]
    for (_, input, type) in graph.inputs {
      let drawn = Initializer(Initializer.uniformDraw).values(type, name: input.name, seed: 5)
      let (low, width) = (example.range.lowerBound, example.range.upperBound - example.range.lowerBound)
      values[input.name] = DenseTensor(
        type, drawn.map { type.element.isFloat ? Double(Float(low + width * $0)) : ($0 * max(1, example.range.upperBound)).rounded(.down) })
    }
    let results = try Evaluator(graph).run(values)
    var writer = SafetensorsWriter()
    var copies: [UnsafeMutableBufferPointer<Double>] = []
    defer { copies.forEach { $0.deallocate() } }
    for (name, tensor) in values.merging(results, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
      let copy = UnsafeMutableBufferPointer<Double>.allocate(capacity: tensor.data.count)
      _ = copy.initialize(from: tensor.data)
      copies.append(copy)
      writer.add(name, .f64, shape: tensor.shape, bytes: UnsafeRawBufferPointer(copy))
    }
    try writer.write(to: url)
  }
}
