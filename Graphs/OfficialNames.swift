/// The state-dict keys of the official PyTorch code for our parameter paths, so that weights go both ways.
///
/// Memory order is the same on both sides, so only names differ.
public enum OfficialNames {
  private static let shared = [
    "patch-embed": "patch_embed.proj", "encoder-norm": "encoder_norm", "head/fc1": "pred.0", "head/fc2": "pred.2",
  ]
  private static let block = [
    "attention/qkv": "attn.qkv_layer", "attention/projection": "attn.proj_layer", "fc1": "mlp.layer1",
    "fc2": "mlp.layer2",
  ]

  /// The official key of a parameter of ours: `block3/norm1/weight` is `blocks.3.norm1.weight`.
  public static func key(for parameter: String) -> String {
    if parameter == "cls-token" || parameter == "mask-token" { return parameter.replacing("-", with: "_") }
    var parts = parameter.split(separator: "/").map(String.init)
    let leaf = parts.removeLast()
    if let first = parts.first, first.hasPrefix("block"), let number = Int(first.dropFirst(5)) {
      let module = parts.dropFirst().joined(separator: "/")
      return (["blocks", "\(number)", block[module] ?? module.replacing("/", with: ".")] + [leaf]).joined(separator: ".")
    }
    let module = parts.joined(separator: "/")
    return "\(shared[module] ?? module).\(leaf)"
  }

  /// The shape that the official code gives a parameter of ours, whose memory order it shares: tokens have a batch and a
  /// time of one, patch and depthwise convolutions an input channel of one; linear layers are matrices, outputs first, and
  /// their biases rows. Block-diagonal projections have three axes on both sides.
  ///
  /// - Parameters:
  ///   - shape: of the parameter here.
  ///   - patch: (time, mel) of a patch.
  public static func shape(for parameter: String, _ shape: [Int], patch: [Int]) -> [Int] {
    let parts = parameter.split(separator: "/")
    if parameter == "cls-token" || parameter == "mask-token" { return [1, 1] + shape }
    if parameter == "patch-embed/weight" { return [shape[0], 1] + patch }
    if parts.last == "bias" { return [shape.reduce(1, *)] }
    if parts.contains("conv1d"), shape.count == 2 { return [shape[0], 1, shape[1]] }
    let isBlockDiagonal = parts.contains { ["q_proj", "k_proj", "v_proj"].contains($0) }
    if shape.count < 3 || isBlockDiagonal { return shape }
    return [shape.dropLast().reduce(1, *), shape.last!]
  }
}
