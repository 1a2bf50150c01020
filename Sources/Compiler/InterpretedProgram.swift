import GraphIR
import LoopIR

extension Program {
  /// Runs the kernels with the interpreter of the loop language instead of compiling them: slow, and exact where the C
  /// compiler, vector instructions and memory sharing play no part.
  ///
  /// - Parameters:
  ///   - values: the elements of every input, by name.
  ///   - symbols: the numbers for the program's symbols.
  /// - Returns: the elements of every output, by name.
  /// - Throws: `LoopError` where a kernel does what it must not.
  public func interpret(_ values: [String: [Double]], symbols: [String: Int] = [:]) throws -> [String: [Double]] {
    var memory = storages.map { [Double](repeating: .nan, count: $0.count.value(symbols) ?? 0) }
    for (name, storage) in inputs { if let given = values[name] { memory[storage] = given } }
    for step in steps {
      var buffers = step.storages.map { memory[$0] }
      try Interpreter.run(kernels[step.kernel], buffers: &buffers, sizes: step.sizes.map { $0.value(symbols) ?? 0 })
      for (storage, buffer) in zip(step.storages, buffers) { memory[storage] = buffer }
    }
    return outputs.mapValues { memory[$0] }
  }
}
