import Foundation
import Testing

/// `sonograph` as a user runs it.
struct CommandLineTool {
  struct Result: CustomStringConvertible {
    let status: Int32
    let output: String
    let error: String
    var description: String { "status \(status)\n\(output)\n\(error)" }
  }

  let folder: String

  /// - Parameter isTime: asked all the time whether to kill the process; nil to wait for its end.
  func run(_ arguments: [String], killWhen isTime: (() -> Bool)? = nil) throws -> Result {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let files = ["output", "error"].map { URL(fileURLWithPath: "\(folder)/\($0)-\(UUID()).txt") }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    if let isTime {
      while process.isRunning, !isTime() { usleep(1000) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
    process.waitUntilExit()
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    return Result(
      status: process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus,
      output: texts[0], error: texts[1])
  }

  /// `sonograph` beside the test bundle.
  private static var program: URL? {
    let folder = Bundle.main.bundleURL
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return [folder, folder.deletingLastPathComponent(), beside].map { $0.appendingPathComponent("sonograph") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
