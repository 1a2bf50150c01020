import CPrinter
import Compiler
import GraphIR
import Sonograph

/// What the compiler makes of a model's training step, for people to review: the graph as the model writes it, the
/// schedule and the distinct kernels. Source lines are left out, so that moving a line in a model changes nothing here.
public struct GeneratedFiles {
  /// Never the host's target: what is committed must not depend on who commits it.
  public static let targets: [Target] = [.avx512]

  /// The models that are listed: the tiny size of each system, and the recurrences (those with sizes to set by name).
  public static func isListed(_ model: any Model) -> Bool { model.name.hasSuffix("-tiny") || !model.sizes.isEmpty }

  /// File texts by path below `Generated/`.
  ///
  /// - Throws: what building and `Compiler.compile` throw.
  public static func files(_ model: any Model) throws -> [String: String] {
    var files = ["\(model.name)/graph.txt": try model.forwardGraph().text(locations: false)]
    for target in targets {
      let program = try Compiler(CompileOptions(target: target)).compile(try model.trainGraph())
      let folder = "\(model.name)/\(target.name)"
      files["\(folder)/schedule.txt"] = ScheduleText(program).text
      for kernel in program.kernels {
        var quiet = kernel
        quiet.notes = kernel.notes.map { $0.split(separator: " at ").first.map(String.init) ?? $0 }
        files["\(folder)/\(kernel.name).c"] = CPrinter().source(of: quiet)
      }
    }
    return files
  }
}
