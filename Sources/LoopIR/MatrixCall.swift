/// A matrix product `C = A B` of single-precision numbers that a library computes instead of a kernel's own loops, which
/// stay to say what it means.
///
/// A part takes its share of the rows; batches follow each other within a part.
public struct MatrixCall: Hashable, Sendable {
  /// A matrix in memory: one of the two strides is 1.
  public struct Operand: Hashable, Sendable {
    public let buffer: Buffer
    /// The first element of a batch, as a function of `batch`.
    public let start: Expression
    public let rowStride: Expression
    public let columnStride: Expression
    public init(_ buffer: Buffer, start: Expression, rowStride: Expression, columnStride: Expression) {
      (self.buffer, self.start, self.rowStride, self.columnStride) = (buffer, start, rowStride, columnStride)
    }
    /// True if the columns lie one after the other.
    public var isTransposed: Bool { columnStride != .integer(1) }
    public var leading: Expression { isTransposed ? columnStride : rowStride }
  }
  public let batch: Variable
  public let batches: Expression
  public let rows: Expression
  public let columns: Expression
  public let summed: Expression
  public let a: Operand
  public let b: Operand
  public let c: Operand

  public init(
    batch: Variable, batches: Expression, rows: Expression, columns: Expression, summed: Expression, a: Operand,
    b: Operand, c: Operand
  ) {
    (self.batch, self.batches, self.rows, self.columns, self.summed) = (batch, batches, rows, columns, summed)
    (self.a, self.b, self.c) = (a, b, c)
  }
}
