import ArgumentParser
import Foundation
import GraphIR
import Sonograph

/// `sonograph check MODEL`: the compiled model against the double-precision reference.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Compares a compiled model and its gradients with the double-precision reference.",
    discussion: """
      Results and gradients are compared element by element with the reference: an error passes if it is within the
      tolerance, or within four times that of operator by operator in single precision, where results cancel. The
      reference's gradients are compared with central differences: every element where there are few, random directions
      where there are many. If something is off, the worst nodes and the first pass at fault are named.

      EXAMPLES
        sonograph check ssast-tiny --length 6
        sonograph check selective-scan --batch 3 --length 37 --set channel=37,state=5 --nodes
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var machine: MachineOptions
  @Option(help: "Clips in a batch.") var batch = 1
  @Option(help: "Tokens, cls included, or steps of a recurrence.") var length = 6
  @Option(help: "The largest error that passes, relative to the largest element.") var tolerance = 2e-5
  @Flag(help: "Compare every node, too, each computed by itself.") var nodes = false
  @Flag(help: "Print JSON: `passes`, `results`, `nodes` and `fault`.") var json = false

  struct Report: Encodable {
    let model: String
    let passes: Bool
    let results: [CheckRow]
    let nodes: [CheckRow]
    let fault: String?
  }

  func run() throws {
    let forward = try model.forward()
    let graph = try forward.output(named: "loss") == nil ? forward : forward.withGradients()
    let sizes = try TokenCount.sizes(batch: batch, length: length, graph.symbols)
    let subject = CheckSubject(graph, sizes: sizes, machine: machine, tolerance: tolerance)
    var results = try subject.results()
    if graph.output(named: "loss") != nil { results += try FiniteDifferences(subject).rows() }
    results.sort { $0.relative_error > $1.relative_error }
    let passes = results.allSatisfy(\.passes)
    let report = Report(
      model: graph.name, passes: passes, results: results, nodes: nodes || !passes ? try subject.nodes() : [],
      fault: passes ? nil : try subject.firstFault())
    if json { try printJSON(report) } else { show(report) }
    if !passes { throw ExitCode(1) }
  }

  private func show(_ report: Report) {
    func show(_ rows: [CheckRow]) {
      for row in rows.prefix(8) {
        let place = [row.scope, row.line].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
        print(String(format: "%@  %.2e  %@", row.passes ? "ok  " : "FAIL", row.relative_error, row.name) + (place.isEmpty ? "" : "  (\(place))"))
      }
      if rows.count > 8 { print("... and \(rows.count - 8) more, all better") }
    }
    show(report.results)
    if !report.nodes.isEmpty {
      print("worst nodes:")
      show(report.nodes)
    }
    if let fault = report.fault { print("first at fault: \(fault)") }
    print("\(report.results.filter(\.passes).count) of \(report.results.count) within \(tolerance) of the reference")
  }
}

/// One comparison.
struct CheckRow: Encodable {
  let name: String
  let scope: String
  let line: String?
  let relative_error: Double
  /// The error of computing operator by operator in single precision, where it was needed to judge.
  var single_precision_error: Double?
  let passes: Bool
}
