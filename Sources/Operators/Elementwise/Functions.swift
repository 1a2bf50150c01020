import GraphIR

// Elementwise functions of one tensor, each with the caller's source line.

/// e^x.
public func exp(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.exp, file, path, line, column) }

/// 2^x.
public func exp2(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.exp2, file, path, line, column) }

/// The natural logarithm.
public func log(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.log, file, path, line, column) }

/// log(1 + x), exact near 0.
public func log1p(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.log1p, file, path, line, column) }

/// e^x - 1, exact near 0.
public func expm1(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.expm1, file, path, line, column) }

/// The hyperbolic tangent.
public func tanh(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.tanh, file, path, line, column) }

/// 1 / (1 + e^-x).
public func sigmoid(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.sigmoid, file, path, line, column) }

/// log(1 + e^x), stable for large |x|.
public func softplus(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.softplus, file, path, line, column) }

/// The error function.
public func erf(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.erf, file, path, line, column) }

/// Phi(x) = (1 + erf(x / sqrt 2)) / 2, the standard normal distribution's cumulative function, by the name that SciPy,
/// PyTorch and JAX give it; in `f32` the error is absolute, 8e-8.
public func ndtr(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.ndtr, file, path, line, column) }

/// The square root.
public func sqrt(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.sqrt, file, path, line, column) }

/// 1 / sqrt(x).
public func rsqrt(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.rsqrt, file, path, line, column) }

/// The sine, in radians.
public func sin(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.sin, file, path, line, column) }

/// The cosine, in radians.
public func cos(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.cos, file, path, line, column) }

/// The largest integer not above x.
public func floor(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.floor, file, path, line, column) }

/// |x|.
public func abs(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { x.unary(.abs, file, path, line, column) }

/// x * sigmoid(x) (Elfwing et al. 2018; also called swish).
public func silu(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { map([x], file: file, path: path, line: line, column: column) { $0[0] * .unary(.sigmoid, $0[0]) } }

/// x * Phi(x), the exact form (Hendrycks & Gimpel 2016).
public func gelu(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { map([x], file: file, path: path, line: line, column: column) { $0[0] * .unary(.ndtr, $0[0]) } }

/// log(sigmoid(x)) = -softplus(-x).
public func logSigmoid(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { map([x], file: file, path: path, line: line, column: column) { -.unary(.softplus, -$0[0]) } }

/// max(x, 0).
public func relu(
  _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { map([x], file: file, path: path, line: line, column: column) { .binary(.max, $0[0], .constant(0)) } }

/// The larger of two tensors, elementwise; a tie shares the gradient.
public func maximum(
  _ a: Tensor, _ b: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { map([a, b], file: file, path: path, line: line, column: column) { .binary(.max, $0[0], $0[1]) } }

/// The smaller of two tensors, elementwise; a tie shares the gradient.
public func minimum(
  _ a: Tensor, _ b: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor { map([a, b], file: file, path: path, line: line, column: column) { .binary(.min, $0[0], $0[1]) } }

/// `a` where the condition holds, else `b`.
public func select(
  _ condition: Tensor, _ a: Tensor, _ b: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  map([condition, a, b], file: file, path: path, line: line, column: column) { .select($0[0], $0[1], $0[2]) }
}

/// The same values as another element type; to an integer type, truncated.
public func cast(
  _ x: Tensor, to type: ElementType, file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor { map([x], file: file, path: path, line: line, column: column) { .cast($0[0], type) } }
