import CPrinter
import Compiler
import GraphIR
import LoopIR

/// A program at fixed sizes as C: its kernels, and the tables by which a driver runs them.
///
/// The plan is made here, so that the driver needs no arithmetic on sizes and its memory is constant.
struct ProgramSource {
  /// The start of every name in C.
  let name: String
  let program: Program
  private let symbols: [String: Int]
  private let plan: ArenaPlan
  private let ports: (input: Int, output: Int)
  /// Names and shapes of what the program remembers from run to run; the weights file has what they begin with.
  private let states: [(name: String, element: ElementType, shape: [Int])]

  /// - Throws: `ExportError` if the program has no such input or output, `UnboundSymbol`.
  init(
    _ name: String, _ program: Program, symbols: [String: Int], input: String, output: String,
    states: [(name: String, element: ElementType, shape: [Int])] = []
  ) throws {
    guard let first = program.inputs[input], let last = program.outputs[output] else {
      throw ExportError("'\(program.name)' cannot be exported", "expected the input \(input) and the output \(output)")
    }
    (self.name, self.program, self.symbols, ports) = (name, program, symbols, (first, last))
    self.states = states
    plan = try ArenaPlan(program.storages, symbols)
  }

  /// The kernels, under names that are unique beside another program's.
  var kernels: [Kernel] {
    program.kernels.map { kernel in
      var kernel = kernel
      kernel.name = kernelName(kernel)
      return kernel
    }
  }

  /// The `sg_program` as an initialiser.
  var initializer: String {
    let parameters = parameterInputs.count
    return "{\(name)_calls, \(program.steps.count), \(name)_storages, \(parameters > 0 ? "\(name)_parameters" : "0"), "
      + "\(parameters), \(states.count), \(program.prologue), \(plan.persistentBytes), \(plan.workingBytes), \(ports.input), \(ports.output)}"
  }

  /// Definitions that `initializer` refers to.
  var tables: String {
    ([storages] + (parameterInputs.isEmpty ? [] : [parameters]) + [steps]).joined(separator: "\n")
  }

  private func kernelName(_ kernel: Kernel) -> String { "\(name)_\(kernel.name)" }

  private var parameterInputs: [(name: String, element: ElementType, shape: [Int])] { states + program.graph.storedParameters }

  private var storages: String {
    let rows = program.storages.enumerated().map { number, storage in
      let isWeight = storage.kind == .parameter || storage.kind == .state
      return "  {\(plan.offsets[number]), \(isWeight ? 1 : 0), \(plan.threadStrides[number])},\n"
    }
    return "static const sg_storage \(name)_storages[] = {\n\(rows.joined())};\n"
  }

  private var parameters: String {
    var (shapes, rows) = ("", "")
    for (number, parameter) in parameterInputs.enumerated() {
      shapes += array("int64_t", "\(name)_shape_\(number)", parameter.shape)
      rows +=
        "  {\"\(parameter.name)\", \"\(parameter.element.safetensors)\", \(name)_shape_\(number), \(parameter.shape.count), "
        + "\(parameter.element.byteCount), \(program.inputs[parameter.name]!)},\n"
    }
    return "\(shapes)static const sg_parameter \(name)_parameters[] = {\n\(rows)};\n"
  }

  private var steps: String {
    var (lists, rows) = ("", "")
    for (number, step) in program.steps.enumerated() {
      let kernel = program.kernels[step.kernel]
      let sizes = step.sizes.map { $0.value(symbols)! }
      let parts = kernel.parts.value(Dictionary(zip(kernel.sizes, sizes), uniquingKeysWith: { $1 }))
      lists += array("uint32_t", "\(name)_operands_\(number)", step.storages)
      lists += array("int64_t", "\(name)_sizes_\(number)", sizes)
      rows += "  {\(kernelName(kernel)), \(name)_operands_\(number), \(step.storages.count), \(name)_sizes_\(number), \(parts)},\n"
    }
    return "\(lists)static const sg_call \(name)_calls[] = {\n\(rows)};\n"
  }

  /// A constant array; C has none without elements.
  private func array(_ type: String, _ name: String, _ values: [Int]) -> String {
    "static const \(type) \(name)[] = {\((values.isEmpty ? [0] : values).map(String.init).joined(separator: ", "))};\n"
  }
}

extension Graph {
  /// The parameters in the order of the graph.
  var storedParameters: [(name: String, element: ElementType, shape: [Int])] {
    inputs.filter { $0.input.role == .parameter }.map { ($0.input.name, $0.type.element, $0.type.shape.map { $0.constant ?? 0 }) }
  }
}

extension ElementType {
  /// The name of the type in safetensors.
  fileprivate var safetensors: String { self == .bool ? "BOOL" : rawValue.uppercased() }
}
