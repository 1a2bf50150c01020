import ArgumentParser
import Audio
import Compiler
import Features
import Foundation
import Graphs
import Runtime

/// `sonograph prepare DIR -o SHARDS`: log-mel spectrograms of a corpus, computed once.
struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare",
    abstract: "Computes the log-mel features of a directory of sound files and stores them in shards.",
    discussion: """
      Any file that libsndfile reads, at any rate and with any number of channels; long files are cut into clips. A run
      that was killed goes on where it stopped, with the same result. Broken files are left out and named.

      EXAMPLES
        sonograph prepare recordings -o shards
        sonograph prepare recordings -o shards --type float32 --front-end kaldi --json
      """)

  enum FrontEnd: String, ExpressibleByArgument, CaseIterable {
    case torchaudio, kaldi, ast, librosa
    var settings: LogMel {
      switch self {
      case .torchaudio: LogMel()
      case .kaldi: .kaldi
      case .ast: .audioSpectrogramTransformer
      case .librosa: .librosa
      }
    }
  }

  @Argument(help: "A directory; it is searched with everything below it.") var directory: String
  @Option(name: [.customShort("o"), .customLong("output")], help: "The directory for the shards.") var output: String
  @Option(help: "torchaudio (as SSAST, SSAM and AxLSTM), kaldi, ast or librosa.") var frontEnd = FrontEnd.torchaudio
  @Option(help: "Bands of the mel scale.") var mels = 80
  @Option(name: .customLong("type"), help: "float16 or float32: how values are stored.") var element = FeatureSettings
    .Element.float16
  @Option(help: "Seconds of a clip.") var clip = 10.0
  @Option(help: "Clips in a shard; a shard is held in memory while it is made.") var clipsPerShard = 256
  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    let checks: [(Bool, String)] = [
      (mels >= 1 && mels <= 1024, "--mels is \(mels), expected 1 to 1024"),
      (clip >= 0.1 && clip <= 3600, "--clip is \(clip), expected 0.1 to 3600 seconds"),
      (clipsPerShard >= 1 && clipsPerShard <= 100_000, "--clips-per-shard is \(clipsPerShard), expected 1 to 100000"),
    ]
    for (isRight, message) in checks where !isRight { throw ValidationError(message) }
  }

  func run() throws {
    let start = Host.now
    var settings = frontEnd.settings
    settings.mels = mels
    let line = ProgressLine()
    let corpus = try Corpus(directory: directory) { line.show("looked at \($0) files") }
    let plan = ClipPlan(
      corpus, sampleRate: settings.sampleRate, length: Int((clip * Double(settings.sampleRate)).rounded()))
    let pool = try machine.pool()
    let extract = try LogMelExtractor(
      settings, target: try machine.runnableTarget(), cache: try machine.cache(), pool: pool)
    var preparation = ShardPreparation(
      plan, FeatureSettings(settings, clipSamples: plan.length, element: element), directory: output)
    (preparation.clipsPerShard, preparation.threads) = (clipsPerShard, machine.threads)
    let began = Host.now
    let result = try preparation.run(features: { try extract($0) }) {
      line.show(Self.text($0, seconds: Host.now - began))
    }
    line.finish()
    for file in result.skipped { FileHandle.standardError.write(Data("skipped: \(file.reason)\n".utf8)) }
    let report = PrepareReport(
      result, settings, plan, element: element, output, computing: Host.now - began, elapsed: Host.now - start)
    if json { try printJSON(report) } else { print(report.text) }
  }

  private static func text(_ progress: ShardPreparation.Progress, seconds: Double) -> String {
    let rate = Double(progress.computed) / max(seconds, 1e-3)
    let left = progress.computed > 0 ? Double(progress.total - progress.clips) / max(rate, 1e-9) : 0
    return String(format: "%d of %d clips, %.1f clips/s, %.0f s left", progress.clips, progress.total, rate, left)
  }
}

extension FeatureSettings.Element: ExpressibleByArgument {}
