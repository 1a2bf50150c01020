import GraphIR

/// Every operator, for the parser and for the laws that tests hold each of them to.
public enum OperatorRegistry {
  public static let all: [any Operator.Type] = [
    Broadcast.self,
    Concat.self,
    Contract.self,
    Iota.self,
    LayerNorm.self,
    Map.self,
    Pad.self,
    RMSNorm.self,
    Reduce.self,
    Reshape.self,
    Reverse.self,
    Size.self,
    Shift.self,
    Slice.self,
    Softmax.self,
    Transpose.self,
  ]
}
