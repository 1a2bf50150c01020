import Foundation

/// Lines over steps as inline SVG. Colours are those of the page's style, so that a chart follows its light or dark theme.
package struct LineChart {
  package struct Line {
    package let name: String
    /// Which of the page's series colours.
    let color: Int
    var isDashed = false
    /// Whether points are marked: few that were measured, maybe one.
    var isMarked = false
    let points: [(x: Double, y: Double)]

    package init(name: String, color: Int, isDashed: Bool = false, isMarked: Bool = false, points: [(x: Double, y: Double)]) {
      (self.name, self.color, self.isDashed, self.isMarked, self.points) = (name, color, isDashed, isMarked, points)
    }
  }

  let title: String
  let xLabel: String
  let yLabel: String
  let lines: [Line]
  /// Where x is placed by its logarithm, the values to mark.
  let logarithmicTicks: [Double]?
  let startsAtZero: Bool

  /// - Parameters:
  ///   - logarithmicTicks: places x by its logarithm, and marks these values; all must be above 0.
  ///   - startsAtZero: whether the y axis begins at 0, so that heights can be compared.
  package init(
    title: String, xLabel: String = "step", yLabel: String, lines: [Line], logarithmicTicks: [Double]? = nil, startsAtZero: Bool = false
  ) {
    (self.title, self.xLabel, self.yLabel, self.lines) = (title, xLabel, yLabel, lines)
    (self.logarithmicTicks, self.startsAtZero) = (logarithmicTicks, startsAtZero)
  }

  static let (width, height) = (640.0, 320.0)
  static let (left, right, top, bottom) = (56.0, 12.0, 12.0, 40.0)
  /// More points than pixels are no use.
  private static let mostPoints = 600

  private var finite: [(x: Double, y: Double)] { lines.flatMap(\.points).filter { $0.y.isFinite } }

  package var svg: String {
    let points = finite
    guard let x0 = points.map(\.x).min(), let x1 = points.map(\.x).max(), let y0 = points.map(\.y).min(),
      let y1 = points.map(\.y).max()
    else { return "<p>\(Self.escaped(title)): no data yet</p>" }
    let isMarked = lines.contains(where: \.isMarked)
    // Marks at one place stand in the middle.
    let xTicks = logarithmicTicks ?? (isMarked && x0 == x1 ? Self.ticks(x0 / 2, x0 * 1.5) : Self.ticks(x0, x1))
    let yTicks = Self.ticks(startsAtZero ? min(0, y0) : y0, y1)
    let frame = Frame(
      x: min(x0, xTicks[0])...max(x1, isMarked ? xTicks[xTicks.count - 1] : x0 + 1e-9),
      y: yTicks[0]...yTicks[yTicks.count - 1], isLogarithmic: logarithmicTicks != nil)
    let ticks = xTicks.filter { $0 <= frame.x.upperBound }.map { frame.xTick($0) } + yTicks.map { frame.yTick($0) }
    let body = (ticks + lines.map { frame.path($0) }).joined(separator: "\n")
    let middle = (Self.top + Self.height - Self.bottom) / 2
    return """
      <figure><figcaption>\(Self.escaped(title))</figcaption>
      <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(Self.escaped(title))">
      \(body)
      <text class="label" x="\((Self.left + Self.width - Self.right) / 2)" y="\(Self.height - 6)" text-anchor="middle">\(Self.escaped(xLabel))</text>
      <text class="label" transform="translate(12 \(middle)) rotate(-90)" text-anchor="middle">\(Self.escaped(yLabel))</text>
      </svg>
      <ul class="legend">\(lines.map(legend).joined())</ul></figure>
      """
  }

  private func legend(_ line: Line) -> String {
    "<li><span class=\"key series\(line.color)\(line.isDashed ? " dashed" : "")\"></span>\(Self.escaped(line.name))</li>"
  }

  /// Where values lie on the page.
  private struct Frame {
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>
    let isLogarithmic: Bool

    func place(_ point: (x: Double, y: Double)) -> (Double, Double) {
      func scaled(_ value: Double) -> Double { isLogarithmic ? log(value) : value }
      let h = (scaled(point.x) - scaled(x.lowerBound)) / (scaled(x.upperBound) - scaled(x.lowerBound))
      let v = (point.y - y.lowerBound) / (y.upperBound - y.lowerBound)
      return (
        LineChart.left + h * (LineChart.width - LineChart.left - LineChart.right),
        LineChart.height - LineChart.bottom - v * (LineChart.height - LineChart.top - LineChart.bottom)
      )
    }

    func xTick(_ value: Double) -> String {
      let (h, v) = place((value, y.lowerBound))
      return """
        <line class="tick" x1="\(f(h))" x2="\(f(h))" y1="\(f(v))" y2="\(f(v + 4))"/>\
        <text class="value" x="\(f(h))" y="\(f(v + 16))" text-anchor="middle">\(LineChart.label(value))</text>
        """
    }

    func yTick(_ value: Double) -> String {
      let (h, v) = place((x.lowerBound, value))
      return """
        <line class="grid" x1="\(f(h))" x2="\(f(LineChart.width - LineChart.right))" y1="\(f(v))" y2="\(f(v))"/>\
        <text class="value" x="\(f(h - 6))" y="\(f(v + 4))" text-anchor="end">\(LineChart.label(value))</text>
        """
    }

    func path(_ line: Line) -> String {
      let points = line.points.filter { $0.y.isFinite }
      let stride = max(1, points.count / LineChart.mostPoints)
      let kept = points.indices.filter { $0 % stride == 0 || $0 == points.count - 1 }.map { place(points[$0]) }
      let text = kept.map { "\(f($0.0)),\(f($0.1))" }.joined(separator: " ")
      let marks = line.isMarked ? kept.map { "<circle class=\"series\(line.color)\" cx=\"\(f($0.0))\" cy=\"\(f($0.1))\" r=\"4\"/>" } : []
      return """
        <polyline class="series\(line.color)\(line.isDashed ? " dashed" : "")" points="\(text)">\
        <title>\(LineChart.escaped(line.name))</title></polyline>\(marks.joined())
        """
    }

    private func f(_ value: Double) -> String { String(format: "%.1f", value) }
  }

  /// Round numbers that enclose a range: steps are 1, 2 or 5 times a power of ten.
  static func ticks(_ low: Double, _ high: Double, count: Double = 5) -> [Double] {
    let span = max(high - low, abs(high) * 1e-3, 1e-9)
    let power = pow(10, floor(log10(span / count)))
    let step = [1, 2, 5, 10].map { $0 * power }.first { span / $0 <= count } ?? 10 * power
    // A flat line lies in the middle.
    let margin = (span - (high - low)) / 2
    return (Int(floor((low - margin) / step))...Int(ceil((high + margin) / step))).map { Double($0) * step }
  }

  static func label(_ value: Double) -> String { String(format: "%g", (value * 1e6).rounded() / 1e6) }

  package static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
