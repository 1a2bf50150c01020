import Audio
import Foundation

/// Where a run keeps what it needs and what it has found:
///
///     run.json                         what the run is (`RunDescription`)
///     metrics.jsonl                    a line for each step and each evaluation (`Metric`)
///     checkpoints/step-00000100/       parameters.safetensors, optimizer.safetensors, state.json (`Checkpoint`)
///     failure.json                     where a loss that was not finite stopped it (`NonFiniteLoss`)
///     reconstructions/                 pictures of held-out clips
///     report.html                      curves and reconstructions as a page
public struct RunDirectory: Sendable, Hashable {
  public let path: String
  public init(_ path: String) { self.path = path }

  /// The last component, by which lists name the run.
  public var name: String { URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent }
  /// The directory of runs that it lies in.
  public var parent: String { URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent().path }
  var descriptionPath: String { path + "/run.json" }
  public var metricsPath: String { path + "/metrics.jsonl" }
  var checkpointsPath: String { path + "/checkpoints" }
  var failurePath: String { path + "/failure.json" }
  var picturesPath: String { path + "/reconstructions" }
  var pictureListPath: String { picturesPath + "/pictures.json" }
  public var reportPath: String { path + "/report.html" }
  public var exists: Bool { FileManager.default.fileExists(atPath: descriptionPath) }

  /// - Throws: `TrainingError` if there is no run here, or one of another version.
  public func description() throws -> RunDescription {
    guard let data = FileManager.default.contents(atPath: descriptionPath) else {
      throw TrainingError("there is no run in \(path)", "expected \(descriptionPath); sonograph pretrain makes runs")
    }
    struct Version: Decodable { let format: Int }
    if let found = try? JSONDecoder.stable.decode(Version.self, from: data), found.format != RunDescription.format {
      throw TrainingError(
        "\(descriptionPath) has format \(found.format)", "this version reads format \(RunDescription.format)")
    }
    do { return try JSONDecoder.stable.decode(RunDescription.self, from: data) } catch {
      throw TrainingError("\(descriptionPath) is damaged", "\(error)")
    }
  }

  /// Where the run failed; nil if it has not.
  public func failure() throws -> NonFiniteLoss? {
    _ = try description()
    return FileManager.default.contents(atPath: failurePath).flatMap {
      try? JSONDecoder.stable.decode(NonFiniteLoss.self, from: $0)
    }
  }

  /// Begins a run.
  ///
  /// - Throws: `TrainingError` if there is one already, `FeatureError.cannotWrite`.
  public func create(_ description: RunDescription) throws {
    if exists { throw TrainingError("there is a run in \(path) already", "resume it, or choose another directory") }
    do { try FileManager.default.createDirectory(atPath: checkpointsPath, withIntermediateDirectories: true) } catch {
      throw FeatureError.cannotWrite(path: path, reason: error.localizedDescription)
    }
    try AtomicFile.write(JSONEncoder.stable(pretty: true).encode(description), to: descriptionPath)
  }

  /// The first of `NAME`, `NAME-2`, `NAME-3` ... below a directory of runs that is not there yet.
  public static func unused(_ name: String, in directory: String) -> RunDirectory {
    var (candidate, number) = (name, 1)
    while FileManager.default.fileExists(atPath: "\(directory)/\(candidate)") {
      number += 1
      candidate = "\(name)-\(number)"
    }
    return RunDirectory("\(directory)/\(candidate)")
  }

  /// The runs of a directory, by name.
  public static func all(in directory: String) -> [RunDirectory] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.sorted().map { RunDirectory("\(directory)/\($0)") }.filter(\.exists)
  }
}
