import Foundation
import Testing

/// Mistakes on the command line: one message on standard error, introduced once, and a status that is not zero.
@Suite struct CommandLineErrorTests {
  struct Mistake: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let says: String
    var environment: [String: String] = [:]
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let mistakes = [
    Mistake(arguments: ["compile", "ssam-tin"], says: "did you mean 'ssam-tiny'?"),
    Mistake(arguments: ["check", "ssam-tiny", "--length", "7"], says: "the nearest is 6"),
    Mistake(arguments: ["bench", "scan", "slst"], says: "did you mean 'slstm'?"),
    Mistake(arguments: ["bench", "kernels", "atention"], says: "did you mean 'attention'?"),
    Mistake(arguments: ["bench", "sweep", "ssam-tiny", "--length", "251,x"], says: "--length has 'x'"),
    Mistake(arguments: ["bench", "sweep", "ssam-tiny", "--frames", "201"], says: "a patch of ssam-tiny has 4 frames"),
    Mistake(arguments: ["bench", "sweep", "ssam-tiny", "--vary", "patch-tim=4"], says: "'patch-time'"),
    Mistake(arguments: ["graph", "/nowhere/x.graph"], says: "'/nowhere/x.graph'"),
    Mistake(arguments: ["compile", "mingru", "--set", "chanel=3"], says: "'channel'"),
    Mistake(arguments: ["compile", "mingru", "--target", "avx513"], says: "expected one of: avx512"),
    Mistake(arguments: ["compile", "mingru", "--cache", "/proc/nowhere"], says: "/proc/nowhere"),
    Mistake(
      arguments: ["compile", "mingru", "--cache", "CACHE"], says: "SONOGRAPH_CC", environment: ["SONOGRAPH_CC": "/nowhere/cc"]),
  ]

  @Test("mistakes", arguments: mistakes) func message(_ mistake: Mistake) throws {
    let tool = try #require(ToolchainErrorTests.programURL, "the program is built beside the tests")
    let cache = FileManager.default.temporaryDirectory.appendingPathComponent("mistakes-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: cache) }
    let settings = mistake.environment.map { "\($0.key)=\($0.value)" }
    let result = try Shell.run(["env"] + settings + [tool.path] + mistake.arguments.map { $0 == "CACHE" ? cache : $0 })
    #expect(result.status != 0 && result.output.isEmpty, "\(result)")
    #expect(result.error.contains(mistake.says), "\(result.error)")
    #expect(result.error.lowercased().components(separatedBy: "error: ").count == 2, "\(result.error)")
    #expect(!result.error.contains("Fatal error") && !result.error.contains("Backtrac"), "\(result.error)")
  }
}
