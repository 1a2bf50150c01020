import LoopIR

/// Prints kernels as C: GNU vector extensions through the prelude's types and functions, one statement a line.
public struct CPrinter {
  public init() {}

  /// Who can call a kernel by its name.
  public enum Linkage: Sendable {
    /// Whoever loads the library.
    case exported
    /// The C file that it is in.
    case file
  }

  /// A C file with these kernels. Kernels of one file share a vector width, because the prelude is included once.
  public func source(of kernels: [Kernel], lanes: Int, linkage: Linkage = .exported) -> String {
    var head = Self.preludeInclude(lanes: lanes)
    if kernels.contains(where: { $0.call != nil }) { head += Self.libraryInterface }
    return ([head] + kernels.map { "\(notes(of: $0))\n\(function($0, linkage: linkage))" }).joined(separator: "\n")
  }

  /// What every file begins with.
  public static func preludeInclude(lanes: Int) -> String { "#define SG_LANES \(lanes)\n#include \"sonograph_kernel.h\"\n" }

  /// A C file with one kernel.
  public func source(of kernel: Kernel) -> String { source(of: [kernel], lanes: kernel.lanes) }

  /// What kernels with library calls need: threads are ours, so the library gets one.
  private static let libraryInterface = """

    void cblas_sgemm(int order, int transposed_a, int transposed_b, int rows, int columns, int summed, float alpha,
        const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);
    void openblas_set_num_threads(int threads);
    __attribute__((constructor)) static void use_one_thread(void) { openblas_set_num_threads(1); }

    """

  /// The definition of one kernel, without its notes. It expects the prelude above it.
  public func function(_ kernel: Kernel, linkage: Linkage = .exported) -> String {
    var writer = KernelWriter(kernel, linkage: linkage)
    return writer.function()
  }

  /// What the kernel computes, as a block comment.
  private func notes(of kernel: Kernel) -> String {
    let lines = ([kernel.name] + kernel.notes).flatMap { $0.inComment.wrapped(at: LineBreaker.width - 3) }
    guard lines.count > 1 else { return "/* \(lines.first ?? "") */" }
    return "/* " + lines.joined(separator: "\n * ") + "\n */"
  }
}

extension CPrinter {
  /// The headers that emitted C includes, by file name.
  public static let preludeFiles: [(name: String, text: String)] = [
    ("sonograph_kernel.h", String(decoding: PackageResources.sonograph_kernel_h, as: UTF8.self)),
    ("sonograph_narrow.h", String(decoding: PackageResources.sonograph_narrow_h, as: UTF8.self)),
    ("sonograph_math.h", String(decoding: PackageResources.sonograph_math_h, as: UTF8.self)),
    ("sonograph_normal.h", String(decoding: PackageResources.sonograph_normal_h, as: UTF8.self)),
  ]
}

extension String {
  /// The text with nothing in it that would begin or end a C comment.
  var inComment: String {
    replacing("*/", with: "* /").replacing("/*", with: "/ *")
  }

  /// The text in lines of at most `width` characters where its spaces allow it.
  fileprivate func wrapped(at width: Int) -> [String] {
    var lines: [String] = []
    for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append("")
      for word in paragraph.split(separator: " ") {
        let line = lines[lines.count - 1]
        if line.isEmpty {
          lines[lines.count - 1] = String(word)
        } else if line.count + 1 + word.count <= width {
          lines[lines.count - 1] += " \(word)"
        } else {
          lines.append(String(word))
        }
      }
    }
    return lines
  }
}
