import CXXHash
import Evaluation
import Foundation

extension EvaluationTask {
  /// 16 hexadecimal digits of everything that scores depend on: labels, splits, metrics, and the names and sizes of all
  /// clips' files. A task whose files were replaced is embedded and scored anew.
  var digest: String {
    var lines = ["\(prediction) \(splitMode) \(metrics.map(\.rawValue)) \(duration ?? 0) \(labels)"]
    for split in splits {
      lines.append(split.name)
      for clip in split.clips {
        let attributes = try? FileManager.default.attributesOfItem(atPath: clip.path)
        let size = attributes?[.size] as? Int ?? 0
        lines.append("\(clip.name) \(clip.classes.sorted()) \(size)")
      }
    }
    return Plan.name("", lines)
  }

  var clipCount: Int { splits.reduce(0) { $0 + $1.clips.count } }
}
