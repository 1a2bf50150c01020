import GraphIR
import Operators

extension ONNXOperands {
  func broadcast(to axes: [Axis]) -> String {
    let aligned = emitter.aligned(inputs[0], types[0], to: axes.map(\.name))
    return types[0].rank == axes.count ? aligned : emitter.emit("Expand", [aligned, emitter.shape(axes.map(\.size))])
  }

  /// A size that is not known is copied from the input where it stands at the same place, or follows from the rest.
  func reshaped(to axes: [Axis]) -> String {
    let old = types[0].shape
    let sizes = axes.enumerated().map { position, axis in
      axis.size.constant ?? (position < old.count && old[position] == axis.size ? 0 : -1)
    }
    let isPlain = sizes.filter { $0 == -1 }.count <= 1 && !axes.contains { $0.size.constant == 0 }
    if isPlain { return emitter.emit("Reshape", [inputs[0], emitter.integers(sizes)]) }
    return emitter.emit("Reshape", [inputs[0], emitter.shape(axes.map(\.size))], [("allowzero", .int(1))])
  }

  func sliced(_ slice: Slice) -> String {
    let axis = emitter.integers([types[0].position(of: slice.axis)!])
    return emitter.emit("Slice", [inputs[0], emitter.dim(slice.start), emitter.dim(slice.start + slice.size), axis])
  }

  /// A range of an axis; numbers below zero count from the end.
  func sliced(_ name: AxisName, from start: Int, to end: Int, step: Int = 1, of value: String? = nil) -> String {
    let axis = emitter.integers([types[0].position(of: name)!])
    return emitter.emit(
      "Slice", [value ?? inputs[0], emitter.integers([start]), emitter.integers([end]), axis, emitter.integers([step])])
  }

  func padded(_ name: AxisName, _ before: Dim, _ after: Dim, value: Double = 0, mode: String = "constant") -> String {
    let place = types[0].position(of: name)!
    var pads = [Dim](repeating: 0, count: 2 * types[0].rank)
    (pads[place], pads[types[0].rank + place]) = (before, after)
    return emitter.emit(
      "Pad", [inputs[0], emitter.shape(pads), emitter.scalar(value, types[0].element)], [("mode", .string(mode))])
  }

  /// Zeros on one side, and as many elements left out on the other.
  func shifted(_ axis: AxisName, by offset: Int) -> String {
    if offset == 0 { return inputs[0] }
    if offset > 0 { return sliced(axis, from: 0, to: -offset, of: padded(axis, Dim(offset), 0)) }
    return sliced(axis, from: -offset, to: .max, of: padded(axis, 0, Dim(-offset)))
  }

  /// Rows by number, zeros for numbers outside of the table.
  func gathered(_ row: AxisName) -> String {
    let (table, last) = (types[0], emitter.dim(types[0].axis(row)!.size - 1))
    let numbers = emitter.emit("Cast", [inputs[1]], [("to", .int(ElementType.index.onnx))])
    let inside = emitter.emit("Min", [emitter.emit("Max", [numbers, emitter.integers([0])]), last])
    let front = emitter.transposed(inputs[0], table, to: [row] + table.removing([row]).names)
    // Rows of integers lend an axis to numbers without one.
    let shaped = types[1].rank == 0 ? emitter.emit("Squeeze", [inside]) : inside
    let rows = emitter.emit("Gather", [front, shaped], [("axis", .int(0))])
    let isInside = emitter.emit("Equal", [numbers, shaped])
    let test = emitter.aligned(isInside, types[1], to: results[0].names)
    return emitter.emit("Where", [test, rows, emitter.scalar(0, table.element)])
  }

  /// Windows as elements by number: hop times the window, plus the place in it.
  func windows(_ frame: Frame) -> String {
    let count = results[0].axis(frame.frame)!.size
    let starts = emitter.emit("Mul", [emitter.range(count, .index), emitter.scalar(Double(frame.hop), .index)])
    let column = emitter.emit("Unsqueeze", [starts, emitter.integers([1])])
    let numbers = emitter.emit("Add", [column, emitter.range(Dim(frame.length), .index)])
    return emitter.emit("Gather", [inputs[0], numbers], [("axis", .int(types[0].position(of: frame.axis)!))])
  }
}
