import LoopIR

/// How types, names and constants of the loop language are spelt in C.
enum CNames {
  /// The type of an element in memory.
  static func memory(_ type: ElementType) -> String {
    switch type {
    case .f32: "float"
    case .f64: "double"
    case .i32: "int32_t"
    case .u32: "uint32_t"
    case .bf16: "uint16_t"
    case .i8: "int8_t"
    case .bool, .u8: "uint8_t"
    case .index: "int64_t"
    }
  }

  /// The type of a scalar register: as in memory, but a truth value is a mask, 0 or -1, like a lane of a vector.
  static func scalar(_ type: ElementType) -> String { type == .bool ? "int32_t" : memory(type.inRegisters) }

  /// The type of a vector register. Masks are integers, and indices in lanes have 32 bits.
  static func vector(_ type: ElementType) -> String {
    switch type {
    case .bool, .index: "vi32"
    case .f32, .f64, .i32, .u32, .bf16, .i8, .u8: "v\(type.inRegisters.rawValue)"
    }
  }

  static func register(_ variable: Variable) -> String {
    variable.isVector ? vector(variable.type) : scalar(variable.type)
  }

  /// A name that C and the prelude leave free.
  static func identifier(_ name: String) -> String { reserved.contains(name) ? name + "_" : name }

  private static let reserved: Set<String> = [
    "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float",
    "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof",
    "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "asm", "typeof",
    "linux", "unix", "NAN", "INFINITY", "NULL", "INT32_MIN", "INT32_MAX", "INT64_MIN", "vf32", "vf64", "vi32", "vi64",
    "vu32", "vbf16", "vi8", "vu8", "buffers", "sizes", "part", "parts", "int32_t", "uint32_t", "int64_t", "uint8_t",
  ]

  /// A constant that reads back as exactly the value; the shortest such decimal for floating-point numbers.
  static func literal(_ value: Double, _ type: ElementType) -> String {
    switch type.inRegisters {
    case .f32: float(Float(value), "\(Float(value))f")
    case .f64: float(value, "\(value)")
    case .u32: "\(UInt32(truncatingIfNeeded: Int64(value)))u"
    case .bool: value == 0 ? "0" : "-1"
    case .i32: value <= -0x1p31 ? "INT32_MIN" : value >= 0x1p31 - 1 ? "INT32_MAX" : "\(Int32(value))"
    case .index: value == -0x1p63 ? "INT64_MIN" : "\(Int64(value))"
    case .bf16, .i8, .u8: preconditionFailure("there are no registers of \(type.rawValue)")
    }
  }

  private static func float<T: BinaryFloatingPoint>(_ value: T, _ finite: String) -> String {
    if value.isNaN { return "NAN" }
    if value.isInfinite { return value < 0 ? "-INFINITY" : "INFINITY" }
    return finite
  }
}
