import ArgumentParser
import Foundation
import Sonograph

/// The whole command line as a library: a package with models of its own calls `SonographCommand.run(models:)`.
public struct SonographCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "sonograph", abstract: "Compiles audio sequence models to fused CPU kernels.",
    subcommands: [
      ModelsCommand.self, GraphCommand.self, CompileCommand.self, CheckCommand.self, ExplainCommand.self, BenchCommand.self, CacheCommand.self,
      GenerateCommand.self, PrepareCommand.self, PretrainCommand.self, RunsCommand.self, ReplayCommand.self, EmbedCommand.self, StreamCommand.self,
      ReconstructCommand.self, ImportCommand.self, EvaluateCommand.self, FineTuneCommand.self, CompareCommand.self, ExportCommand.self, VerifyCommand.self, DoctorCommand.self,
    ])
  public init() {}

  /// Runs the command line for these models.
  public static func run(models: [any Model]) {
    ModelRegistry.shared.models = models
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      report(error)
    }
  }

  /// Prints what was wrong, once introduced as an error, and exits; help and usage are left to the argument parser.
  private static func report(_ error: any Error) -> Never {
    guard exitCode(for: error) == .failure, !(error is ExitCode) else { exit(withError: error) }
    let message = message(for: error)
    let firstLine = message.prefix { $0 != "\n" }
    let isIntroduced = firstLine.hasPrefix("error: ") || firstLine.contains(": error: ")
    FileHandle.standardError.write(Data("\(isIntroduced ? "" : "error: ")\(message)\n".utf8))
    exit(withError: ExitCode.failure)
  }
}

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Times compiled models and kernels.", 
    subcommands: [ModelBench.self, KernelBench.self, SweepBench.self, ScanBench.self, GemmBench.self, BenchDiff.self, BurstBench.self], defaultSubcommand: ModelBench.self)
}
