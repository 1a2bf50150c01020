import Audio
import Foundation

/// Results of stages, a JSON file each: there or not, whenever the process is killed.
public struct ResultStore: Sendable {
  public let directory: String

  /// - Throws: `ComparisonError` if the directory cannot be made.
  public init(_ directory: String) throws {
    self.directory = directory
    do { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) } catch {
      throw ComparisonError("cannot make the directory \(directory)", error.localizedDescription)
    }
  }

  public func has(_ stage: Stage) -> Bool { FileManager.default.fileExists(atPath: path(stage)) }

  /// Nil if the stage has not been computed.
  ///
  /// - Throws: `ComparisonError` for a file that is damaged.
  public func read<Value: Decodable>(_ type: Value.Type, _ stage: Stage) throws -> Value? {
    guard let data = FileManager.default.contents(atPath: path(stage)) else { return nil }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do { return try decoder.decode(type, from: data) } catch {
      throw ComparisonError("\(path(stage)) is damaged", "remove it, and its stage is computed again")
    }
  }

  public func write(_ value: some Encodable, _ stage: Stage) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // A mean over classes of which one has no clip is not defined.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    try AtomicFile.write(encoder.encode(value), to: path(stage))
  }

  private func path(_ stage: Stage) -> String { "\(directory)/\(stage.name).json" }
}
