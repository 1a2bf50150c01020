import GraphIR

extension Program {
  /// The same program with the steps that depend on parameters alone before all others.
  ///
  /// They need to run once only, after the parameters were written: what they compute (packed weights, mostly) lasts like a
  /// parameter. A model that is run for one step of time at a time spends more on packing than on products.
  ///
  /// - Parameter isConstant: only steps and results whose sizes do not depend on symbols, so that they serve runs of all sizes.
  public func withPrologue(isConstant: Bool = false) -> Program {
    var writers = [Int](repeating: 0, count: storages.count)
    for step in steps {
      for place in step.writes { writers[step.storages[place]] += 1 }
    }
    var isFixed = storages.indices.map { storages[$0].kind == .parameter && writers[$0] == 0 }
    var (first, rest): ([Step], [Step]) = ([], [])
    for step in steps {
      let written = Set(step.writes.map { step.storages[$0] })
      let reads = step.storages.filter { !written.contains($0) }
      let isOnce =
        reads.allSatisfy { isFixed[$0] } && written.allSatisfy { storages[$0].kind == .temporary && writers[$0] == 1 }
        && (!isConstant || (step.sizes + written.map { storages[$0].count }).allSatisfy { $0.constant != nil })
      if isOnce {
        first.append(step)
        written.forEach { isFixed[$0] = true }
      } else {
        rest.append(step)
      }
    }
    var result = self
    result.steps = first + rest
    result.storages = storages.enumerated().map { number, storage in
      var storage = storage
      if storage.kind == .temporary, isFixed[number] { storage.kind = .parameter }
      return storage
    }
    result.setLifetimes()
    result.prologue = first.count
    return result
  }
}
