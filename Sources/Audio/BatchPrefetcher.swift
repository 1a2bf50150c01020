import Foundation

/// A batch whose rows are computed by background threads, some batches ahead.
///
/// A row depends on its position alone, each has a place of its own in the batch, and batches are handed out by number:
/// the result is the same for any number of threads. The queue holds `depth` batches; threads wait when it is full.
final class BatchPrefetcher: @unchecked Sendable {
  struct Batch {
    let values: [Float]
    let names: [String]
  }
  /// Fills the row of a position and names where it comes from.
  typealias Row = @Sendable (_ position: Int, _ destination: UnsafeMutableBufferPointer<Float>) throws -> String

  private let shared: Shared

  init(rows: Int, elementsPerRow: Int, threads: Int, depth: Int, _ row: @escaping Row) {
    precondition(rows > 0 && elementsPerRow > 0 && threads > 0 && depth > 0)
    shared = Shared(rows: rows, elementsPerRow: elementsPerRow, depth: depth, row: row)
    for number in 0..<threads {
      let shared = shared
      let thread = Thread { shared.work() }
      thread.name = "sonograph-loader-\(number)"
      // Decoders keep tables on the stack; the default of secondary threads is small on some systems.
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  deinit { shared.stop() }

  /// The batch of a step; the ones after it are begun. Steps may be asked for in any order, in sequence is fastest.
  ///
  /// - Throws: what computing the first failing row threw.
  func batch(step: Int) throws -> Batch { try shared.take(step) }

  /// A batch in the making; guarded by the condition, but for the rows, which belong to one thread each.
  private final class Pending: @unchecked Sendable {
    let step: Int
    let values: UnsafeMutableBufferPointer<Float>
    var names: [String]
    var failures: [Int: any Error] = [:]
    var begun = 0
    var finished = 0

    init(step: Int, rows: Int, elementsPerRow: Int) {
      self.step = step
      values = .allocate(capacity: rows * elementsPerRow)
      names = [String](repeating: "", count: rows)
    }
    deinit { values.deallocate() }
  }

  private final class Shared: @unchecked Sendable {
    let rows: Int
    let elementsPerRow: Int
    let depth: Int
    let row: Row
    private let condition = NSCondition()
    private var queue: [Pending] = []
    private var isStopped = false

    init(rows: Int, elementsPerRow: Int, depth: Int, row: @escaping Row) {
      (self.rows, self.elementsPerRow, self.depth, self.row) = (rows, elementsPerRow, depth, row)
    }

    func stop() {
      condition.withLock {
        isStopped = true
        condition.broadcast()
      }
    }

    func take(_ step: Int) throws -> Batch {
      condition.lock()
      defer { condition.unlock() }
      queue.removeAll { $0.step < step }
      if queue.first?.step != step { queue = [pending(step)] }
      condition.broadcast()
      let batch = queue[0]
      while batch.finished < rows { condition.wait() }
      queue.removeAll { $0 === batch }
      // The queue stays in sequence, so that the next step is begun although none is waiting.
      if queue.isEmpty { queue = [pending(step + 1)] }
      condition.broadcast()
      if let failure = batch.failures.min(by: { $0.key < $1.key }) { throw failure.value }
      return Batch(values: Array(batch.values), names: batch.names)
    }

    private func pending(_ step: Int) -> Pending { Pending(step: step, rows: rows, elementsPerRow: elementsPerRow) }

    func work() {
      while let (batch, number) = next() {
        let destination = UnsafeMutableBufferPointer(
          rebasing: batch.values[number * elementsPerRow..<(number + 1) * elementsPerRow])
        let result = Result { try row(batch.step * rows + number, destination) }
        condition.withLock {
          switch result {
          case .success(let name): batch.names[number] = name
          case .failure(let error): batch.failures[number] = error
          }
          batch.finished += 1
          if batch.finished == rows { condition.broadcast() }
        }
      }
    }

    /// The next row to compute, in the order in which batches will be asked for; waits while the queue is full.
    private func next() -> (Pending, Int)? {
      condition.lock()
      defer { condition.unlock() }
      while !isStopped {
        if let batch = queue.first(where: { $0.begun < rows }) {
          batch.begun += 1
          return (batch, batch.begun - 1)
        }
        if let last = queue.last, queue.count < depth { queue.append(pending(last.step + 1)) } else { condition.wait() }
      }
      return nil
    }
  }
}
