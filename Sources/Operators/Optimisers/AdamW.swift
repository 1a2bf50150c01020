import GraphIR

/// AdamW (Loshchilov & Hutter 2019), bias-corrected, with decoupled decay applied first, as PyTorch does:
///
///     p *= 1 - rate decay
///     m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2
///     p -= rate / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + epsilon)
public struct AdamW: Sendable, Hashable {
  public var beta1 = 0.9
  public var beta2 = 0.999
  public var epsilon = 1e-8
  public var weightDecay = 0.01
  public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0.01) {
    (self.beta1, self.beta2, self.epsilon, self.weightDecay) = (beta1, beta2, epsilon, weightDecay)
  }

  /// The new parameter and moments.
  ///
  /// - Parameters:
  ///   - rate: the learning rate, a scalar.
  ///   - step: the number of this step, from 1, a scalar.
  public func update(
    _ parameter: Tensor, gradient: Tensor, m: Tensor, v: Tensor, rate: Tensor, step: Tensor, decays: Bool = true
  ) -> (parameter: Tensor, m: Tensor, v: Tensor) {
    let newM = map([m, gradient]) { .constant(beta1) * $0[0] + .constant(1 - beta1) * $0[1] }
    let newV = map([v, gradient]) { .constant(beta2) * $0[0] + .constant(1 - beta2) * $0[1] * $0[1] }
    // Divided once a step, so that an element takes one division: it costs as much as sixteen products.
    let scale = rate / correction(beta1, step)
    let deviation = map([correction(beta2, step)]) { .constant(1) / .unary(.sqrt, $0[0]) }
    let decay = decays ? weightDecay : 0
    let new = map([parameter, newM, newV, rate, scale, deviation]) { x in
      let kept = x[0] * (.constant(1) - x[3] * .constant(decay))
      return kept - x[4] * x[1] / (.unary(.sqrt, x[2]) * x[5] + .constant(epsilon))
    }
    return (new, newM, newV)
  }

  /// 1 - b^t = -expm1(t log b), which keeps its digits in single precision where b is close to 1.
  private func correction(_ beta: Double, _ step: Tensor) -> Tensor {
    let logarithm = ScalarExpression.constant(UnaryFunction.log(Swift.max(beta, 1e-30)))
    return map([step]) { -.unary(.expm1, logarithm * $0[0]) }
  }
}

/// Stochastic gradient descent with momentum: `b = momentum b + g + decay p`, `p -= rate b`.
public struct SGD: Sendable, Hashable {
  public var momentum = 0.0
  public var weightDecay = 0.0
  public init(momentum: Double = 0, weightDecay: Double = 0) {
    (self.momentum, self.weightDecay) = (momentum, weightDecay)
  }

  /// The new parameter and momentum buffer.
  public func update(
    _ parameter: Tensor, gradient: Tensor, buffer: Tensor, rate: Tensor
  ) -> (parameter: Tensor, buffer: Tensor) {
    let newBuffer = map([buffer, gradient, parameter]) {
      .constant(momentum) * $0[0] + $0[1] + .constant(weightDecay) * $0[2]
    }
    return (parameter - rate * newBuffer, newBuffer)
  }
}

/// The Euclidean norm of all gradients together, a scalar.
///
/// - Throws: `GraphErrors` if there are no gradients, and so no graph that the norm could belong to.
public func globalNorm(
  _ gradients: [Tensor], file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) throws -> Tensor {
  let squares = gradients.map { sum($0 * $0, over: $0.type.names) }
  guard let first = squares.first else {
    throw GraphErrors([
      Diagnostic(
        "globalNorm: there are no gradients", role: "gradients", expected: "one tensor or more", found: "none",
        location: SourceLocation(file: file, path: path, line: line, column: column))
    ])
  }
  return sqrt(squares.dropFirst().reduce(first) { $0 + $1 })
}

/// The gradients scaled down so that their global norm is at most `limit`; none if there are none.
public func clipped(_ gradients: [Tensor], toNorm limit: Double) -> [Tensor] {
  guard let norm = try? globalNorm(gradients) else { return [] }
  let factor = map([norm]) {
    .binary(.min, .constant(1), .constant(limit) / ($0[0] + .constant(1e-6)))
  }
  return gradients.map { $0 * factor }
}
