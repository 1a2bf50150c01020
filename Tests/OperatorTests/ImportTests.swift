import Foundation
import Testing

/// Dependencies between targets point one way: what a target may import is what stands before it here.
@Suite struct ImportTests {
  static let layers = [
    "LoopIR", "GraphIR", "CPrinter", "Operators", "Compiler", "Runtime", "Sonograph", "Graphs", "Audio", "Features", "Inspect",
    "Exchange",
  ]
  /// What a layer must not know although it stands above it.
  static let forbidden = ["Operators": ["CPrinter"], "Compiler": ["CPrinter"], "Sonograph": ["Runtime", "Compiler", "CPrinter"],
    "Graphs": ["Runtime", "Compiler", "CPrinter"], "Audio": ["GraphIR", "Operators", "Compiler", "Runtime"]]

  @Test("imports point to lower layers", arguments: layers)
  func imports(_ layer: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = layer == "Graphs" ? root.appendingPathComponent(layer) : root.appendingPathComponent("Sources/\(layer)")
    let position = try #require(Self.layers.firstIndex(of: layer))
    let above = Set(Self.layers[position...] + ["Commands"] + (Self.forbidden[layer] ?? []))
    var files = 0
    for case let path as String in try #require(FileManager.default.enumerator(atPath: folder.path)) where path.hasSuffix(".swift") {
      files += 1
      let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
      for line in text.split(separator: "\n") where line.hasPrefix("import ") || line.hasPrefix("@_exported import ") {
        let module = String(line.split(separator: " ").last ?? "")
        #expect(!above.contains(module), "\(layer)/\(path) imports \(module)")
      }
    }
    #expect(files > 0)
  }
}
