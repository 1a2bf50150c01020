import Foundation
import Testing

/// `bench sweep` and `bench kernels` as a user runs them.
@Suite struct SweepBenchTests {
  @Test func everyCombinationIsMeasuredAndDrawn() throws {
    let tool = try #require(ToolchainErrorTests.programURL, "the program is built beside the tests")
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("sweep-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let page = directory.appendingPathComponent("sweep.html").path
    let result = try Shell.run([
      tool.path, "bench", "sweep", "ssam-tiny", "--frames", "40", "--vary", "patch-time=4,8", "--vary", "depth=1", "--batch", "1,2",
      "--target", "generic,scalar", "--rounds", "2", "--runs", "1", "--cache", directory.appendingPathComponent("cache").path, "--json",
      "-o", page,
    ])
    #expect(result.status == 0, "\(result.error)")
    let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: [[String: Any]]]
    let rows = try #require(report?["rows"])
    #expect(rows.count == 8)
    // 40 frames are ten columns of five patches at four frames a patch, five at eight.
    #expect(Set(rows.compactMap { $0["tokens"] as? Int }) == [51, 26])
    #expect(rows.allSatisfy { ($0["median_ms"] as? Double ?? 0) > 0 && ($0["limit"] as? Double ?? 0) > 0 })
    let html = try String(contentsOfFile: page, encoding: .utf8)
    for axis in ["By patch-time", "By batch", "By target"] { #expect(html.contains(axis)) }
    #expect(!html.contains("http") && html.contains("<rect") && html.contains("<polyline"))
  }

  @Test func kernelsAreTimedForwardAndWithGradients() throws {
    let tool = try #require(ToolchainErrorTests.programURL, "the program is built beside the tests")
    let cache = FileManager.default.temporaryDirectory.appendingPathComponent("kernels-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: cache) }
    let result = try Shell.run([
      tool.path, "bench", "kernels", "attention", "mingru", "--batch", "1", "--length", "19", "--rounds", "1", "--cache", cache, "--json",
    ])
    #expect(result.status == 0, "\(result.error)")
    let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    let rows = try #require(report?["rows"] as? [[String: Any]])
    #expect(rows.compactMap { $0["name"] as? String } == ["attention", "attention", "mingru", "mingru"])
    #expect(rows.allSatisfy { ($0["median_ms"] as? Double ?? 0) > 0 && ($0["limit"] as? Double ?? 0) > 0 })
  }
}
