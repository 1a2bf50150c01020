import Foundation

extension Checkpoint.State {
  /// How the parameters came about, in words for those who get them without the run; it names no path.
  public var history: String {
    func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
    let recordings = run.data.directory.map(name) ?? "the recordings that come with Sonograph"
    // The encoder of a fine-tuning run: the step is one of fine-tuning.
    if let initialized = run.initialized, initialized.hasPrefix("fine-tuned") {
      return "pre-trained on \(recordings), then \(initialized)"
    }
    var text = "pre-trained for \(step) steps of \(run.options.clipsPerStep) clips of \(run.options.frames) frames, "
    text += "\(run.data.trainingFiles) files of \(recordings)"
    if let initialized = run.initialized { text += ", from \(name(initialized)) on" }
    guard let evaluation else { return text }
    return text
      + String(
        format: "; error on hidden held-out patches %.4g (best constant for each band %.4g, nearest visible patch %.4g)",
        evaluation.maskedLoss, evaluation.baselines.constant, evaluation.baselines.nearest)
  }
}
