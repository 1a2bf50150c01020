import Sonograph

/// The discrete Fourier transform of `fftLength` = N real samples as two small matrix products (Cooley & Tukey 1965).
///
/// With N = P Q, n = Q a + b and k = c + P d:
/// `X[c + P d] = sum_b exp(-2 pi i b (c + P d) / N) sum_a exp(-2 pi i a c / P) x[Q a + b]`.
/// For N = 400 that takes a quarter of the work of the product with the N x N table, and sums of 20 terms round less than
/// sums of 400. A real signal's X[N - k] is the conjugate of X[k], so that c from 0 to P / 2 is enough.
extension LogMel {
  /// The divisors: P is the smallest that is not below the root of N; of a prime, N itself.
  private var split: (p: Int, q: Int) {
    let p = (1...fftLength).first { fftLength % $0 == 0 && $0 * $0 >= fftLength }!
    return (p, fftLength / p)
  }

  private var axes: (a: Axis, b: Axis, c: Axis, d: Axis, part: Axis) {
    let (p, q) = split
    return (
      Axis("sample-high", Dim(p)), Axis("sample-low", Dim(q)), Axis("bin-low", Dim(p / 2 + 1)),
      Axis("bin-high", Dim(q)),
      Axis("part", 2)
    )
  }

  /// |X[k]|^2, f32, k = bin-low + P bin-high.
  ///
  /// - Parameter windows: (..., sample), no more samples than `fftLength`.
  /// - Returns: (..., bin-low, bin-high); `frequency` tells which is where.
  func powerSpectrum(_ windows: Tensor) -> Tensor {
    let (a, b, c, d, part) = axes
    let outer = windows.type.names.filter { $0 != "sample" }
    let whole =
      frameLength == fftLength
      ? windows : windows.padded("sample", before: 0, after: Dim(fftLength - frameLength))
    let inner = contract(
      whole.split("sample", into: [a, b]), innerTable(windows.builder), to: outer + [b.name, c.name, part.name])
    func outerPart(_ isReal: Bool) -> Tensor {
      contract(inner, outerTable(windows.builder, isReal: isReal), to: outer + [c.name, d.name])
    }
    let (real, imaginary) = (outerPart(true), outerPart(false))
    return cast(real * real + imaginary * imaginary, to: .f32)
  }

  /// Real and imaginary part of exp(-2 pi i a c / P): (sample-high, bin-low, part).
  private func innerTable(_ builder: GraphBuilder) -> Tensor {
    let (a, _, c, _, part) = axes
    let number = map([builder.iota(a, element: .i32), builder.iota(c, element: .i32)]) { $0[0] * $0[1] }
    let (cosine, sine) = circle(builder, points: split.p, at: number)
    return map([builder.iota(part, element: .f64), cosine, sine]) {
      .select(.compare(.eq, $0[0], .constant(0)), $0[1], -$0[2])
    }
    .transposed(to: [a.name, c.name, part.name])
  }

  /// What real and imaginary part of the inner sums contribute to the real (imaginary) part of X:
  /// (bin-low, sample-low, part, bin-high).
  private func outerTable(_ builder: GraphBuilder, isReal: Bool) -> Tensor {
    let (_, b, c, d, part) = axes
    let p = Double(split.p)
    let number = map([builder.iota(b, element: .i32), builder.iota(c, element: .i32), builder.iota(d, element: .i32)]) {
      $0[0] * ($0[1] + .constant(p) * $0[2])
    }
    let (cosine, sine) = circle(builder, points: fftLength, at: number)
    return map([builder.iota(part, element: .f64), cosine, sine]) { x in
      let isFirst = ScalarExpression.compare(.eq, x[0], .constant(0))
      return isReal ? .select(isFirst, x[1], x[2]) : .select(isFirst, -x[2], x[1])
    }.transposed(to: [c.name, b.name, part.name, d.name])
  }

  /// cos and sin of 2 pi number / points, looked up among the `points` values that there are.
  private func circle(_ builder: GraphBuilder, points: Int, at number: Tensor) -> (cosine: Tensor, sine: Tensor) {
    let phase = builder.iota(Axis("phase", Dim(points)), element: .f64)
    let wrapped = map([number]) { .binary(.mod, $0[0], .constant(Double(points))) }
    func values(_ function: UnaryFunction) -> Tensor {
      let table = map([phase]) { .unary(function, $0[0] * .constant(2 * .pi / Double(points))) }
      return gather(table, along: "phase", at: wrapped)
    }
    return (values(.cos), values(.sin))
  }

  /// The frequency of each element of `powerSpectrum` in steps of `sampleRate / fftLength`, f64: (bin-low, bin-high).
  /// Minus one where another element has the same: -k is N - k.
  func frequency(_ builder: GraphBuilder) -> Tensor {
    let (_, _, c, d, _) = axes
    let (p, n) = (Double(split.p), Double(fftLength))
    return map([builder.iota(c, element: .f64), builder.iota(d, element: .f64)]) { x in
      let k = x[0] + .constant(p) * x[1]
      let isOwnMirror = ScalarExpression.compare(.eq, .binary(.mod, .constant(2) * x[0], .constant(p)), .constant(0))
      let mirrored = ScalarExpression.select(isOwnMirror, .constant(-1), .constant(n) - k)
      return .select(.compare(.le, .constant(2) * k, .constant(n)), k, mirrored)
    }.transposed(to: [c.name, d.name])
  }
}
