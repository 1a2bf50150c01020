import ArgumentParser
import Sonograph

/// The whole command line as a library: a package with models of its own calls `SonographCommand.run(models:)`.
public struct SonographCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "sonograph", abstract: "Compiles audio sequence models to fused CPU kernels.",
    subcommands: [
      ModelsCommand.self, GraphCommand.self, CompileCommand.self, CheckCommand.self, ExplainCommand.self, BenchCommand.self, CacheCommand.self,
      GenerateCommand.self, PrepareCommand.self, PretrainCommand.self, RunsCommand.self, ReplayCommand.self, EmbedCommand.self,
      ReconstructCommand.self, ImportCommand.self, ExportCommand.self, VerifyCommand.self,
      ReconstructCommand.self, ImportCommand.self, EvaluateCommand.self,
      DoctorCommand.self,
    ])
  public init() {}

  /// Runs the command line for these models.
  public static func run(models: [any Model]) {
    ModelRegistry.shared.models = models
    main()
  }
}

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Times compiled models and kernels.", 
    subcommands: [ModelBench.self, ScanBench.self, GemmBench.self], defaultSubcommand: ModelBench.self)
}
