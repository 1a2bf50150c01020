import CPrinter
import Compiler
import GraphIR

/// What the compiler makes of a graph, for people to review: the prepared graph, the schedule and, for each target, the
/// distinct kernels. Source lines are left out, so that moving a line in a model changes nothing here.
public struct GeneratedFiles {
  /// Never the host's target: what is committed must not depend on who commits it.
  public static let targets: [Target] = [.avx512, .avx2, .generic]

  /// File texts by path below `Generated/`.
  ///
  /// - Throws: what `Compiler.compile` throws.
  public static func files(_ name: String, _ graph: Graph) throws -> [String: String] {
    var files: [String: String] = [:]
    for target in targets {
      let program = try Compiler(CompileOptions(target: target)).compile(graph)
      files["\(name)/graph.txt"] = program.graph.text(locations: false)
      files["\(name)/\(target.name)/schedule.txt"] = ScheduleText(program).text
      for kernel in program.kernels {
        var quiet = kernel
        quiet.notes = kernel.notes.map { $0.split(separator: " at ").first.map(String.init) ?? $0 }
        files["\(name)/\(target.name)/\(kernel.name).c"] = CPrinter().source(of: quiet)
      }
    }
    return files
  }
}
