import Audio
import Foundation

extension Pretraining {
  /// Held-out clips that a report shows.
  private static let pictureCount = 4

  /// Writes the run's own page, `report.html`, and its pictures.
  public func writeReport() throws {
    try evaluator.take(trainer.session)
    let reconstructions = try evaluator.reconstructions(count: Self.pictureCount)
    let folder = run.picturesPath
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw FeatureError.cannotWrite(path: folder, reason: error.localizedDescription)
    }
    for (number, reconstruction) in reconstructions.enumerated() {
      let png = try SpectrogramImage(reconstruction, evaluator.grid).picture().png()
      try AtomicFile.write(png, to: "\(folder)/\(number).png")
    }
    try AtomicFile.write(JSONEncoder.stable().encode(reconstructions.map(\.file)), to: run.pictureListPath)
    let report = try RunReport(title: run.name, runs: [run])
    try AtomicFile.write(Data(report.html.utf8), to: run.reportPath)
  }
}

extension RunReport {
  /// A page of runs as they are on the disk.
  ///
  /// - Throws: `TrainingError` if one of them is no run.
  public init(title: String, runs: [RunDirectory]) throws {
    self.init(
      title: title,
      entries: try runs.map { run in
        let description = try run.description()
        let database = try RunDatabase(directory: run.parent)
        guard let summary = try database.summaries().first(where: { $0.name == run.name }) else {
          throw TrainingError("the run \(run.path) is not in the run database", "its directory may have been moved")
        }
        let (losses, evaluations) = try database.curves(run.name)
        let list = FileManager.default.contents(atPath: run.pictureListPath)
          .flatMap { try? JSONDecoder.stable.decode([String].self, from: $0) }
        let pictures = (list ?? []).enumerated().compactMap { number, file in
          FileManager.default.contents(atPath: "\(run.picturesPath)/\(number).png").map { (file, $0) }
        }
        return Entry(
          summary, description, losses: losses, evaluations: evaluations, pictures: pictures,
          probes: try database.probes(run.name))
      })
  }
}
