import GraphIR
import Operators

extension ONNXOperands {
  func map(_ body: ScalarExpression) throws -> String {
    let axes = results[0].axes
    let aligned = zip(inputs, types).map { emitter.aligned($0, $1, to: axes.map(\.name)) }
    var scalar = ONNXScalar(emitter, inputs: aligned, types: types.map(\.element))
    let value = try scalar.emit(body, as: results[0].element)
    // An argument that the function ignores still gives its axes.
    let covered = Set(body.usedInputs.flatMap { types[$0].names })
    return axes.allSatisfy { covered.contains($0.name) }
      ? value : emitter.emit("Expand", [value, emitter.shape(axes.map(\.size))])
  }

  func size(_ size: Dim, _ element: ElementType) -> String {
    if let value = size.constant { return emitter.scalar(Double(value), element) }
    let value = emitter.emit("Squeeze", [emitter.dim(size), emitter.integers([0])])
    return emitter.emit("Cast", [value], [("to", .int(element.onnx))])
  }

  func reduced(_ reduction: Reduction, over axes: [AxisName]) -> String {
    let name = switch reduction {
    case .sum: "ReduceSum"
    case .max: "ReduceMax"
    case .min: "ReduceMin"
    }
    if axes.isEmpty { return inputs[0] }
    let places = axes.map { types[0].position(of: $0)! }
    return emitter.emit(name, [inputs[0], emitter.integers(places)], [("keepdims", .int(0))])
  }

  /// A product with a matrix where it is one, which runtimes know best; a sum of products over named axes otherwise.
  func product(to output: [AxisName]) -> String {
    let (a, b) = (types[0], types[1])
    // Narrow operands are read as wide ones.
    let inputs = zip(self.inputs, types).map { name, type in
      type.element.isNarrow ? emitter.emit("Cast", [name], [("to", .int(type.element.inRegisters.onnx))]) : name
    }
    if let summed = a.names.last, a.rank > 1, b.rank == 2, b.position(of: summed) != nil,
      let new = b.removing([summed]).names.first, a.position(of: new) == nil, output == Array(a.names.dropLast()) + [new]
    {
      return emitter.emit("MatMul", [inputs[0], emitter.transposed(inputs[1], b, to: [summed, new])])
    }
    return emitter.einsum(inputs, types.map(\.names), to: output)
  }
}

extension ONNXEmitter {
  /// A sum of products over the axes that the result lacks.
  func einsum(_ inputs: [String], _ axes: [[AxisName]], to output: [AxisName]) -> String {
    var letters: [AxisName: Character] = [:]
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    func word(_ names: [AxisName]) -> String {
      String(names.map { name in
        let letter = letters[name] ?? alphabet[letters.count]
        letters[name] = letter
        return letter
      })
    }
    let equation = axes.map(word).joined(separator: ",") + "->" + word(output)
    return emit("Einsum", inputs, [("equation", .string(equation))])
  }
}

extension ScalarExpression {
  /// The inputs that occur.
  fileprivate var usedInputs: Set<Int> {
    if case .input(let number) = self { return [number] }
    return children.reduce(into: []) { $0.formUnion($1.usedInputs) }
  }
}
