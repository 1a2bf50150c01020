import Foundation
import GraphIR
import Operators

/// Computes exponentials in the bodies of scans to the base two where a factor of the argument is the same at every step:
/// the factor takes log2 e in, once, and 2^x needs no reduction by ln 2.
///
/// Before: `exp(%dt * %a)` with a capture `%a`
/// After:  `exp2(%dt * %a')` with a further capture `%a' = 1.4427 * %a`, computed outside of the scan
public struct BaseTwo: Pass {
  public static let name = "base-two"
  public init() {}

  public func run(_ graph: Graph) throws -> Graph {
    var plans: [Int: Plan] = [:]
    for (index, node) in graph.nodes.enumerated() {
      guard let scan = node.operation as? any BodyOperator else { continue }
      let plan = try Plan(scan, captures: node.inputs.dropFirst(scan.firstCapture).map(graph.type))
      if !plan.scaled.isEmpty { plans[index] = plan }
    }
    return try graph.rewritten { index, _, inputs, builder in
      guard let plan = plans[index] else { return nil }
      let scaled = plan.scaled.map { capture in
        map([inputs[plan.scan.firstCapture + capture]]) { .constant(1 / log(2)) * $0[0] }
      }
      return builder.add(plan.scan, inputs + scaled)
    }
  }

  /// A scan rewritten, and the numbers of its captures that its new ones are multiples of.
  private struct Plan {
    let scan: any BodyOperator
    let scaled: [Int]

    init(_ scan: any BodyOperator, captures: [TensorType]) throws {
      var found: Set<Int> = []
      _ = scan.mappingBodies { body, first in
        for node in body.nodes.indices { for e in Exponential.all(node, in: body, first) { found.insert(e.capture) } }
        return body
      }
      let scaled = found.sorted()
      self.scaled = scaled
      if scaled.isEmpty { self.scan = scan } else {
        self.scan = try scan.mappingBodies { try BaseTwo.rewritten($0, $1, captures: captures, scaled: scaled) }
      }
    }
  }

  /// The body with as many captures as the scan has, and after them the scaled ones.
  private static func rewritten(_ body: Graph, _ first: Int, captures: [TensorType], scaled: [Int]) throws -> Graph {
    let builder = GraphBuilder(name: body.name)
    builder.reserve(streams: body.streams)
    var results = [[Tensor]](repeating: [], count: body.nodes.count)
    // All inputs come first: they are told apart by their order.
    for (value, input, type) in body.inputs {
      results[value.node] = builder.attributing(to: body.nodes[value.node]) { [builder.input(input, type)] }
    }
    for number in body.inputs.count - first..<captures.count {
      _ = builder.input(Input("further capture \(number)", .data), captures[number])
    }
    let multiples = scaled.map { builder.input(Input("capture \($0) times log2 e", .data), captures[$0]) }
    for (index, node) in body.nodes.enumerated() where node.operation != nil {
      results[index] = builder.attributing(to: node) {
        let inputs = node.inputs.map { results[$0.node][$0.output] }
        let found = Exponential.all(index, in: body, first)
        guard !found.isEmpty, let old = node.operation as? Map else { return builder.add(node.operation!, inputs) }
        let powers = found.map { e in
          map(e.others.map { results[$0.node][$0.output] } + [multiples[scaled.firstIndex(of: e.capture)!]]) { factors in
            .unary(.exp2, e.constant * factors.dropFirst().reduce(factors[0]) { $0 * $1 })
          }
        }
        return [map(inputs + powers) { operands in
          zip(found, operands[inputs.count...]).reduce(old.body) { $0.replacing($1.0.expression, by: $1.1) }
        }]
      }
    }
    for output in body.outputs { builder.output(output.name, results[output.value.node][output.value.output]) }
    return try builder.finish()
  }
}

/// `exp(constant * others * capture)` somewhere in the body of a map.
private struct Exponential {
  let expression: ScalarExpression
  private(set) var constant = ScalarExpression.constant(1)
  private(set) var others: [Value] = []
  /// The number of the capture among the body's.
  let capture: Int

  /// The different ones of a node.
  static func all(_ node: Int, in body: Graph, _ firstCapture: Int) -> [Exponential] {
    guard let map = body.nodes[node].operation as? Map, body.nodes[node].types[0].element == .f32 else { return [] }
    var found: [Exponential] = []
    func search(_ expression: ScalarExpression) {
      if found.contains(where: { $0.expression == expression }) { return }
      if let e = Exponential(expression, body.nodes[node].inputs, body, firstCapture) { return found.append(e) }
      expression.children.forEach(search)
    }
    search(map.body)
    return found
  }

  private init?(_ expression: ScalarExpression, _ inputs: [Value], _ body: Graph, _ firstCapture: Int) {
    guard case .unary(.exp, let argument) = expression else { return nil }
    var factors: [Value] = []
    guard Self.collect(argument, inputs, body, &constant, &factors) else { return nil }
    let captures = body.inputs.dropFirst(firstCapture).map(\.value)
    guard factors.count > 1, let place = factors.firstIndex(where: captures.contains) else { return nil }
    capture = captures.firstIndex(of: factors[place])!
    factors.remove(at: place)
    (self.expression, others) = (expression, factors)
  }

  /// Takes a product apart, through maps that are nothing but products; false if it is none.
  private static func collect(
    _ product: ScalarExpression, _ inputs: [Value], _ body: Graph, _ constant: inout ScalarExpression, _ factors: inout [Value]
  ) -> Bool {
    switch product {
    case .constant: constant = constant * product
    case .unary(.neg, let x):
      constant = -constant
      return collect(x, inputs, body, &constant, &factors)
    case .binary(.mul, let a, let b):
      return collect(a, inputs, body, &constant, &factors) && collect(b, inputs, body, &constant, &factors)
    case .input(let number):
      let (value, node) = (inputs[number], body.nodes[inputs[number].node])
      var (through, inner) = (constant, factors)
      if let map = node.operation as? Map, collect(map.body, node.inputs, body, &through, &inner) {
        (constant, factors) = (through, inner)
      } else {
        factors.append(value)
      }
    default: return false
    }
    return true
  }
}

extension ScalarExpression {
  fileprivate func replacing(_ part: ScalarExpression, by other: ScalarExpression) -> ScalarExpression {
    self == part ? other : mapChildren { $0.replacing(part, by: other) }
  }
}
