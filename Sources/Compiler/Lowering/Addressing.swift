import GraphIR
import LoopIR

// Indices and sizes as expressions of a kernel.

extension TensorType {
  /// The index into this type of the element that a reshaped view has at `index`. Axes that were only split, merged or
  /// renamed need no division, except to take a merged index apart.
  func index(ofReshaped view: TensorType, _ index: [Expression], size: (Dim) -> Expression) -> [Expression] {
    var result: [Expression] = []
    var (own, other) = (0, 0)
    while own < rank || other < view.rank {
      var (ownAxes, otherAxes) = ([Axis](), [Axis]())
      var (ownCount, otherCount) = (Dim(1), Dim(1))
      repeat {
        if own < rank, ownAxes.isEmpty || otherCount.isMultiple(of: ownCount) || other == view.rank {
          ownCount = ownCount * axes[own].size
          ownAxes.append(axes[own])
          own += 1
        } else if other < view.rank {
          otherCount = otherCount * view.axes[other].size
          otherAxes.append(view.axes[other])
          other += 1
        } else {
          break
        }
      } while ownCount != otherCount
      let first = other - otherAxes.count
      var linear = Expression.integer(0)
      for (position, axis) in otherAxes.enumerated() { linear = linear * size(axis.size) + index[first + position] }
      result += TensorType(element, ownAxes).delinearized(linear, size: size)
    }
    return result
  }

  /// An index per axis from an offset into row-major memory.
  func delinearized(_ offset: Expression, size: (Dim) -> Expression) -> [Expression] {
    offset.delinearized(axes.map { size($0.size) })
  }
}

extension Dim {
  func isMultiple(of other: Dim) -> Bool { divided(by: other) != nil }

  /// The size as an expression of size arguments named by its symbols.
  var expression: Expression {
    let ordered = terms.sorted { $0.key.count != $1.key.count ? $0.key.count > $1.key.count : $0.key.lexicographicallyPrecedes($1.key) }
    return ordered.reduce(Expression.integer(0)) { sum, term in
      sum + term.key.reduce(Expression.integer(1)) { $0 * Self.factor($1) } * .integer(term.value)
    }.simplifiedIndex
  }

  private static func factor(_ symbol: String) -> Expression {
    guard let (numerator, divisor) = quotient(symbol) else { return .variable(symbol) }
    return numerator.expression.dividedUp(by: divisor)
  }
}

extension String {
  /// The text with everything that C does not allow in a name replaced.
  var identifier: String {
    let text = map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return text.first?.isNumber ?? true ? "x" + String(text) : String(text)
  }
}
