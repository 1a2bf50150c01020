import Sonograph

/// A recurrence by itself as a model: its tensors are inputs and parameters, its loss the mean square of what it returns,
/// so that it can be compiled, checked and timed by name.
public struct Recurrence: Model {
  public let name: String
  public let summary: String
  public private(set) var sizes: [String: Int]
  private let body: @Sendable (RecurrenceInputs) -> Tensor

  init(_ name: String, _ summary: String, sizes: [String: Int], _ body: @escaping @Sendable (RecurrenceInputs) -> Tensor) {
    (self.name, self.summary, self.sizes, self.body) = (name, summary, sizes, body)
  }

  public func with(sizes new: [String: Int]) -> Recurrence {
    var copy = self
    copy.sizes.merge(new) { $1 }
    return copy
  }

  public func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    let y = body(RecurrenceInputs(graph: graph, sizes: sizes))
    return ["y": y, "loss": mean(y * y, over: y.type.names)]
  }

  public static let all: [Recurrence] = [
    selectiveScanModel, slstmModel, lstmModel, gruModel, minGRUModel, rglruModel, s4dModel, emaModel, rnnModel,
    deltaNetModel, mlstmModel,
    recurrentMLSTMModel,
  ]
}

/// Makes the inputs of a recurrence from axis names: `batch` is B unless it was set, `time` T, the others have the model's
/// sizes.
struct RecurrenceInputs {
  let graph: GraphBuilder
  let sizes: [String: Int]

  func axis(_ name: AxisName) -> Axis {
    switch name {
    case .batch: Axis(name, sizes["batch"].map { Dim($0) } ?? "B")
    case .time: Axis(name, "T")
    default: Axis(name, Dim(sizes[name.text] ?? 1))
    }
  }

  /// An input with these axes.
  func data(_ name: String, _ axes: AxisName...) -> Tensor { graph.input(name, axes.map(axis)) }

  /// A learned tensor; `from` stands for the axis of the carry that a product sums over.
  func weight(_ name: String, _ initializer: Initializer = .normal(0.2), _ axes: Axis...) -> Tensor {
    graph.parameter(name, axes, initializer)
  }
}

extension Tensor {
  /// A carry that starts at one number everywhere, with these axes.
  func start(_ axes: [Axis], at value: Double = 0) -> Tensor { builder.constant(value, axes) }
}
