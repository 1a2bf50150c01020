import Foundation
import Testing

@testable import Training

@Suite struct RunDatabaseTests {
  @Test func runsAreListedWithWhatBecameOfThem() throws {
    let tiny = try TinyRun()
    let outcome = try tiny.begin("done").run()
    var steps = 0
    _ = try tiny.begin("stopped").run(shouldStop: { steps >= 2 }, report: { _ in steps += 1 })
    let running = try tiny.begin("running")
    let summaries = try RunDatabase(directory: tiny.folder).summaries()
    let states = Dictionary(uniqueKeysWithValues: summaries.map { ($0.name, $0.status) })
    #expect(states == ["done": .finished, "stopped": .stopped, "running": .running])
    withExtendedLifetime(running) {}
    let done = try #require(summaries.first { $0.name == "done" })
    #expect(done.first == outcome.first && done.last == outcome.last && done.step == 6 && done.steps == 6)
  }

  @Test func aKilledRunIsInterrupted() throws {
    let tiny = try TinyRun()
    func begin() throws { _ = try tiny.begin("killed") }
    try begin()
    #expect(try RunDatabase(directory: tiny.folder).summaries().map(\.status) == [.interrupted])
  }

  @Test func runsAreTakenInFromTheirFiles() throws {
    let tiny = try TinyRun()
    _ = try tiny.begin("run").run()
    let before = try RunDatabase(directory: tiny.folder)
    let (summary, curves) = (try before.summaries()[0], try before.curves("run"))
    try FileManager.default.removeItem(atPath: tiny.folder + "/runs.sqlite")
    let after = try RunDatabase(directory: tiny.folder)
    let adopted = try after.summaries()[0]
    #expect(adopted.last == summary.last && adopted.status == .finished && adopted.trainingLoss == summary.trainingLoss)
    let again = try after.curves("run")
    #expect(again.steps.map(\.loss) == curves.steps.map(\.loss) && again.evaluations == curves.evaluations)
    #expect(curves.steps.map(\.step) == [1, 2, 3, 4, 5, 6])
    try FileManager.default.removeItem(atPath: tiny.run("run").path)
    #expect(try after.summaries().isEmpty)
  }

  @Test func aFileThatIsNoDatabaseIsNamed() throws {
    let tiny = try TinyRun()
    try Data("not a database, but long enough to be looked at".utf8).write(to: URL(fileURLWithPath: tiny.folder + "/runs.sqlite"))
    #expect { try RunDatabase(directory: tiny.folder) } throws: { "\($0)".contains("runs.sqlite cannot be used") }
  }

  @Test func resumingForgetsWhatCameAfter() throws {
    let tiny = try TinyRun()
    var steps = 0
    _ = try tiny.begin("run").run(shouldStop: { steps >= 3 }, report: { _ in steps += 1 })
    // A kill after step 3 and before the next checkpoint: the last one is of step 2.
    try FileManager.default.removeItem(atPath: try #require(Checkpoint.all(in: tiny.run("run")).last).path)
    _ = try tiny.resume("run").run(shouldStop: { true })
    #expect(try RunDatabase(directory: tiny.folder).curves("run").steps.map(\.step) == [1, 2])
    #expect(tiny.losses("run").compactMap { $0.loss == nil ? nil : $0.step } == [1, 2])
  }
}

@Suite struct RunReportTests {
  @Test func aPageThatNeedsNothingElse() throws {
    let tiny = try TinyRun()
    let training = try tiny.begin("first <run>")
    _ = try training.run()
    try training.writeReport()
    let html = try RunReport(title: "Runs & more", runs: [tiny.run("first <run>")]).html
    #expect(html.contains("<title>Runs &amp; more</title>") && html.contains("first &lt;run&gt;") && !html.contains("first <run>"))
    #expect(html.components(separatedBy: "data:image/png;base64,").count == 5)
    #expect(html.components(separatedBy: "<svg").count == 3 && html.contains("prefers-color-scheme: dark"))
    #expect(!html.contains("http://") && !html.contains("https://"))
    #expect(FileManager.default.fileExists(atPath: tiny.run("first <run>").reportPath))
  }

  @Test("ticks are round and enclose the range", arguments: [(0.0, 1.0), (0.26, 1.02), (-3, 1700), (0.5, 0.5), (1e-7, 3e-7)])
  func ticks(_ low: Double, _ high: Double) {
    let ticks = LineChart.ticks(low, high)
    #expect(ticks.count >= 2 && ticks.count <= 8 && ticks[0] <= low && ticks[ticks.count - 1] >= high)
  }

  @Test func runningMean() {
    let losses = (1...200).map { (step: $0, loss: Double($0)) }
    let smoothed = RunReport.smoothed(losses)
    // The mean of four: 197 to 200 at the end, one alone at the beginning.
    #expect(smoothed.count == 200 && abs(smoothed[199].y - 198.5) < 1e-9 && smoothed[0].y == 1)
  }

  @Test func pictures() throws {
    var picture = Picture(width: 3, height: 2)
    picture[2, 1] = (1, 2, 3)
    let png = try picture.png()
    #expect(png.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    // Width and height of the header chunk.
    #expect(png[16..<24] == Data([0, 0, 0, 3, 0, 0, 0, 2]))
  }
}
