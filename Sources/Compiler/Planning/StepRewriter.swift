import GraphIR
import LoopIR

/// Rewrites the list of steps so that some of them run again for the gradient, see `Rematerialisation`.
struct StepRewriter {
  private let program: Program
  private let boundary: Int
  /// The one step that writes a temporary; nil where several do.
  private var writer: [Int?]
  /// The first step of the gradient that reads a storage.
  private var firstLateRead: [Int]
  /// The first step that overwrites a storage which lives from run to run.
  private var overwritten: [Int: Int] = [:]
  private var dropped: Set<Int> = []
  /// The storages that are computed again as soon as one of them is needed, while their operands are still what they were.
  private var group: [Int: [Int]] = [:]

  private var steps: [Step] = []
  private var storages: [Storage]
  /// Where a dropped storage's values lie when they were computed again.
  private var copies: [Int: Int] = [:]

  init(_ program: Program, boundary: Int) {
    (self.program, self.boundary, storages) = (program, boundary, program.storages)
    writer = Array(repeating: nil, count: program.storages.count)
    firstLateRead = Array(repeating: .max, count: program.storages.count)
    var isWritten = [Bool](repeating: false, count: program.storages.count)
    for (number, step) in program.steps.enumerated() {
      for (place, storage) in step.storages.enumerated() {
        if step.writes.contains(place) {
          writer[storage] = isWritten[storage] ? nil : number
          isWritten[storage] = true
          if program.storages[storage].kind != .temporary { overwritten[storage] = min(overwritten[storage] ?? .max, number) }
        } else if number >= boundary {
          firstLateRead[storage] = min(firstLateRead[storage], number)
        }
      }
    }
  }

  // MARK: What to drop

  mutating func drop(_ level: Rematerialisation, _ symbols: [String: Int]) {
    switch level {
    case .none: break
    case .cheap: dropCheap(symbols)
    case .parts: dropParts()
    }
  }

  private func read(_ step: Int) -> [Int] {
    let step = program.steps[step]
    return step.storages.indices.filter { !step.writes.contains($0) }.map { step.storages[$0] }
  }
  private func written(_ step: Int) -> [Int] {
    let step = program.steps[step]
    return step.writes.sorted().map { step.storages[$0] }
  }

  /// True if running the step again at another time gives the same, and disturbs nothing.
  private func isRepeatable(_ step: Int, before time: Int) -> Bool {
    written(step).allSatisfy { program.storages[$0].kind == .temporary && writer[$0] == step }
      && read(step).allSatisfy { (overwritten[$0] ?? .max) > time }
  }

  /// Results of few operations to a byte and of operands that are not much larger, if these are there when the gradient
  /// needs the results, or are computed again from such.
  private mutating func dropCheap(_ symbols: [String: Int]) {
    for step in 0..<boundary {
      let late = written(step).filter { firstLateRead[$0] != .max }
      guard let time = late.map({ firstLateRead[$0] }).min(), let traffic = program.steps[step].cost.bytes.value(symbols),
        traffic <= 4 * late.reduce(0, { $0 + (program.storages[$1].bytes.value(symbols) ?? 0) }),
        let before = sources(step, at: time, symbols)
      else { continue }
      dropped.formUnion(late + before)
      for storage in before { firstLateRead[storage] = min(firstLateRead[storage], time) }
    }
  }

  /// What has to be computed again before a cheap step can be; nil if the step is not cheap, or an operand would be lost.
  private func sources(_ step: Int, at time: Int, _ symbols: [String: Int]) -> [Int]? {
    let cost = program.steps[step].cost
    guard let flops = cost.flops.value(symbols), let bytes = cost.bytes.value(symbols), flops <= 4 * bytes,
      isRepeatable(step, before: time)
    else { return nil }
    var found: [Int] = []
    for operand in read(step) where program.storages[operand].kind == .temporary {
      if dropped.contains(operand) {
        found.append(operand)
      } else if program.storages[operand].lastStep < time {
        guard let writer = writer[operand], let before = sources(writer, at: time, symbols) else { return nil }
        found += before + [operand]
      }
    }
    return found
  }

  /// What a part computes for itself alone.
  private mutating func dropParts() {
    var readers: [[Int]] = Array(repeating: [], count: storages.count)
    for step in 0..<boundary { for storage in read(step) { readers[storage].append(step) } }
    let parts = partOfSteps()
    for part in Set(parts) {
      let own = writer.indices.filter { storage in
        guard let step = writer[storage], step < boundary, parts[step] == part else { return false }
        return readers[storage].allSatisfy { parts[$0] == part }
      }
      guard let first = own.map({ firstLateRead[$0] }).min(), first != .max else { continue }
      // The others are kept: a parameter that they were computed from has changed by then.
      let repeatable = own.filter { isRepeatable(writer[$0]!, before: first) }
      dropped.formUnion(repeatable)
      let together = repeatable.filter { firstLateRead[$0] != .max }
      for storage in together { group[storage] = together }
    }
  }

  /// The part of each forward step: the first component of its scope, or, in a model of one scope, pieces of equal number.
  private func partOfSteps() -> [Int] {
    var (parts, names) = ([Int](), [String]())
    for step in program.steps[..<boundary] {
      let name = step.scope.split(separator: "/").first.map(String.init) ?? ""
      if names.last != name { names.append(name) }
      parts.append(names.count - 1)
    }
    if Set(names).count > 2 { return parts }
    let length = max(1, Int(Double(boundary).squareRoot()))
    return (0..<boundary).map { $0 / length }
  }

  // MARK: The new list

  mutating func rewritten() -> Program {
    steps = Array(program.steps[..<boundary])
    for number in boundary..<program.steps.count {
      for storage in read(number) where dropped.contains(storage) && copies[storage] == nil {
        for each in group[storage] ?? [storage] { recompute(each) }
      }
      append(program.steps[number])
    }
    var result = program
    (result.steps, result.storages) = (steps, storages)
    result.setLifetimes()
    return result
  }

  /// Adds a step; what it reads of dropped storages are their copies.
  private mutating func append(_ step: Step) {
    var step = step
    for (place, storage) in step.storages.enumerated() where !step.writes.contains(place) {
      step.storages[place] = copies[storage] ?? storage
    }
    steps.append(step)
  }

  private mutating func recompute(_ storage: Int) {
    guard copies[storage] == nil, let number = writer[storage] else { return }
    for operand in read(number) where dropped.contains(operand) { recompute(operand) }
    var step = program.steps[number]
    for place in step.writes.sorted() {
      let own = step.storages[place]
      storages.append(program.storages[own])
      step.storages[place] = storages.count - 1
      if dropped.contains(own) { copies[own] = storages.count - 1 }
    }
    append(step)
  }
}
