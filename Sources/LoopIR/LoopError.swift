/// What is wrong with a kernel: found before it runs, by `verify`, or while it runs in the interpreter.
public struct LoopError: Error, Hashable, CustomStringConvertible {
  public enum Problem: Hashable, Sendable {
    /// A load or store outside an argument or local array of `count` elements.
    case outOfBounds(buffer: String, index: Int, count: Int)
    /// A load of a local array's element that nothing has stored to.
    case uninitialised(buffer: String, index: Int)
    /// Two parts touch the same element, and one of them stores to it: the result would depend on the threads.
    case race(buffer: String, index: Int)
    /// A variable or local array that is not in scope.
    case undefined(String)
    case invalid(String)
  }

  public let kernel: String
  public let problem: Problem

  public init(_ kernel: String, _ problem: Problem) { (self.kernel, self.problem) = (kernel, problem) }

  public var description: String {
    let text =
      switch problem {
      case .outOfBounds(let buffer, let index, let count): "\(buffer)[\(index)] lies outside its \(count) elements"
      case .uninitialised(let buffer, let index): "\(buffer)[\(index)] is read before it is written"
      case .race(let buffer, let index): "\(buffer)[\(index)] is touched by two parts"
      case .undefined(let name): "'\(name)' is not in scope"
      case .invalid(let message): message
      }
    return "kernel \(kernel): \(text)"
  }
}
