import Foundation
import Testing

/// A user's own package gets the whole command line with one line: build it as a user would.
@Suite struct ExamplePackage {
  @Test func buildsAndTrains() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("example-\(UUID())")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let package = root.appendingPathComponent("Examples/OwnModel").path
    let swift = ["swift", "run", "-q", "--package-path", package, "--scratch-path", scratch.path, "OwnModel"]
    let cache = scratch.appendingPathComponent("cache").path
    let models = try Shell.run(swift + ["models"])
    #expect(models.status == 0 && models.output.contains("classifier"), "\(models)")
    let check = try Shell.run(swift + ["check", "classifier", "--batch", "3", "--length", "7", "--cache", cache])
    #expect(check.status == 0, "\(check)")
    for name in ["gated-linear-attention", "pooled-gru"] {
      let check = try Shell.run(swift + ["check", name, "--batch", "2", "--length", "7", "--cache", cache])
      #expect(check.status == 0, "\(check)")
    }
    let bench = try Shell.run(swift + ["bench", "perceptron", "--mode", "train", "--runs", "2", "--cache", cache])
    #expect(bench.status == 0 && bench.output.contains("median"), "\(bench)")
    let train = try Shell.run(swift + ["bench", "classifer"])
    #expect(train.status != 0 && train.error.contains("did you mean 'classifier'"), "\(train)")
  }
}

/// Runs programs as a user does.
enum Shell {
  struct Result: CustomStringConvertible {
    let status: Int32
    let output: String
    let error: String
    var description: String { "status \(status)\n\(output)\n\(error)" }
  }

  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (output, error) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, error)
    try process.run()
    let errorText = Capture(error)
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: String(decoding: text, as: UTF8.self), error: errorText.text())
  }

  /// Reads a pipe on a thread of its own, so that neither side blocks.
  private final class Capture: @unchecked Sendable {
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)
    init(_ pipe: Pipe) {
      let handle = pipe.fileHandleForReading
      Thread.detachNewThread { [self] in
        data = handle.readDataToEndOfFile()
        done.signal()
      }
    }
    func text() -> String {
      done.wait()
      return String(decoding: data, as: UTF8.self)
    }
  }
}
