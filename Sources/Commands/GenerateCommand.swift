import ArgumentParser
import Foundation
import Inspect
import Sonograph

/// `sonograph generate`: refreshes the committed listings of what the compiler emits.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Writes graph, schedule and kernels of the training steps of the tiny models and the recurrences.",
    discussion: """
      EXAMPLES
        sonograph generate            # refreshes Generated/
      """)

  @Option(name: [.short, .long], help: "The directory to write; what it held before is removed.") var output = "Generated"
  @Flag(help: "Print JSON.") var json = false

  struct Report: Encodable {
    let files: Int
    let bytes: Int
  }

  func run() throws {
    var files: [String: String] = [:]
    for model in ModelRegistry.shared.models where GeneratedFiles.isListed(model) {
      files.merge(try GeneratedFiles.files(model)) { $1 }
    }
    let root = URL(fileURLWithPath: output)
    do {
      for name in Set(files.keys.map { $0.split(separator: "/")[0] }) {
        try? FileManager.default.removeItem(at: root.appendingPathComponent(String(name)))
      }
      for (path, text) in files {
        let url = root.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
    } catch { throw UserError("cannot write to \(output)", error.localizedDescription) }
    let report = Report(files: files.count, bytes: files.values.reduce(0) { $0 + $1.utf8.count })
    if json { return try printJSON(report) }
    print("\(report.files) files, \(report.bytes) bytes in \(output)")
  }
}
