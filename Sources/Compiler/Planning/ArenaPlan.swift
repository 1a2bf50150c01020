import GraphIR

/// Where every storage lies, for given sizes: a pure function of the program and the sizes, made when they are bound.
///
/// Parameters and states share one block that outlives runs; inputs, outputs and temporaries share another, in which
/// temporaries that are never alive together overlap (best fit, larger ones first).
public struct ArenaPlan: Hashable, Sendable {
  /// Byte offset of each storage within its block.
  public let offsets: [Int]
  /// Bytes from one thread's storage to the next one's, 0 where they share it.
  public let threadStrides: [Int]
  public let persistentBytes: Int
  public let workingBytes: Int
  /// What the temporaries would take if none overlapped.
  public let unsharedBytes: Int

  public static let alignment = 64

  /// - Parameter threads: on how many threads the program runs.
  public init(_ storages: [Storage], _ symbols: [String: Int], threads: Int = 1) throws(UnboundSymbol) {
    var (offsets, strides, sizes) = ([Int](repeating: 0, count: storages.count), [Int](), [Int]())
    var (persistent, working, unshared) = (0, 0, 0)
    for (number, storage) in storages.enumerated() {
      guard let count = storage.count.value(symbols) else {
        throw UnboundSymbol(symbols: storage.count.symbols.filter { symbols[$0] == nil })
      }
      let bytesPerThread = Self.aligned(max(count, 1) * storage.element.byteCount)
      let bytes = storage.isPerThread ? bytesPerThread * threads : bytesPerThread
      strides.append(storage.isPerThread ? bytesPerThread : 0)
      sizes.append(bytes)
      switch storage.kind {
      case .parameter, .state:
        offsets[number] = persistent
        persistent += bytes
      case .input, .output:
        offsets[number] = working
        working += bytes
      case .temporary: unshared += bytes
      }
    }
    let fixed = working
    var blocks = PlacedBlocks(start: fixed)
    for number in Self.placementOrder(storages, sizes) {
      let storage = storages[number]
      offsets[number] = blocks.place(sizes[number], in: storage.firstStep...storage.lastStep)
      working = max(working, offsets[number] + sizes[number])
    }
    (self.offsets, threadStrides) = (offsets, strides)
    (persistentBytes, workingBytes, unsharedBytes) = (persistent, working, unshared + fixed)
  }

  private static func aligned(_ bytes: Int) -> Int { bytes.roundedUp(to: alignment) }

  private static func placementOrder(_ storages: [Storage], _ sizes: [Int]) -> [Int] {
    storages.indices.filter { storages[$0].kind == .temporary && storages[$0].lastStep >= 0 }
      .sorted { (sizes[$1], storages[$0].firstStep, $0) < (sizes[$0], storages[$1].firstStep, $1) }
  }
}

/// Blocks in the order of their offsets, each with the steps that it is alive in.
private struct PlacedBlocks {
  private struct Block {
    let offset: Int
    let end: Int
    let steps: ClosedRange<Int>
  }
  private let start: Int
  private var blocks: ContiguousArray<Block> = []

  init(start: Int) { self.start = start }

  /// Puts a block into the smallest gap that is large enough among those alive with it, else behind them.
  mutating func place(_ bytes: Int, in steps: ClosedRange<Int>) -> Int {
    var (cursor, best, bestGap) = (start, Int?.none, Int.max)
    for block in blocks where block.steps.overlaps(steps) {
      let gap = block.offset - cursor
      if gap >= bytes, gap < bestGap { (best, bestGap) = (cursor, gap) }
      cursor = max(cursor, block.end)
    }
    let offset = best ?? cursor
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    blocks.insert(Block(offset: offset, end: offset + bytes, steps: steps), at: low)
    return offset
  }
}

/// A size symbol of the program without a value.
public struct UnboundSymbol: Error, CustomStringConvertible {
  public let symbols: [String]
  public var description: String {
    "no value for the size\(symbols.count == 1 ? "" : "s") \(symbols.joined(separator: ", "))"
  }
}
