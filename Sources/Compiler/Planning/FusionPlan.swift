import GraphIR

/// Which values get memory, and which of them one kernel computes together.
///
/// A value that gets memory is a *root*; everything else is recomputed where it is read. Roots join the kernel of a root
/// that they read when both walk the same index space.
public struct FusionPlan: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// Elementwise work and reductions over trailing axes.
    case rows
    /// Reductions that keep the trailing axis.
    case columns
    /// A contraction, what is computed from its result element by element, and sums over all of that.
    case contraction
    /// An operator with its own loop nest.
    case kernel
    /// A recurrence, and what is computed from its step outputs element by element.
    case scan
  }

  public struct Group: Hashable, Sendable {
    public var kind: Kind
    /// The roots in topological order.
    public var roots: [Value]
    /// The index space that the group walks.
    public var domain: [Axis]
    /// How many trailing axes of the domain the reductions of rows run over; 0 while there are none.
    public var rowAxes: Int
  }

  public var groups: [Group] = []
  /// The group of every root.
  public var groupOf: [Value: Int] = [:]
  /// For each group, the groups that it reads but could not join, and why.
  public var obstacles: [Int: [Obstacle]] = [:]

  public struct Obstacle: Hashable, Sendable {
    public let group: Int
    public let reason: String
    public init(group: Int, reason: String) { (self.group, self.reason) = (group, reason) }
  }

  public func isRoot(_ value: Value) -> Bool { groupOf[value] != nil }
}

/// What may share a kernel; each can be left out by name, to see what it gains.
public enum Fusion: String, Hashable, Sendable, CaseIterable {
  /// Elementwise work with a product that it reads.
  case products = "fuse-products"
  /// Elementwise work with a recurrence that it reads.
  case scans = "fuse-scans"
  /// Elementwise work and sums over rows with each other: norms, softmax, losses.
  case rows = "fuse-rows"
  /// Elementwise work with whatever reads it: without, each of its results gets memory.
  case elements = "fuse-elements"
}
