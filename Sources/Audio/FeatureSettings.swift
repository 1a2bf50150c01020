import Foundation

/// How features were made: whatever changes their values. Shards with other settings are never mixed.
public struct FeatureSettings: Hashable, Sendable {
  /// Numbers of how many bits are stored.
  public enum Element: String, Sendable, Hashable, Codable, CaseIterable {
    /// Half precision: log-mel values of magnitude 8 to 16 are rounded by up to 0.004.
    case float16
    case float32
    public var bytes: Int { self == .float16 ? 2 : 4 }
    /// The name in the safetensors format.
    var dtype: String { self == .float16 ? "F16" : "F32" }
  }

  public let element: Element
  /// Values of a frame.
  public let mels: Int
  /// Everything else by name, such as the hop and the window.
  public let frontEnd: [String: String]

  /// - Parameter frontEnd: names and values without spaces and equal signs.
  public init(element: Element, mels: Int, frontEnd: [String: String]) {
    precondition(
      frontEnd.allSatisfy { pair in [pair.key, pair.value].allSatisfy { !$0.contains { $0 == " " || $0 == "=" } } })
    (self.element, self.mels, self.frontEnd) = (element, mels, frontEnd)
  }

  /// All settings by name.
  var all: [String: String] {
    frontEnd.merging(["element": element.rawValue, "mels": "\(mels)"]) { _, own in own }
  }

  /// `name=value` pairs, by name: equal texts are equal settings.
  var text: String { all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

  init?(text: String) {
    var all: [String: String] = [:]
    for pair in text.split(separator: " ") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      all[String(parts[0])] = String(parts[1])
    }
    guard let element = all.removeValue(forKey: "element").flatMap(Element.init),
      let mels = all.removeValue(forKey: "mels").flatMap({ Int($0) })
    else { return nil }
    self.init(element: element, mels: mels, frontEnd: all)
  }

  /// What differs, as `hop: 160 there, 320 here`.
  func differences(from other: FeatureSettings) -> String {
    let (mine, theirs) = (all, other.all)
    return Set(mine.keys).union(theirs.keys).sorted().filter { mine[$0] != theirs[$0] }
      .map { "\($0): \(theirs[$0] ?? "not set") there, \(mine[$0] ?? "not set") here" }.joined(separator: "; ")
  }
}

/// Why stored features cannot be used or written.
public enum FeatureError: Error, Hashable, Sendable, CustomStringConvertible {
  case missing(directory: String)
  case empty(directory: String)
  case incomplete(directory: String, found: Int, expected: Int)
  case damaged(path: String, reason: String)
  case otherSettings(path: String, differences: String)
  case otherCorpus(path: String)
  case cannotWrite(path: String, reason: String)
  case inUse(directory: String)

  public var description: String {
    switch self {
    case .missing(let directory): "there is no directory \(directory); sonograph prepare makes one"
    case .empty(let directory): "\(directory) has no feature shards; sonograph prepare makes them"
    case .incomplete(let directory, let found, let expected):
      "\(directory) has \(found) of \(expected) shards; the same sonograph prepare again makes the rest"
    case .damaged(let path, let reason):
      "\(path) is damaged: \(reason); remove it and run the same sonograph prepare again"
    case .otherSettings(let path, let differences):
      "\(path) was made with other settings (\(differences)); use those, or another directory"
    case .otherCorpus(let path):
      "\(path) was made from other files, or they have changed since; use another directory, or remove the shards"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    case .inUse(let directory): "another process is writing to \(directory)"
    }
  }
}
