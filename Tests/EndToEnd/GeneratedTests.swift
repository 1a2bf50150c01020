import Foundation
import Graphs
import Inspect
import Sonograph
import Testing

/// The committed listings are what the compiler emits today.
@Suite struct GeneratedTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Generated")

  @Test("Generated/ is up to date", arguments: ModelZoo.all.filter(GeneratedFiles.isListed).map(\.name))
  func isUpToDate(_ name: String) throws {
    let model = try #require(ModelZoo.all.first { $0.name == name })
    let files = try GeneratedFiles.files(model)
    let stale = files.keys.sorted().filter {
      (try? String(contentsOf: Self.root.appendingPathComponent($0), encoding: .utf8)) != files[$0]
    }
    #expect(stale.isEmpty, "\(stale.prefix(5)): run `swift run sonograph generate` and review the difference")
    let folder = Self.root.appendingPathComponent(name).path
    let present = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
      .filter { $0.contains(".") }
    #expect(present.count == files.count, "there are \(present.count) files, \(files.count) are emitted")
  }

  @Test func staysSmall() throws {
    var bytes = 0
    for path in try #require(FileManager.default.enumerator(atPath: Self.root.path)).compactMap({ $0 as? String }) {
      let attributes = try FileManager.default.attributesOfItem(atPath: Self.root.appendingPathComponent(path).path)
      if attributes[.type] as? FileAttributeType == .typeRegular { bytes += attributes[.size] as? Int ?? 0 }
    }
    #expect(bytes <= 3_000_000)
  }
}
