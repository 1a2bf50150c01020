import GraphIR
import LoopIR
import Operators

// Carries: where they start, lie and end.

/// Where a step finds the elements of a carry: a local array, or a lane's in memory.
struct ScanArray {
  let buffer: Buffer
  var start: Expression = 0
  var stride: Expression = 1

  init(_ buffer: Buffer) { self.buffer = buffer }
  init(_ buffer: Buffer, start: Expression, stride: Expression) { (self.buffer, self.start, self.stride) = (buffer, start, stride) }

  func at(_ element: Expression) -> Expression { (start + element * stride).simplifiedIndex }
  func load(_ element: Expression) -> Expression { .load(buffer, at(element)) }
}

extension ScanLowering {
  func allocateCarries() -> [ScanArray] {
    carryTypes.enumerated().map { number, type in
      let name = nest.fresh(number < loop.carries ? "carry" : "total").name
      let buffer = Buffer(name, type.element, localCount: innerCount(type))
      nest.allocate(buffer)
      return ScanArray(buffer)
    }
  }

  func initialValue(_ number: Int, _ inner: [AxisName: Expression], _ position: StepPosition? = nil) -> Expression {
    if number >= loop.carries { return .number(0, carryTypes[number].element) }
    let value = bodies.initial(number)
    return nest.element(value, at: index(graph.type(value), inner, position ?? StepPosition(hoisted: outerIndex)))
  }

  func load(
    _ carried: [ScanArray], _ position: StepPosition, from source: (Int, [AxisName: Expression]) -> Expression
  ) {
    for number in carried.indices {
      overInner(carryTypes[number], position) { inner in
        nest.store(carried[number].buffer, carried[number].at(linear(carryTypes[number], inner)), source(number, inner))
      }
    }
  }

  /// Final carries and sums to memory.
  func storeResults(
    _ position: StepPosition, from source: (Int, [AxisName: Expression]) -> Expression
  ) {
    for number in carryTypes.indices {
      let output = Value(node, number < loop.carries ? number : number + bodies.stepOutputs.count)
      guard let buffer = nest.buffer(output) else { continue }
      let type = graph.type(output)
      overInner(carryTypes[number], position) { inner in
        nest.store(buffer, nest.linear(index(type, inner, position), type), source(number, inner))
      }
    }
  }
}
