import LoopIR

/// How a product's tiles ask for panels before they read them: a processor's own prefetchers stop where a page ends.
///
/// Where several tiles in turn read a panel, each asks for its share of the next one. The first tile would otherwise wait
/// for memory at several times the rate that all of them together need.
struct PanelPrefetch {
  private enum Form { case none, ownPanel, nextPanel }

  /// Panels that are asked for at all, where several tiles read them: larger ones than these do not stay in a core's caches.
  private static let cached = 128 << 10
  /// How far ahead of its sums a single tile asks for its own panel, in bytes.
  private static let pageAhead = 4096

  private let form: Form
  private let panels: MatrixPanels
  private let right: OperandReader
  private let tile: Tile
  private let tiles: Int

  /// - Parameter tiles: how many tiles in turn read a panel.
  init(_ panels: MatrixPanels, _ right: OperandReader, _ tile: Tile, tiles: Int) {
    (self.panels, self.right, self.tile, self.tiles) = (panels, right, tile, tiles)
    if panels.fit(in: TileWalk.firstCache) {
      form = .none
    } else if tiles == 1 {
      form = .ownPanel
    } else {
      form = panels.fit(in: Self.cached) ? .none : .nextPanel
    }
  }

  /// Where what a tile asks for begins, less the step of k that it is at; nil if it asks for nothing.
  ///
  /// - Parameters:
  ///   - place: the tile's place.
  ///   - panel: where its panel begins.
  func start(
    _ nest: NestBuilder, _ place: TileWalk.Place, panel: Expression, steps: (from: Expression, to: Expression)
  ) -> Expression? {
    switch form {
    case .none: return nil
    case .ownPanel: return panel + right.step(.integer(Self.pageAhead / (tile.width * panels.element.byteCount)))
    case .nextPanel:
      let share = place.inPanel * (steps.to - steps.from) / .integer(tile.rows * tiles)
      let next = right.start(place.batch, place.next.panel) - right.start(place.batch, place.panel)
      let step = steps.from + place.next.piece * (steps.to - steps.from)
      return nest.bindIndex("next", panel + next + step * .integer(tile.width) + share - steps.from * .integer(stride))
    }
  }

  /// Asks for what belongs to a step of k.
  func ask(_ nest: NestBuilder, start: Expression?, k: Expression) {
    guard let start else { return }
    let step = form == .ownPanel ? right.step(k) : k * .integer(stride)
    let lines = Swift.stride(from: 0, to: stride * panels.shape.grain * panels.element.byteCount, by: Buffer.cacheLine)
    for line in lines {
      nest.append(.prefetch(right.buffer, start + step + .integer(line / panels.element.byteCount)))
    }
  }

  /// Elements that a step of k asks for.
  private var stride: Int { form == .nextPanel ? tile.width.dividedUp(by: tiles) : tile.width }
}
