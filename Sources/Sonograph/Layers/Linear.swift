import GraphIR
import Operators

/// `y = x W^T + b` along one axis, which becomes one or several others.
///
/// Parameters: `weight` (to..., from) and `bias` (to...), as PyTorch stores them.
public struct Linear: Sendable, Hashable {
  public let name: String
  public let from: Axis
  public let to: [Axis]
  public let hasBias: Bool
  public let weight: Initializer
  public let bias: Initializer

  /// - Parameter weight: by default U(-1/sqrt(n), 1/sqrt(n)) with n inputs, PyTorch's default.
  public init(
    _ name: String, from: Axis, to: [Axis], bias: Bool = true, weight: Initializer? = nil,
    biasInitializer: Initializer? = nil
  ) {
    let bound = 1 / Double(from.size.constant ?? 1).squareRoot()
    (self.name, self.from, self.to, hasBias) = (name, from, to, bias)
    self.weight = weight ?? .uniform(bound)
    self.bias = biasInitializer ?? .uniform(bound)
  }

  public init(
    _ name: String, from: Axis, to: Axis, bias: Bool = true, weight: Initializer? = nil,
    biasInitializer: Initializer? = nil
  ) { self.init(name, from: from, to: [to], bias: bias, weight: weight, biasInitializer: biasInitializer) }

  /// - Parameter x: (..., from).
  /// - Returns: (..., to...).
  public func callAsFunction(
    _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    x.within(name) {
      let location = (file, path, line, column)
      // An axis that keeps its name needs another one on the input side of the product.
      let clash = to.contains { $0.name == from.name }
      let inner = clash ? from.renamed("in") : from
      let w = x.builder.parameter(
        "weight", to + [inner], weight, file: location.0, path: location.1, line: location.2, column: location.3)
      let operand = clash ? x.renamed(from.name, to: "in", file: file, path: path, line: line, column: column) : x
      let y = contract(operand, w, over: [inner.name], file: file, path: path, line: line, column: column)
      if !hasBias { return y }
      let b = x.builder.parameter(
        "bias", to, bias, file: location.0, path: location.1, line: location.2, column: location.3)
      return map([y, b], file: file, path: path, line: line, column: column) { $0[0] + $0[1] }
    }
  }
}
