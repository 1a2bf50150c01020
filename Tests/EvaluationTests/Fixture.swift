import Foundation

enum Fixture {
  static func data(_ name: String) throws -> Data {
    try Data(contentsOf: Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name)"))
  }
  static func json<T: Decodable>(_ name: String, _ type: T.Type) throws -> T {
    try JSONDecoder().decode(type, from: data(name))
  }

  /// A fresh directory, removed at the end.
  static func inDirectory(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "evaluation-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }
}
