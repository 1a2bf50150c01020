import CRuntime
import LoopIR

/// A block of memory from the system.
final class Memory {
  let base: UnsafeMutableRawPointer
  private let bytes: Int

  init(_ bytes: Int) throws {
    guard let base = sg_memory_alloc(bytes) else { throw RuntimeError("cannot get \(bytes) bytes of memory") }
    (self.base, self.bytes) = (base, bytes)
  }
  deinit { sg_memory_free(base, bytes) }

  static func store(_ values: [Double], at pointer: UnsafeMutableRawPointer, _ element: ElementType) {
    func fill<T>(_ type: T.Type, _ convert: (Double) -> T) {
      let typed = pointer.assumingMemoryBound(to: T.self)
      for (i, value) in values.enumerated() { typed[i] = convert(value) }
    }
    switch element {
    case .f32: fill(Float.self) { Float($0) }
    case .f64: fill(Double.self) { $0 }
    case .i32, .u32: fill(Int32.self) { Int32($0) }
    case .bf16: fill(UInt16.self) { Float($0).brainFloatBits }
    case .i8: fill(Int8.self) { Int8($0) }
    case .u8: fill(UInt8.self) { UInt8($0) }
    case .bool: fill(UInt8.self) { $0 == 0 ? 0 : 1 }
    case .index: fill(Int64.self) { Int64($0) }
    }
  }

  static func load(at pointer: UnsafeMutableRawPointer, _ element: ElementType, count: Int) -> [Double] {
    func read<T>(_ type: T.Type, _ convert: (T) -> Double) -> [Double] {
      let typed = pointer.assumingMemoryBound(to: T.self)
      return (0..<count).map { convert(typed[$0]) }
    }
    switch element {
    case .f32: return read(Float.self) { Double($0) }
    case .f64: return read(Double.self) { $0 }
    case .i32, .u32: return read(Int32.self) { Double($0) }
    case .bf16: return read(UInt16.self) { Double(Float(brainFloatBits: $0)) }
    case .i8: return read(Int8.self) { Double($0) }
    case .u8, .bool: return read(UInt8.self) { Double($0) }
    case .index: return read(Int64.self) { Double($0) }
    }
  }
}
