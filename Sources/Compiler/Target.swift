import LoopIR

/// An instruction set that kernels are emitted for.
public struct Target: Hashable, Sendable {
  public let name: String
  /// Elements of four bytes in a vector register; 1 for plain scalar C.
  public let lanes: Int
  /// Vector registers, which bound the tile of a matrix product.
  public let registers: Int
  /// Flags for the C compiler beyond those that all targets share.
  public let flags: [String]

  public static let avx512 = Target(
    name: "avx512", lanes: 16, registers: 32, flags: ["-march=x86-64-v4", "-mprefer-vector-width=512"])
  /// With instructions for products of bytes, which only weights of whole numbers use.
  public static let avx512vnni = Target(
    name: "avx512vnni", lanes: 16, registers: 32, flags: avx512.flags + ["-mavx512vnni"])
  public static let avx2 = Target(name: "avx2", lanes: 8, registers: 16, flags: ["-march=x86-64-v3"])
  public static let neon = Target(name: "neon", lanes: 4, registers: 32, flags: ["-march=armv8-a"])
  /// Four-lane vectors that every 64-bit processor has.
  public static let generic = Target(name: "generic", lanes: 4, registers: 16, flags: [])
  /// C11 without extensions.
  public static let scalar = Target(name: "scalar", lanes: 1, registers: 16, flags: [])

  public static let all: [Target] = [avx512vnni, avx512, avx2, neon, generic, scalar]
  public static func named(_ name: String) -> Target? { all.first { $0.name == name } }

  /// Flags that keep the numerics as written: contraction to fma is allowed, reassociation is not.
  public static let commonFlags = [
    "-O3", "-std=gnu11", "-fPIC", "-fno-math-errno", "-ffp-contract=fast", "-fno-trapping-math", "-fno-tree-slp-vectorize",
    "-fvisibility=hidden", "-Wno-psabi",
  ]
}
