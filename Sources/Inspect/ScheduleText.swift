import Compiler
import GraphIR

/// A program's steps as text: what runs in which order, on which memory, at which cost.
public struct ScheduleText {
  let program: Program
  public init(_ program: Program) { self.program = program }

  public var text: String {
    var lines = ["program \(program.name) for \(program.target.name): \(program.steps.count) steps, \(program.kernels.count) kernels"]
    lines.append("")
    for (number, step) in program.steps.enumerated() { lines.append(line(number, step)) }
    lines.append("")
    lines.append("memory")
    for (number, storage) in program.storages.enumerated() where storage.lastStep >= 0 {
      let life = storage.kind == .temporary ? " in steps \(storage.firstStep)...\(storage.lastStep)" : ""
      let count = "\(storage.count) \(storage.element.rawValue)\(storage.isPerThread ? " a thread" : "")"
      lines.append("  \(number): \(storage.kind.rawValue) \(storage.name), \(count)\(life)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ number: Int, _ step: Step) -> String {
    let arguments = zip(program.kernels[step.kernel].parameters, step.storages).map { "\($0.name)=\($1)" }
    let scope = step.scope.isEmpty ? "" : "  in \(step.scope)"
    return "  \(number): \(program.kernels[step.kernel].name)(\(arguments.joined(separator: ", ")))\(scope)"
  }
}

/// What a program is emitted as for people to read: graph, schedule and one C file for each kernel.
public struct ProgramListing {
  /// File texts by path below the target folder.
  public let files: [String: String]

  public init(_ program: Program, cSource: (Int) -> String, graphText: String) {
    var files = ["graph.txt": graphText, "schedule.txt": ScheduleText(program).text]
    for (number, kernel) in program.kernels.enumerated() { files["kernels/\(kernel.name).c"] = cSource(number) }
    self.files = files
  }
}
