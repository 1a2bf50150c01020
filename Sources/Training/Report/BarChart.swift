import Foundation

/// Groups of horizontal bars from zero as inline SVG; each group shares a label, each bar of it has its series' colour.
package struct BarChart {
  package struct Bar {
    let group, series: String
    let value: Double
    package init(group: String, series: String, value: Double) { (self.group, self.series, self.value) = (group, series, value) }
  }

  let title: String
  let unit: String
  let bars: [Bar]
  package init(title: String, unit: String, bars: [Bar]) { (self.title, self.unit, self.bars) = (title, unit, bars) }

  private static let (width, thickness, gap, left, right) = (640.0, 20.0, 14.0, 150.0, 110.0)

  /// Values in the order in which they first appear.
  private static func distinct(_ values: [String]) -> [String] {
    values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  package var svg: String {
    let groups = Self.distinct(bars.map(\.group))
    let series = Self.distinct(bars.map(\.series))
    let largest = bars.map(\.value).filter(\.isFinite).max() ?? 0
    guard largest > 0 else { return "<p>\(LineChart.escaped(title)): no data yet</p>" }
    var (top, body) = (Self.gap, "")
    for group in groups {
      let own = bars.filter { $0.group == group && $0.value.isFinite }
      let middle = top + Double(own.count) * Self.thickness / 2 + 4
      body += "<text class=\"value\" x=\"\(Self.left - 8)\" y=\"\(middle)\" text-anchor=\"end\">\(LineChart.escaped(group))</text>\n"
      for bar in own {
        body += row(bar, top, largest, color: series.firstIndex(of: bar.series)! % ReportStyle.seriesCount)
        top += Self.thickness
      }
      top += Self.gap
    }
    let keys = series.enumerated().map { number, name in
      "<li><span class=\"key series\(number % ReportStyle.seriesCount)\"></span>\(LineChart.escaped(name))</li>"
    }
    return """
      <figure><figcaption>\(LineChart.escaped(title))</figcaption>
      <svg viewBox="0 0 \(Int(Self.width)) \(Int(top))" role="img" aria-label="\(LineChart.escaped(title))">
      \(body)</svg>
      <ul class="legend">\(keys.joined())</ul></figure>
      """
  }

  private func row(_ bar: Bar, _ top: Double, _ largest: Double, color: Int) -> String {
    let length = bar.value / largest * (Self.width - Self.left - Self.right)
    return """
      <rect class="series\(color)" x="\(Self.left)" y="\(top)" width="\(String(format: "%.1f", length))" height="\(Self.thickness - 2)">\
      <title>\(LineChart.escaped(bar.series)), \(LineChart.escaped(bar.group))</title></rect>\
      <text class="value" x="\(String(format: "%.1f", Self.left + length + 6))" y="\(top + 14)">\(String(format: "%.4g", bar.value)) \
      \(LineChart.escaped(unit))</text>

      """
  }
}
