import CXXHash
import Foundation

extension EvaluationTask {
  /// 16 hexadecimal digits of everything that scores depend on: labels, splits, metrics, and the names and sizes of all
  /// clips' files. A task whose files were replaced is embedded and scored anew.
  public var digest: String {
    var lines = ["\(name) \(prediction) \(splitMode) \(metrics.map(\.rawValue)) \(duration ?? 0) \(labels)"]
    if embedding == .event { lines.append("\(processing) \(stopsByScore)") }
    for split in splits {
      lines.append(split.name)
      for clip in split.clips {
        let size = (try? FileManager.default.attributesOfItem(atPath: clip.path))?[.size] as? Int ?? 0
        let events = clip.events.map { " \($0.label) \($0.start) \($0.end)" }.joined()
        lines.append("\(clip.name) \(clip.classes.sorted()) \(size)" + events)
      }
    }
    return Digest.text(Data(lines.joined(separator: "\n").utf8))
  }

  public var clipCount: Int { splits.reduce(0) { $0 + $1.clips.count } }
}

/// XXH3 in hexadecimal digits.
public enum Digest {
  public static func text(_ data: Data) -> String {
    let hex = String(data.withUnsafeBytes { XXH3_64bits($0.baseAddress, $0.count) }, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }
}
