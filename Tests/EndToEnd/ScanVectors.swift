import GraphIR
import Operators
import Sonograph
import Testing

/// The recurrences of the reference vectors, each written as a scan.
@Suite struct ScanVectors {
  @Test("selective scan", arguments: ["L1", "L37", "L128_N24"])
  func selectiveScan(_ size: String) throws {
    let vectors = try ReferenceVectors("selective_scan_\(size)")
    try vectors.check { builder in
      let dt = try vectors.input("in.dt", [.batch, .time, .channel], in: builder)
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: builder)
      let b = try vectors.input("in.B", [.batch, .time, .state], in: builder)
      let c = try vectors.input("in.C", [.batch, .time, .state], in: builder)
      let a = try vectors.input("w.A", [.channel, .state], in: builder)
      let start = builder.constant(0, [dt.axis(.batch)!, dt.axis(.channel)!, a.axis(.state)!])
      let (last, y) = scan(along: .time, from: start, over: dt, x, b, c) { h, dt, x, b, c in
        let next = exp(dt * a) * h + dt * x * b
        return (next, sum(next * c, over: .state))
      }
      return [("y", y), ("h_last", last)]
    }
  }

  @Test func selectiveScanFromState() throws {
    let vectors = try ReferenceVectors("selective_scan_state")
    try vectors.check { builder in
      let dt = try vectors.input("in.dt", [.batch, .time, .channel], in: builder)
      let x = try vectors.input("in.x", [.batch, .time, .channel], in: builder)
      let b = try vectors.input("in.B", [.batch, .time, .state], in: builder)
      let c = try vectors.input("in.C", [.batch, .time, .state], in: builder)
      let start = try vectors.input("in.h0", [.batch, .channel, .state], in: builder)
      let a = try vectors.input("w.A", [.channel, .state], in: builder)
      let (last, y) = scan(along: .time, interval: 4, from: start, over: dt, x, b, c) { h, dt, x, b, c in
        let next = exp(dt * a) * h + dt * x * b
        return (next, sum(next * c, over: .state))
      }
      return [("y", y), ("h_last", last)]
    }
  }
}
