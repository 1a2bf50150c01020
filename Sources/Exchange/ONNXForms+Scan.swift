import GraphIR
import Operators

extension Scan {
  /// ONNX's `Scan`: carries are its states; captures are seen from outside; direction is an attribute of each input.
  ///
  /// - Throws: `ExchangeError` if something reads the stored carries, which only gradients do.
  func onnx(_ operands: ONNXOperands) throws -> [String] {
    let results = operands.results.count - carries
    guard !operands.isUsed[results...].contains(true) else {
      throw ExchangeError("the stored carries of a scan have no ONNX form", "export the forward graph, without gradients")
    }
    let direction = isReverse ? 1 : 0
    let stacked = operands.results[carries..<results]
    let attributes: [(String, ONNXGraph.Attribute)] = [
      ("body", .graph(try loop(operands, stacked: Array(stacked)))), ("num_scan_inputs", .int(steps)),
      ("scan_input_axes", .ints(operands.types[carries..<carries + steps].map { $0.position(of: axis)! })),
      ("scan_input_directions", .ints([Int](repeating: direction, count: steps))),
      ("scan_output_axes", .ints(stacked.map { $0.position(of: axis)! })),
      ("scan_output_directions", .ints([Int](repeating: direction, count: stacked.count))),
    ]
    let inputs = Array(operands.inputs.prefix(carries + steps))
    // An empty list would be no list of its kind.
    let given = attributes.filter { if case .ints(let values) = $0.1 { !values.isEmpty } else { true } }
    return operands.emitter.emit("Scan", inputs, given, results: results) + [String](repeating: "", count: carries)
  }

  private func loop(_ operands: ONNXOperands, stacked: [TensorType]) throws -> ONNXGraph {
    let emitter = ONNXEmitter(name: body.name, shared: operands.emitter.shared)
    var names: [String: String] = [:]
    for (number, (_, input, type)) in body.inputs.enumerated() {
      guard number < carries + steps else {
        names[input.name] = operands.inputs[number]
        continue
      }
      let name = emitter.shared.unique(input.name)
      names[input.name] = name
      emitter.graph.inputs.append((name, type))
    }
    let values = try ONNXTranslator(body, emitter).values(names)
    for (number, output) in body.outputs.enumerated() {
      let (value, type) = (values[output.value]!, body.type(output.value))
      // Outputs over all steps may have their axes in another order than at one step.
      let wanted = number < carries ? type : stacked[number - carries].removing([axis])
      emitter.output(output.name, emitter.transposed(value, type, to: wanted.names), wanted)
    }
    return emitter.graph
  }
}
