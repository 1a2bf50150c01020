import Testing

@testable import Comparison

@Suite struct TaskLabelTests {
  @Test("tasks go by their names up to the version, unless two would be one", arguments: [
    (["beijing_opera-v1.0-hear2021-full", "mini_drum"], ["beijing_opera", "mini_drum"]),
    (["nsynth_pitch-v2.2.3-5h", "nsynth_pitch-v2.2.3-50h"], ["nsynth_pitch-v2.2.3-5h", "nsynth_pitch-v2.2.3-50h"]),
  ])
  func labels(tasks: [String], expected: [String]) { #expect(ComparisonReport.labels(of: tasks) == expected) }
}
