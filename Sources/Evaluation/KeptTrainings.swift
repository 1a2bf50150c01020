import Audio
import Foundation

/// Trainings of predictors in a directory, each in a file once it is done, so that an evaluation that was killed does not
/// repeat them, and one with more seeds or another grid begins with those that it shares.
///
/// A file is named by a digest of everything that the training depends on. It holds a line of JSON, then the logits of the
/// test rows in single precision.
public struct KeptTrainings: Sendable {
  public let directory: String

  /// - Parameter directory: is made if need be.
  /// - Throws: `EvaluationError`.
  public init(_ directory: String) throws {
    self.directory = directory
    do { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) } catch {
      throw EvaluationError("cannot make the directory \(directory)", error.localizedDescription)
    }
  }

  private struct Header: Codable {
    let judgement: Judgement
    let epoch: Int
    let rows: Int
    let classes: Int
  }

  /// Changes when a training gives other numbers for the same inputs.
  public static let version = 3

  /// - Parameter data: a digest of the embeddings and labels.
  static func name(_ settings: PredictorSettings, fold: String, seed: UInt32, data: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return Digest.text(Data("\(version) \(data) \(fold) \(seed) ".utf8) + (try encoder.encode(settings)))
  }

  /// A training that is done; nil if there is none, or its file is damaged.
  func outcome(_ name: String) -> PredictorTraining.Outcome? {
    guard let data = FileManager.default.contents(atPath: path(name)), let end = data.firstIndex(of: UInt8(ascii: "\n")),
      let header = try? Self.decoder.decode(Header.self, from: data[..<end]), (0..<1 << 32).contains(header.rows), (1..<1 << 24).contains(header.classes),
      data[(end + 1)...].count == header.rows * header.classes * 4
    else { return nil }
    let body = data[(end + 1)...]
    var values = [Float](repeating: 0, count: header.rows * header.classes)
    _ = values.withUnsafeMutableBytes { body.copyBytes(to: $0) }
    let logits = (0..<header.rows).map { row in values[row * header.classes..<(row + 1) * header.classes].map { Double($0) } }
    return PredictorTraining.Outcome(judgement: header.judgement, epoch: header.epoch, logits: logits)
  }

  func keep(_ outcome: PredictorTraining.Outcome, _ name: String) throws {
    let header = Header(
      judgement: outcome.judgement, epoch: outcome.epoch, rows: outcome.logits.count, classes: outcome.logits.first?.count ?? 1)
    // Computed in single precision, so that nothing is lost.
    let values = outcome.logits.flatMap { $0.map { Float($0) } }
    let data = try Self.encoder.encode(header) + Data("\n".utf8) + values.withUnsafeBytes { Data($0) }
    try AtomicFile.write(data, to: path(name))
  }

  private func path(_ name: String) -> String { "\(directory)/\(name)" }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}

extension EmbeddedTask {
  /// Of everything that a training takes from the task.
  var digest: String {
    let values = splits.map { $0.values.withUnsafeBytes { Digest.text(Data($0)) } }
    let targets = splits.map { Digest.text(Data($0.targets.map { "\($0.sorted())" }.joined().utf8)) }
    return "\(task.digest) \(features) \(values) \(targets) \(Digest.text(Data("\(moments)".utf8)))"
  }
}
