/// How a predictor is built and trained.
public struct PredictorSettings: Sendable, Hashable, Codable {
  public enum Initialization: String, Sendable, Hashable, Codable, CaseIterable {
    case xavierUniform = "xavier_uniform"
    case xavierNormal = "xavier_normal"
  }
  public var hiddenLayers = 1
  public var hiddenSize = 1024
  public var dropout = 0.1
  public var learningRate = 1e-4
  public var initialization = Initialization.xavierNormal
  public var batchSize = 1024
  public var maxEpochs = 500
  /// Epochs from one validation to the next.
  public var checkEvery = 3
  /// Validations without a better score after which training ends.
  public var patience = 20
  public init() {}
}

/// Which settings are tried before the best on the validation data is taken.
public enum PredictorGrid: String, Sendable, Hashable, Codable, CaseIterable {
  /// The HEAR benchmark's: 8 of 16 points, drawn with the seed.
  case official
  /// That of the lab whose systems are compared: dropout 0.1 or 0.25, one hidden layer, rate 1e-4.
  case lab
  /// One linear map, a probe of what the embeddings hold: no hidden layer, rate 1e-3.
  case linear

  /// All points.
  public var all: [PredictorSettings] {
    var points: [PredictorSettings] = []
    switch self {
    case .lab:
      for dropout in [0.1, 0.25] {
        var settings = PredictorSettings()
        settings.dropout = dropout
        points.append(settings)
      }
    case .linear:
      var settings = PredictorSettings()
      (settings.hiddenLayers, settings.dropout, settings.learningRate) = (0, 0, 1e-3)
      points.append(settings)
    case .official:
      for layers in [1, 2] {
        for rate in [3.2e-3, 1e-3, 3.2e-4, 1e-4] {
          for initialization in [PredictorSettings.Initialization.xavierUniform, .xavierNormal] {
            var settings = PredictorSettings()
            (settings.hiddenLayers, settings.learningRate, settings.initialization) = (layers, rate, initialization)
            points.append(settings)
          }
        }
      }
    }
    return points
  }

  /// The points that one seed tries, in order.
  public func points(seed: UInt32) -> [PredictorSettings] {
    var points = all
    var generator = MersenneTwister(seed: seed)
    generator.shuffle(&points)
    return Array(points.prefix(8))
  }
}
