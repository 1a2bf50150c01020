import CPrinter
import Foundation
import LoopIR

/// Kernels printed, compiled by clang and loaded, with the flags that the compiler driver uses and all warnings on.
final class KernelLibrary {
  private let handle: UnsafeMutableRawPointer
  private typealias Function = @convention(c) (
    UnsafePointer<UnsafeMutableRawPointer?>, UnsafePointer<Int64>, Int64, Int64
  ) -> Void

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  init(_ kernels: [Kernel], lanes: Int) throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("printer-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    for (name, text) in CPrinter.preludeFiles {
      try text.write(to: directory.appendingPathComponent(name), atomically: false, encoding: .utf8)
    }
    let source = directory.appendingPathComponent("kernels.c")
    let library = directory.appendingPathComponent("kernels.so")
    try CPrinter().source(of: kernels, lanes: lanes).write(to: source, atomically: false, encoding: .utf8)
    try Self.compile(source, to: library, lanes: lanes)
    guard let handle = dlopen(library.path, RTLD_NOW | RTLD_LOCAL) else {
      throw Failure(String(cString: dlerror()))
    }
    self.handle = handle
  }

  deinit { dlclose(handle) }

  private static func compile(_ source: URL, to library: URL, lanes: Int) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["clang", "-O3", "-std=gnu11", "-fPIC", "-fno-math-errno", "-ffp-contract=fast", "-fno-trapping-math"]
      + ["-fvisibility=hidden", "-Wall", "-Wextra", "-Wno-unused-variable", "-Wno-psabi", "-Werror"] + machine(lanes)
      + ["-shared", "-o", library.path, source.path, "-lm"]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw Failure(text) }
  }

  /// The flags that give vectors of so many lanes to the machine.
  private static func machine(_ lanes: Int) -> [String] {
    switch lanes {
    case 16: ["-march=x86-64-v4", "-mprefer-vector-width=512"]
    case 8: ["-march=x86-64-v3"]
    default: []
    }
  }

  /// The vector widths that this processor can run.
  static let runnableLanes: [Int] = {
    let features = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let has512 = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"].allSatisfy(features.contains)
    return (has512 ? [16] : []) + (features.contains("avx2") && features.contains("fma") ? [8] : []) + [4, 1]
  }()

  /// Runs all parts in order, from and to the interpreter's form of memory.
  func run(_ kernel: Kernel, _ buffers: [[Double]], sizes: [Int]) throws -> [[Double]] {
    guard let symbol = dlsym(handle, kernel.name) else { throw Failure("no symbol \(kernel.name)") }
    let function = unsafeBitCast(symbol, to: Function.self)
    let memory = zip(kernel.parameters, buffers).map { CMemory($0.type, $1) }
    let parts = kernel.parts.value(Dictionary(uniqueKeysWithValues: zip(kernel.sizes, sizes)))
    for part in 0..<parts {
      function(memory.map(\.start), sizes.map(Int64.init), Int64(part), Int64(parts))
    }
    return memory.map(\.values)
  }
}

/// Elements as C lays them out.
private final class CMemory {
  let start: UnsafeMutableRawPointer?
  private let type: ElementType
  private let count: Int

  init(_ type: ElementType, _ values: [Double]) {
    (self.type, count) = (type, values.count)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, count * type.byteCount), alignment: 64)
    for (index, value) in values.enumerated() {
      let place = memory + index * type.byteCount
      switch type {
      case .f32: place.storeBytes(of: Float(value), as: Float.self)
      case .f64: place.storeBytes(of: value, as: Double.self)
      case .i32: place.storeBytes(of: Int32(value), as: Int32.self)
      case .u32: place.storeBytes(of: UInt32(value), as: UInt32.self)
      case .index: place.storeBytes(of: Int64(value), as: Int64.self)
      case .bf16: place.storeBytes(of: Float(value).brainFloatBits, as: UInt16.self)
      case .i8: place.storeBytes(of: Int8(value), as: Int8.self)
      case .u8: place.storeBytes(of: UInt8(value), as: UInt8.self)
      case .bool: place.storeBytes(of: value == 0 ? 0 : 1, as: UInt8.self)
      }
    }
    start = memory
  }

  deinit { start?.deallocate() }

  var values: [Double] {
    (0..<count).map { index in
      let place = start! + index * type.byteCount
      return switch type {
      case .f32: Double(place.load(as: Float.self))
      case .f64: place.load(as: Double.self)
      case .i32: Double(place.load(as: Int32.self))
      case .u32: Double(place.load(as: UInt32.self))
      case .index: Double(place.load(as: Int64.self))
      case .bf16: Double(Float(brainFloatBits: place.load(as: UInt16.self)))
      case .i8: Double(place.load(as: Int8.self))
      case .bool, .u8: Double(place.load(as: UInt8.self))
      }
    }
  }
}
