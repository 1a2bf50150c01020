import Foundation

/// What a run is: enough to repeat it, and to resume it bit for bit.
public struct RunDescription: Sendable, Hashable, Codable {
  /// Of this description and the checkpoints.
  public static let format = 1

  public var format = Self.format
  public let model: String
  /// Sizes and options of the model that differ from those of its name.
  public let settings: [String: String]
  /// Trainable parameters.
  public let parameters: Int
  public let options: PretrainOptions
  public let data: TrainingData.Description
  /// Of the log-mels that it is trained on; nil in runs of earlier versions.
  public let scale: FeatureScale?
  /// The file of the parameters that it started from.
  public let initialized: String?
  /// The instruction set; another one rounds otherwise.
  public let target: String
  /// Of the C compiler, which decides about rounding, too.
  public let compiler: String
  public let version: String
  /// ISO 8601.
  public let created: String

  public init(
    model: String, settings: [String: String], parameters: Int, options: PretrainOptions,
    data: TrainingData.Description, scale: FeatureScale? = nil, initialized: String?, target: String, compiler: String, created: Date
  ) {
    (self.model, self.settings, self.parameters, self.options) = (model, settings, parameters, options)
    (self.data, self.scale, self.initialized) = (data, scale, initialized)
    (self.target, self.compiler) = (target, compiler)
    version = "0.1"
    self.created = ISO8601DateFormatter().string(from: created)
  }
}

extension JSONEncoder {
  /// Keys sorted, so that equal values are equal bytes; numbers that are not finite as words.
  package static func stable(pretty: Bool = false) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }
}

extension JSONDecoder {
  package static var stable: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
