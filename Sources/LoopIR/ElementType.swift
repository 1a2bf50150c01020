/// The type of one element: of a tensor, of a buffer, of a scalar or of one vector lane.
public enum ElementType: String, Hashable, Sendable, CaseIterable, Codable {
  case f32, f64, i32, bool
  /// Random bits; only inside kernels.
  case u32
  /// 64-bit signed index arithmetic; only inside kernels.
  case index

  public var isFloat: Bool { self == .f32 || self == .f64 }

  /// Bytes of one element in memory; a `bool` is one byte holding 0 or 1.
  public var byteCount: Int {
    switch self {
    case .f32, .i32, .u32: 4
    case .f64, .index: 8
    case .bool: 1
    }
  }
}
