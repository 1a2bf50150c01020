import ArgumentParser
import Audio
import Foundation
import Runtime
import Sonograph

/// `sonograph bench sweep MODEL...`: speed and memory over lists of sizes, with a page of plots.
struct SweepBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Times models at every combination of lists of sizes, and draws plots.",
    discussion: """
      Options take lists with commas. Every combination is timed in each round, one after the other; figures are medians over
      all rounds. JSON has `rows` with the coordinates, `median_ms`, `us_per_token`, `clips_per_s`, `gflops`, `working_bytes` and
      `limit`, the share of the time that the machine's measured peaks would take.

      EXAMPLES
        sonograph bench sweep ssast-tiny ssam-tiny axlstm-tiny --length 251,1001,4001 -o sweep.html
        sonograph bench sweep ssam-tiny --target avx512,avx2,generic --threads 1,2
        sonograph bench sweep ssam-tiny --frames 200 --vary patch-time=2,4,8 --mode forward,train --batch 1,8
      """)

  @Argument(help: "Models.") var models: [String]
  @Option(help: "forward, train, or both.") var mode = "forward"
  @Option(help: "Clips in a batch.") var batch = "1"
  @Option(help: "Tokens, cls included: 1 + 5 n at the default patch; by default 251.") var length: String?
  @Option(help: "Frames of a clip instead of tokens, to compare patch sizes.") var frames: String?
  @Option(help: "Threads; by default all cores.") var threads: String?
  @Option(help: "Instruction sets; by default the best that this machine has.") var target: String?
  @Option(help: "A setting of the models with a list of values, for instance patch-time=2,4,8; may be repeated.") var vary: [String] = []
  @Option(help: "Rounds.") var rounds = 2
  @Option(help: "Timed runs of each combination in a round.") var runs = 3
  @Option(name: .customLong("cache"), help: "Directory of the kernel cache.") var cacheDirectory: String?
  @Option(name: .shortAndLong, help: "Write a page with plots to this file.") var output: String?
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    guard rounds >= 1, runs >= 1 else { throw UserError("--rounds is \(rounds) and --runs is \(runs)", "expected 1 or more") }
    let points = try self.points()
    // Whatever is wrong with a name or a size is said before anything is timed.
    for point in points { try check(point) }
    var (samples, peaks) = ([SweepPoint: [SweepSample]](), [String: Peaks]())
    let (line, start) = (ProgressLine(), Host.now)
    for round in 0..<rounds {
      for (number, point) in points.enumerated() {
        let done = round * points.count + number
        let left = done == 0 ? "" : String(format: ", %.0f s left", (Host.now - start) / Double(done) * Double(rounds * points.count - done))
        line.show("\(done + 1) of \(rounds * points.count): \(point.coordinates.map(\.value).joined(separator: ", "))\(left)")
        let sample = try point.measure(try machine(point), runs: runs) { machine in
          let key = "\(point.target) \(point.threads)"
          if peaks[key] == nil { peaks[key] = try Peaks(machine) }
          return peaks[key]!
        }
        samples[point, default: []].append(sample)
      }
    }
    line.finish()
    let result = SweepResult(points.map { ($0, samples[$0]!) })
    if let output { try AtomicFile.write(Data(result.page.utf8), to: output) }
    if json { return try printJSON(["rows": result.rows]) }
    result.print()
    if let output { print("plots: \(output)") }
  }

  // MARK: Lists

  private func points() throws -> [SweepPoint] {
    let modes = try Self.list("mode", mode).map { name in
      guard let mode = ModelOptions.Mode(rawValue: name) else { throw UserError("--mode has '\(name)'", "expected forward, train or forward,train") }
      return mode
    }
    guard length == nil || frames == nil else { throw UserError("--length and --frames both say how long clips are", "give one of them") }
    let lengths = try frames.map { try Self.numbers("frames", $0).map(SweepLength.frames) }
      ?? Self.numbers("length", length ?? "251").map(SweepLength.tokens)
    let threads = try threads.map { try Self.numbers("threads", $0) } ?? [ProcessInfo.processInfo.activeProcessorCount]
    let (targets, batches) = (try Self.list("target", target ?? Host.target.name), try Self.numbers("batch", batch))
    var points: [SweepPoint] = []
    for model in models { for mode in modes { for settings in try combinations() { for target in targets { for batch in batches {
      for length in lengths { for threads in threads {
        points.append(SweepPoint(
          model: model, mode: mode, target: target, settings: settings, batch: batch, threads: threads, length: length))
      } }
    } } } } }
    return points
  }

  /// Every combination of the values of `--vary`.
  private func combinations() throws -> [[SweepSetting]] {
    try vary.reduce([[]]) { all, text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw UserError("--vary is '\(text)'", "expected a setting with values, for instance patch-time=2,4,8") }
      let values = try Self.list("vary", parts[1])
      return all.flatMap { before in values.map { before + [SweepSetting(name: parts[0], value: $0)] } }
    }
  }

  private static func list(_ option: String, _ text: String) throws -> [String] {
    let values = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    guard !values.isEmpty, Set(values).count == values.count else {
      throw UserError("--\(option) is '\(text)'", "expected different values with commas between them")
    }
    return values
  }

  private static func numbers(_ option: String, _ text: String) throws -> [Int] {
    try list(option, text).map { value in
      guard let number = Int(value), number >= 1 else { throw UserError("--\(option) has '\(value)'", "expected numbers of 1 or more") }
      return number
    }
  }

  // MARK: Points

  private func machine(_ point: SweepPoint) throws -> MachineOptions {
    var machine = try MachineOptions.parse([])
    (machine.target, machine.threads, machine.cacheDirectory) = (point.target, point.threads, cacheDirectory)
    return machine
  }

  private func check(_ point: SweepPoint) throws {
    let machine = try machine(point)
    _ = try machine.runnableOptions()
    guard point.threads <= 256 else { throw UserError("--threads has \(point.threads)", "expected 1 to 256") }
    let values = Dictionary(point.settings.map { ($0.name, $0.value) }) { $1 }
    let graph = try ModelRegistry.model(named: point.model, settings: values).forwardGraph()
    _ = try point.length.sizes(batch: point.batch, graph, graph.symbols)
  }
}
