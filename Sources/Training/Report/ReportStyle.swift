/// The look of reports: one column, light or dark as the reader's system is.
package enum ReportStyle {
  /// Colours for runs; two more are for baselines.
  package static let seriesCount = 6

  // Okabe & Ito 2008: told apart by readers with any kind of colour vision.
  private static let series = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#888888", "#aaaaaa"]

  package static var css: String {
    let colors = series.enumerated().map { number, color in
      """
      polyline.series\(number) { stroke: \(color); } rect.series\(number), circle.series\(number) { fill: \(color); } .key.series\(number) { border-top-color: \(color); }
      """
    }
    return """

      :root { color-scheme: light dark; --text: #1b1b1b; --faint: #666; --line: #ddd; --page: #fff; }
      @media (prefers-color-scheme: dark) { :root { --text: #e8e8e8; --faint: #a0a0a0; --line: #3a3a3a; --page: #161616; } }
      body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); max-width: 72rem;
        margin: 2rem auto; padding: 0 1rem; }
      h1, h2 { line-height: 1.2; font-weight: 600; } h2 { margin-top: 2.5rem; }
      p { max-width: 46rem; } .note, footer, figcaption { color: var(--faint); font-size: .875rem; }
      .wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: .35rem .9rem .35rem 0; text-align: right; border-bottom: 1px solid var(--line); }
      th { color: var(--faint); font-weight: 500; } th:first-child, td:first-child { text-align: left; } td { white-space: nowrap; }
      figure { margin: 1rem 0; } .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem 2rem; }
      .charts figure { max-width: 42rem; }
      .charts figcaption { color: var(--text); font-weight: 600; font-size: 1rem; }
      svg { width: 100%; height: auto; overflow: visible; } polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
      .dashed { stroke-dasharray: 6 5; } .dashed.series7 { stroke-dasharray: 2 4; } .grid { stroke: var(--line); } .tick { stroke: var(--faint); }
      text { fill: var(--faint); font-size: 12px; }
      .legend { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .875rem; }
      .key { display: inline-block; width: 1.6rem; border-top: 3px solid; vertical-align: middle; margin-right: .4rem; }
      .key.dashed { border-top-style: dashed; } .key.dashed.series7 { border-top-style: dotted; }
      details { margin-top: .5rem; } section + details { margin-top: 2.5rem; }
      .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; }
      .gallery img { width: 100%; } .gallery figure { margin: 0; }
      pre { overflow-x: auto; font-size: .8rem; }
      \(colors.joined(separator: "\n"))

      """
  }
}
