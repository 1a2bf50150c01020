import Foundation
import Runtime

/// Hand-written C to compare kernels with: the files of a directory, compiled into one library for this machine.
///
/// A function `NAME_forward` or `NAME_gradients`, with the model's name and `_` for `-`, has the signature
/// `int (long batch, long time, const long *sizes, const float *const *inputs, float *const *outputs)`: sizes in the order of
/// the names of their axes, inputs and outputs in the graph's order. It returns 0 if it can do these sizes.
final class BaselineLibrary {
  typealias Function = @convention(c) (
    Int, Int, UnsafePointer<Int>, UnsafePointer<UnsafePointer<Float>?>, UnsafePointer<UnsafeMutablePointer<Float>?>
  ) -> Int32

  private let handle: UnsafeMutableRawPointer
  private static let flags = [
    "-O3", "-std=gnu11", "-fno-math-errno", "-ffp-contract=fast", "-fno-trapping-math", "-mprefer-vector-width=512",
    "-march=native", "-fPIC", "-shared",
  ]

  /// - Throws: `UserError` if the directory has no C files, `ToolchainError` if they do not compile.
  init(directory: String) throws {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let sources = files.filter { $0.hasSuffix(".c") }.sorted().map { "\(directory)/\($0)" }
    guard !sources.isEmpty else { throw UserError("no C files in '\(directory)'", "expected a directory like Tools/baselines") }
    let compiler = try Toolchain.find()
    let library = FileManager.default.temporaryDirectory.appendingPathComponent("baselines-\(UUID().uuidString).so")
    defer { try? FileManager.default.removeItem(at: library) }
    let result = try Toolchain.run(compiler.path, Self.flags + sources + ["-lm", "-o", library.path])
    guard result.status == 0 else {
      throw ToolchainError("\(compiler.path) failed with status \(result.status) on '\(directory)'", result.error)
    }
    guard let handle = dlopen(library.path, RTLD_NOW | RTLD_LOCAL) else {
      throw ToolchainError("the library of '\(directory)' does not load", String(cString: dlerror()))
    }
    self.handle = handle
  }

  deinit { dlclose(handle) }

  func function(_ model: String, withGradients: Bool) -> Function? {
    let name = model.replacingOccurrences(of: "-", with: "_") + (withGradients ? "_gradients" : "_forward")
    return dlsym(handle, name).map { unsafeBitCast($0, to: Function.self) }
  }
}

/// A hand-written function beside the program it is compared with, on the same inputs.
final class Baseline {
  private let function: BaselineLibrary.Function
  private let batch, time: Int
  private let sizes: [Int]
  private var inputs: [UnsafePointer<Float>?]
  private var outputs: [UnsafeMutablePointer<Float>?] = []
  private(set) var runs: [Double] = []
  /// The largest difference of its results from the program's, over the largest element.
  private(set) var error = 0.0

  /// - Parameters: inputs and outputs by name, in the graph's order.
  init?(_ function: BaselineLibrary.Function, _ timed: TimedProgram, sizes: [Int], inputs: [String], outputs: [String]) throws {
    (self.function, self.sizes) = (function, sizes)
    (batch, time) = (timed.sizes["B"] ?? 1, timed.sizes["T"] ?? 1)
    self.inputs = try inputs.map { UnsafePointer(Self.memory(try timed.values($0))) }
    let expected = try outputs.map(timed.values)
    self.outputs = expected.map { Self.memory([Double](repeating: 0, count: $0.count)) }
    guard call() == 0 else { return nil }
    for (values, pointer) in zip(expected, self.outputs) {
      let scale = values.map(abs).max() ?? 0
      let worst = values.indices.map { abs(Double(pointer![$0]) - values[$0]) }.max() ?? 0
      error = max(error, worst / max(scale, 1e-30))
    }
  }

  deinit {
    for pointer in inputs { pointer?.deallocate() }
    for pointer in outputs { pointer?.deallocate() }
  }

  func measure() {
    let start = Host.now
    _ = call()
    runs.append(Host.now - start)
  }

  private func call() -> Int32 { function(batch, time, sizes, inputs, outputs) }

  private static func memory(_ values: [Double]) -> UnsafeMutablePointer<Float> {
    let pointer = UnsafeMutableRawPointer.allocate(byteCount: 4 * max(values.count, 1), alignment: 64)
    let floats = pointer.bindMemory(to: Float.self, capacity: values.count)
    for (place, value) in values.enumerated() { floats[place] = Float(value) }
    return floats
  }
}
