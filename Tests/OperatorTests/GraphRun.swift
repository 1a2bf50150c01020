import GraphIR
import Operators

/// A small graph under construction with its inputs' values, run in double precision.
final class GraphRun {
  let builder = GraphBuilder(name: "test")
  private var values: [String: DenseTensor] = [:]
  private var random = RandomInputs(seed: 5)
  private var count = 0

  func input(_ axes: [Axis], _ element: ElementType = .f32, in range: ClosedRange<Double> = -1...1) -> Tensor {
    let type = TensorType(element, axes)
    return add(type, random.tensor(type, in: range))
  }

  func input(_ axes: [Axis], _ element: ElementType = .f32, values data: [Double]) -> Tensor {
    let type = TensorType(element, axes)
    return add(type, DenseTensor(type, data))
  }

  func scalar(_ value: Double, _ element: ElementType = .f32) -> Tensor { input([], element, values: [value]) }

  private func add(_ type: TensorType, _ value: DenseTensor) -> Tensor {
    defer { count += 1 }
    values["x\(count)"] = value
    return builder.input(Input("x\(count)", .data), type)
  }

  func value(_ tensor: Tensor) throws -> DenseTensor {
    let value = tensor.value!
    return try Evaluator(try builder.finish()).values(values)[value.node][value.output]
  }

  func data(_ tensor: Tensor) throws -> [Double] { try value(tensor).data }

  /// The largest difference between the gradient of `loss` by `x` and central differences, over some elements.
  func gradientError(of loss: Tensor, by x: Tensor) throws -> Double {
    guard let gradient = gradients(of: loss, by: [x])[0] else { return .infinity }
    let exact = try data(gradient)
    let name = builder.graph.nodes[x.value!.node].input!.name
    let graph = try builder.finish()
    var worst = 0.0
    for position in stride(from: 0, to: exact.count, by: max(1, exact.count / 9)) {
      func shifted(_ step: Double) throws -> Double {
        var moved = values
        moved[name]!.data[position] += step
        return try Evaluator(graph).values(moved)[loss.value!.node][0].data[0]
      }
      let estimate = try (shifted(1e-5) - shifted(-1e-5)) / 2e-5
      worst = max(worst, abs(estimate - exact[position]))
    }
    return worst
  }
}

/// The largest difference of two lists of numbers; infinite where their lengths differ.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
}
