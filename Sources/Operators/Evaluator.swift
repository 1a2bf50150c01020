import GraphIR

/// Runs a graph in double precision by the operators' reference implementations: the oracle of every check.
public struct Evaluator {
  public let graph: Graph
  public let symbols: [String: Int]

  public init(_ graph: Graph, symbols: [String: Int] = [:]) { (self.graph, self.symbols) = (graph, symbols) }

  /// True while every result of an f32 operator is rounded to single precision: what a program that computes operator by
  /// operator in single precision would find. Bodies of scans follow, as the value belongs to the task.
  @TaskLocal public static var roundsToSingle = false

  /// The values of every node, for inputs by name.
  ///
  /// - Throws: `Diagnostic` if an input is missing or has another shape.
  public func values(_ inputs: [String: DenseTensor]) throws -> [[DenseTensor]] {
    var values: [[DenseTensor]] = []
    for node in graph.nodes {
      let types = node.types.map { $0.bound(symbols) }
      if let input = node.input {
        guard let value = inputs[input.name], value.type.axes == types[0].axes else {
          throw Diagnostic("input '\(input.name)' is missing or has another shape", expected: "\(types[0])",
            found: inputs[input.name].map { "\($0.type)" } ?? "nothing")
        }
        values.append([value])
      } else {
        let results = node.operation!.bound(symbols).reference(node.inputs.map { values[$0.node][$0.output] }, types)
        values.append(Self.roundsToSingle ? results.map(\.roundedToSingle) : results)
      }
    }
    return values
  }

  /// The named outputs.
  public func run(_ inputs: [String: DenseTensor]) throws -> [String: DenseTensor] {
    let values = try self.values(inputs)
    return Dictionary(
      graph.outputs.map { ($0.name, values[$0.value.node][$0.value.output]) }, uniquingKeysWith: { $1 })
  }
}

extension DenseTensor {
  fileprivate var roundedToSingle: DenseTensor {
    type.element == .f32 ? DenseTensor(type, data.map { Double(Float($0)) }) : self
  }
}

/// An operator whose own attributes hold sizes with symbols that its reference implementation needs.
public protocol SizedOperator: Operator {
  func binding(_ symbols: [String: Int]) -> Self
}

extension Operator {
  func bound(_ symbols: [String: Int]) -> any Operator {
    (self as? any SizedOperator).map { $0.binding(symbols) } ?? self
  }
}

extension Size: SizedOperator {
  public func binding(_ symbols: [String: Int]) -> Size { Size(size.value(symbols).map { Dim($0) } ?? size, element: element) }
}
