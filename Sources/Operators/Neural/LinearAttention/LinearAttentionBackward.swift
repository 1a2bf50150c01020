import GraphIR

/// The loop nest of linear attention's gradients: for each head, one chunk after the other, from the last.
struct LinearAttentionBackward: KernelLowering {
  let shape: LinearAttentionShape

  func emit(_ context: any KernelContext) {
    LinearAttentionGradientKernel(LinearAttentionChunk(shape, context)).emit()
  }
}
