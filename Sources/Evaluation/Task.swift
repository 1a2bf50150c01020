/// A labelled task as the HEAR benchmark lays it out: splits of clips with classes, and how to score them.
public struct EvaluationTask: Sendable {
  /// What is labelled: whole clips, or events in them, found from embeddings of moments.
  public enum Embedding: String, Sendable, Hashable, CaseIterable { case scene, event }
  /// What one clip is labelled with.
  public enum Prediction: String, Sendable, Hashable, CaseIterable { case multiclass, multilabel }
  /// How splits become training, validation and test data.
  public enum SplitMode: String, Sendable, Hashable, CaseIterable {
    case trainValidTest = "trainvaltest"
    case newFolds = "new_split_kfold"
    case givenFolds = "presplit_kfold"
  }
  public struct Clip: Sendable, Hashable {
    /// The name in the split's file.
    public let name: String
    public let path: String
    /// Indices into `labels`: one for multiclass tasks.
    public let classes: Set<Int>
    /// What happens when, for tasks of events; `classes` holds the classes of all of them.
    public internal(set) var events: [SoundEvent] = []
  }
  public struct Split: Sendable, Hashable {
    public let name: String
    /// In the order of the split's file.
    public let clips: [Clip]
  }
  /// The splits, by number, that one predictor is trained, validated and tested on.
  public struct Fold: Sendable, Hashable {
    public let name: String
    public let train: [Int]
    public let valid: Int
    public let test: Int
  }

  /// The directory's name, such as `esc50-v2.0.0-full`.
  public let name: String
  public let prediction: Prediction
  public let splitMode: SplitMode
  /// The first decides.
  public let metrics: [Metric]
  /// Seconds to which every clip is cut or filled up with zeros; nil to leave clips as they are.
  public let duration: Double?
  public let labels: [String]
  public let splits: [Split]
  /// In Hz, of the sound files that are read; nil if each has its own.
  public let sampleRate: Int?
  /// What a reader of scores should know, such as that they cannot be compared with published ones.
  public var note: String?
  public internal(set) var embedding = Embedding.scene
  /// How scores of moments become events: the best on the validation data is taken; for tasks of events.
  public internal(set) var processing = EventProcessing.grid
  /// Whether a training stops, and is chosen, by the first metric, not by the validation loss.
  public internal(set) var stopsByScore = true

  /// Training, validation and test data: the three splits, or for each fold i the test on i, validation on i + 1 and
  /// training on the rest, as the evaluation kit does it.
  public var folds: [Fold] {
    if splitMode == .trainValidTest { return [Fold(name: "test", train: [0], valid: 1, test: 2)] }
    return splits.indices.map { test in
      let valid = (test + 1) % splits.count
      return Fold(
        name: splits[test].name, train: splits.indices.filter { $0 != test && $0 != valid }, valid: valid, test: test)
    }
  }
}
