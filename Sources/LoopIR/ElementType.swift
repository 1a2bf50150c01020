/// The type of one element: of a tensor, of a buffer, of a scalar or of one vector lane.
public enum ElementType: String, Hashable, Sendable, CaseIterable, Codable {
  case f32, f64, i32, bool
  /// Narrow types, which lie in memory only: read, they are `f32` or `i32`. `bf16` is the upper half of an `f32`.
  case bf16, i8, u8
  /// Random bits; only inside kernels.
  case u32
  /// 64-bit signed index arithmetic; only inside kernels.
  case index

  /// Whether arithmetic on the type is that of floating-point numbers; there is none on narrow types.
  public var isFloat: Bool { self == .f32 || self == .f64 }

  /// The type that an element has once it is read.
  public var inRegisters: ElementType {
    switch self {
    case .bf16: .f32
    case .i8, .u8: .i32
    case .f32, .f64, .i32, .bool, .u32, .index: self
    }
  }
  public var isNarrow: Bool { inRegisters != self }

  /// Bytes of one element in memory; a `bool` is one byte holding 0 or 1.
  public var byteCount: Int {
    switch self {
    case .f32, .i32, .u32: 4
    case .f64, .index: 8
    case .bf16: 2
    case .bool, .i8, .u8: 1
    }
  }
}
