import Comparison
import Testing

@Suite struct PlanTests {
  static let yaml = """
    models: [a, b]
    set: {width: 16}
    options: {batch: 3, frames: 28}
    steps: 5
    predictor-seeds: [0, 1]
    sweeps: {frames: [28, 56]}
    """

  private func plan(_ yaml: String = yaml, tasks: [String] = ["x", "y"]) throws -> Plan {
    try Plan(ComparisonConfig(yaml: yaml, path: "c.yaml"), tasks: tasks)
  }

  @Test func stagesFollowFromTheConfiguration() throws {
    let plan = try plan()
    // frames=28 is the models' own: it is not done twice.
    #expect(plan.subjects.map(\.label) == [
      "a", "a frames=56", "b", "b frames=56", "a untrained", "b untrained", "log-mel statistics",
    ])
    let kinds = Stage.Kind.allCases.map { kind in plan.stages.count { $0.kind == kind } }
    #expect(kinds == [6, 4, 6, 14, 14])
    #expect(Set(plan.stages.map(\.name)).count == plan.stages.count)
  }

  @Test func aChangedTaskLeavesPretrainingAlone() throws {
    let (one, other) = (try plan(), try plan(tasks: ["x", "z"]))
    let names = Set(one.stages.map(\.name))
    let changed = other.stages.filter { !names.contains($0.name) }
    #expect(Set(changed.map(\.task)) == ["z"])
    #expect(changed.count == 14)
  }

  @Test func changedStepsChangeEveryTrainedSubject() throws {
    let names = Set(try plan().stages.map(\.name))
    let changed = try plan(Self.yaml.replacing("steps: 5", with: "steps: 6")).stages.filter { !names.contains($0.name) }
    #expect(changed.allSatisfy { $0.subject.kind == .pretrained })
    #expect(changed.count == 4 * (3 + 2 * 2))
  }

  @Test(arguments: [
    ("modles: [a]", "c.yaml:1: unknown key 'modles'", "did you mean 'models'?"),
    ("models: [a]\noptions: {bach: 3}", "c.yaml:2: unknown option 'bach'", "did you mean 'batch'?"),
    ("models: [a]\nsteps: many", "c.yaml:2: steps is 'many'", "expected"),
    ("models: [a]\nbaselines: [mel]", "c.yaml:2: unknown baseline 'mel'", "logmel or random"),
    ("models: [a, a]", "'models' names something twice", "once"),
    ("steps: 3", "c.yaml names no models", "models: [NAME"),
    ("models: [a]\nseeds: [-1]", "c.yaml:2: seeds has '-1'", "whole numbers"),
    ("models: [a", "c.yaml is not YAML", ""),
  ]) func mistakesAreNamed(_ yaml: String, _ message: String, _ detail: String) {
    let error = #expect(throws: ComparisonError.self) { try ComparisonConfig(yaml: yaml, path: "c.yaml") }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    #expect(detail.isEmpty || error?.detail.contains(detail) == true, "\(error?.detail ?? "")")
  }
}
