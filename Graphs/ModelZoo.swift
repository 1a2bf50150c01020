import Sonograph

/// The models that the command line offers by name. A new model is one file here and one line below.
public enum ModelZoo {
  public static let all: [any Model] =
    ModelSize.allCases.map { SSAST($0) } + ModelSize.allCases.map { SSAM($0) }
    + ModelSize.allCases.map { AxLSTM($0) } + ModelSize.allCases.map { AxLSTM($0, expansion: 3) }
    + Recurrence.all
}
