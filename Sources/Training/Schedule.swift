import Foundation

/// The learning rate of each step: linear from zero to the peak, then half a cosine down (Loshchilov & Hutter 2017), per
/// iteration, as the released training code does it.
public struct Schedule: Sendable, Hashable {
  public let peak: Double
  public let lowest: Double
  /// Steps in which the rate rises.
  public let warmup: Int
  public let steps: Int

  public init(peak: Double, lowest: Double = 0, warmup: Int, steps: Int) {
    (self.peak, self.lowest, self.warmup, self.steps) = (peak, lowest, warmup, steps)
  }

  /// - Parameter step: from 1; the first one's rate is zero if there is a warm-up.
  public func rate(step: Int) -> Double {
    let done = Double(step - 1)
    if step - 1 < warmup { return peak * done / Double(warmup) }
    let progress = min(1, (done - Double(warmup)) / Double(max(1, steps - warmup)))
    return lowest + (peak - lowest) * 0.5 * (1 + cos(.pi * progress))
  }
}
