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
    #expect(kinds == [6, 4, 6, 14, 14, 0])
    #expect(Set(plan.stages.map(\.name)).count == plan.stages.count)
  }

  @Test func aSweepLeavesOutModelsWithoutItsSetting() throws {
    let config = try ComparisonConfig(yaml: "models: [a, b]\nbaselines: [logmel]\nsweeps: {direction: [forward], batch: [2]}", path: "c.yaml")
    let plan = try Plan(config, tasks: ["x"]) { model, setting in model == "b" && setting == "direction" }
    #expect(plan.subjects.map(\.label) == ["a", "a batch=2", "b", "b direction=forward", "b batch=2", "log-mel statistics"])
    // A name that no model has is told when the models are built.
    let unknown = try Plan(config, tasks: ["x"]) { _, _ in false }
    #expect(unknown.subjects.count { $0.settings["direction"] != nil } == 2)
  }

  @Test func fineTuningComesOnTop() throws {
    let text = Self.yaml + "\nfinetune: {epochs: 3, freeze: all}\nbaselines: [random, scratch]\n"
    let plan = try plan(text)
    #expect(plan.subjects.map(\.label) == [
      "a", "a frames=56", "b", "b frames=56", "a untrained", "b untrained", "a fine-tuned", "a frames=56 fine-tuned", "b fine-tuned",
      "b frames=56 fine-tuned", "a from scratch", "b from scratch",
    ])
    #expect(plan.stages.count { $0.kind == .finetune } == 6 * 2)
    #expect(plan.stages.allSatisfy { ($0.kind == .finetune) == ($0.subject.finetune != nil) })
    #expect(Set(plan.subjects.compactMap(\.base)) == Set(plan.subjects.filter { $0.kind == .pretrained }.map(\.name)))
    // Frozen results stay as they are.
    let names = Set(plan.stages.map(\.name))
    #expect(try self.plan().stages.filter { $0.subject.kind == .pretrained }.allSatisfy { names.contains($0.name) })
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
    ("models: [a]\nfinetune: {epoch: 3}", "c.yaml:2: unknown option 'epoch'", "did you mean 'epochs'?"),
    ("models: [a]\nbaselines: [scratch]", "the baseline scratch needs 'finetune'", "epochs"),
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
