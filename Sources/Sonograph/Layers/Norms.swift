import GraphIR
import Operators

/// Layer normalisation along an axis with scale and shift (Ba et al. 2016). Parameters: `weight`, `bias` (axis).
public struct LayerNormLayer: Sendable, Hashable {
  public let name: String
  public let axis: Axis
  public let epsilon: Double
  public let hasBias: Bool
  /// The weight is stored as its difference from 1, as xLSTM does.
  public let residualWeight: Bool

  public init(_ name: String, over axis: Axis, epsilon: Double = 1e-5, bias: Bool = true, residualWeight: Bool = false) {
    (self.name, self.axis, self.epsilon, hasBias, self.residualWeight) = (name, axis, epsilon, bias, residualWeight)
  }

  public func callAsFunction(
    _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    x.within(name) {
      let y = normalized(x, over: [axis.name], epsilon: epsilon, file: file, path: path, line: line, column: column)
      let weight = x.builder.parameter("weight", [axis], residualWeight ? .zeros : .ones, file: file, path: path, line: line)
      let scaled = residualWeight ? y * (1 + weight) : y * weight
      return hasBias ? scaled + x.builder.parameter("bias", [axis], .zeros, file: file, path: path, line: line) : scaled
    }
  }
}

/// Root-mean-square normalisation along an axis with scale (Zhang & Sennrich 2019). Parameter: `weight` (axis).
public struct RMSNormLayer: Sendable, Hashable {
  public let name: String
  public let axis: Axis
  public let epsilon: Double

  public init(_ name: String, over axis: Axis, epsilon: Double = 1e-5) {
    (self.name, self.axis, self.epsilon) = (name, axis, epsilon)
  }

  public func callAsFunction(
    _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    x.within(name) {
      rmsNormalized(x, over: [axis.name], epsilon: epsilon, file: file, path: path, line: line, column: column)
        * x.builder.parameter("weight", [axis], .ones, file: file, path: path, line: line)
    }
  }
}
