import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph
import Testing

/// Activations that the gradient computes again: less memory, not a kernel more.
@Suite struct RecomputeActivationsTests {
  /// Two layers, of odd sizes, with the gradients of a sum by everything.
  private func graph(_ activation: (Tensor) -> Tensor) throws -> Graph {
    let builder = GraphBuilder(name: "layers")
    let (channel, hidden) = (Axis(.channel, 7), Axis("hidden", 37))
    var x = builder.input(Input("x", .data), TensorType(.f32, [Axis(.time, "T"), channel]))
    for layer in 0..<2 {
      x = builder.within(scope: "layer\(layer)") {
        let up = builder.input(Input("up\(layer)", .parameter), TensorType(.f32, [hidden, channel]))
        let bias = builder.input(Input("bias\(layer)", .parameter), TensorType(.f32, [hidden]))
        let down = builder.input(Input("down\(layer)", .parameter), TensorType(.f32, [channel, hidden]))
        return contract(activation(contract(x, up, to: [.time, "hidden"]) + bias), down, to: [.time, .channel])
      }
    }
    builder.output("y", x)
    return try builder.finish().withGradients(of: "y")
  }

  private func results(_ graph: Graph, _ options: CompileOptions) throws -> (values: [String: [Double]], working: Int, kernels: Int) {
    let cache = try KernelCache(path: FileManager.default.temporaryDirectory.appendingPathComponent("again-\(UUID())").path)
    defer { try? FileManager.default.removeItem(at: cache.root) }
    let compiled = try CompiledProgram(graph, options: options, cache: cache)
    let session = try Session(compiled, pool: try ThreadPool(threads: 2), rematerialisation: .none)
    let binding = try session.bind(["T": 53])
    for (_, input, type) in graph.inputs {
      let count = type.bound(binding.symbols).count.constant!
      let values = (0..<count).map { Foundation.sin(Double($0) * 0.37 + Double(input.name.count)) }
      if input.role == .data { try binding.write(values, to: input.name) } else { try session.write(values, to: input.name) }
    }
    binding.run()
    let values = try graph.outputs.map { ($0.name, try binding.read($0.name)) }
    return (Dictionary(uniqueKeysWithValues: values), binding.plan.workingBytes, compiled.program.steps.count)
  }

  @Test("the same gradients, the function's results not kept", arguments: [true, false]) func memory(_ isSmooth: Bool) throws {
    let graph = try graph { isSmooth ? gelu($0) : relu($0) }
    var options = CompileOptions(target: Host.target)
    let again = try results(graph, options)
    options.disabled = [RecomputeActivations.name]
    let kept = try results(graph, options)
    for (name, values) in kept.values {
      let scale = values.map(abs).max()!
      #expect(scale > 0)
      #expect(zip(values, again.values[name]!).allSatisfy { abs($0 - $1) <= 1e-6 * scale }, "\(name)")
    }
    #expect(again.kernels == kept.kernels)
    // A function without transcendentals is left alone. The last layer's results are needed at once, the first's are not.
    if isSmooth { #expect(kept.working - again.working >= 53 * 37 * 4) } else { #expect(kept.working == again.working) }
  }
}
