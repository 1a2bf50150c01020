import ArgumentParser
import Compiler
import Export
import Foundation
import Runtime

/// `sonograph verify BUNDLE`: whether a bundle is whole and computes what it did.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks a bundle: checksums, version, and its results on every target that runs here.")

  @Argument(help: "A directory that sonograph export wrote.") var bundle: String
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let report = try BundleVerifier()(URL(fileURLWithPath: bundle)) { name in
      Target.named(name).map(Host.supports) ?? false
    }
    if json { return try printJSON(report) }
    print("\(bundle): \(report.model), version \(report.abiVersion), \(report.files) files are as they were exported")
    for row in report.targets { print("\(row.target): off by \(row.difference), at most \(report.tolerance) is allowed") }
    if !report.untested.isEmpty { print("not for this processor: \(report.untested.joined(separator: ", "))") }
  }
}
