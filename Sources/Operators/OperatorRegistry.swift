import GraphIR

/// Every operator, for the parser and for the laws that tests hold each of them to.
public enum OperatorRegistry {
  public static let all: [any Operator.Type] = [
    Attention.self,
    AttentionGradient.self,
    Broadcast.self,
    Concat.self,
    Contract.self,
    Frame.self,
    Gather.self,
    Iota.self,
    LayerNorm.self,
    LinearAttention.self,
    LinearAttentionGradient.self,
    LogSumExp.self,
    Map.self,
    OverlapAdd.self,
    Pad.self,
    Random.self,
    Recompute.self,
    Reduce.self,
    ReflectPad.self,
    Reshape.self,
    Reverse.self,
    RMSNorm.self,
    Scan.self,
    ScanGradient.self,
    ScatterAdd.self,
    Shift.self,
    Size.self,
    Slice.self,
    Softmax.self,
    Transpose.self,
  ]

  /// All operators by name, for the parser.
  public static let table = OperatorTable(all)
}
