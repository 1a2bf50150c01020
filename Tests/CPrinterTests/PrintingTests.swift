import CPrinter
import LoopIR
import Testing

/// What printed kernels look like.
@Suite struct PrintingTests {
  @Test("a file: width, prelude, notes, arguments, parts") func file() {
    let expected = """
      #define SG_LANES 1
      #include "sonograph_kernel.h"

      /* axpy
       * y += a x
       * 2 flops an element
       */
      __attribute__((visibility("default")))
      void axpy(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
        const float *x = buffers[0];
        const float *a = buffers[1];
        float *y = buffers[2];
        const int64_t n = sizes[0];
        const int64_t block_count = (n + 31) / 32;
        const int64_t block_end = block_count * (part + 1) / parts;
        for (int64_t block = block_count * part / parts; block < block_end; ++block) {
          for (int64_t i = block * 32; i < s_min_index(n, block * 32 + 32); ++i) {
            y[i] = a[0] * x[i] + y[i];
          }
        }
      }

      """
    #expect(CPrinter().source(of: SampleKernel.axpy(1).kernel) == expected)
  }

  @Test("vectors, local arrays and unrolled loops") func tile() {
    let expected = """
      __attribute__((visibility("default")))
      void tile(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
        const float *a = buffers[0];
        const float *b = buffers[1];
        float *c = buffers[2];
        const int64_t n = sizes[0];
        (void)part, (void)parts;
        vf32 sums[6] = {0};
        for (int64_t k = 0; k < n; ++k) {
          s_prefetch(b, (k + 9) * 16);
          #pragma GCC unroll 3
          for (int64_t r = 0; r < 3; ++r) {
            #pragma GCC unroll 2
            for (int64_t v = 0; v < 2; ++v) {
              sums[r * 2 + v] = v_splat_f32(a[r * n + k]) * v_load_f32(&b[k * 16 + v * 8]) + sums[r * 2 + v];
            }
          }
        }
        #pragma GCC unroll 3
        for (int64_t r = 0; r < 3; ++r) {
          #pragma GCC unroll 2
          for (int64_t v = 0; v < 2; ++v) {
            v_store_part_f32(&c[r * 16 + v * 8], sums[r * 2 + v], 7);
          }
        }
      }

      """
    #expect(CPrinter().function(SampleKernel.tile(8).kernel) == expected)
  }

  @Test("scalars, branches and truth values") func scalars() {
    let expected = """
      __attribute__((visibility("default")))
      void scalars(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
        const float *x = buffers[0];
        float *y = buffers[1];
        uint8_t *flags = buffers[2];
        const int64_t n = sizes[0];
        (void)part, (void)parts;
        const int64_t last = n - 1;
        float state = 0.0f;
        int32_t steps = 0;
        for (int64_t i = 0; i < n; ++i) {
          const int32_t is_first = s_eq_index(i, 0);
          if ((i % 2 == 1 && flags[i]) || !is_first) {
            state = state * 0.5f + x[s_max_index(0, s_min_index(i - 1, last))];
            steps += 1;
          } else {
            /* the first step */
            state = -x[i];
          }
          y[n - 1 - i] = state;
          flags[i] = -(is_first ^ s_le_f32(state, -0.25f));
        }
        y[n] = (float)steps;
      }

      """
    #expect(CPrinter().function(SampleKernel.scalars(1).kernel) == expected)
  }

  // MARK: Lines

  @Test("long lines break at the outermost operator") func longLines() {
    let (x, i, j) = (Buffer("activations", .f32), Expression.variable("i"), Expression.variable("j"))
    let terms = (0..<6).map { k in
      Expression.binary(.mul, .load(x, i * 192 + .integer(k)), .load(x, j * 192 + .integer(k)))
    }
    let sum = terms.dropFirst().reduce(terms[0]) { .binary(.add, $0, $1) }
    let kernel = Kernel(
      name: "k", lanes: 8, parameters: [x], sizes: [], parts: 1, body: [.define(Variable("t", .f32), sum)])
    let expected = """
        const float t = activations[i * 192] * activations[j * 192]
            + activations[i * 192 + 1] * activations[j * 192 + 1]
            + activations[i * 192 + 2] * activations[j * 192 + 2]
            + activations[i * 192 + 3] * activations[j * 192 + 3]
            + activations[i * 192 + 4] * activations[j * 192 + 4]
            + activations[i * 192 + 5] * activations[j * 192 + 5];
      """
    let text = CPrinter().function(kernel)
    #expect(text.contains(expected))
  }

  @Test("notes and comments cannot end a comment") func comments() {
    let kernel = Kernel(
      name: "k", lanes: 4, parameters: [], sizes: [], parts: 1, body: [.comment("a */ b")], notes: ["c */ d /* e"])
    let text = CPrinter().source(of: [kernel], lanes: 4)
    #expect(text.contains(" * c * / d / * e\n */"))
    #expect(text.contains("  /* a * / b */"))
  }

  @Test("unused arguments are marked, names of C are avoided") func names() {
    let (x, part) = (Buffer("x", .f32), Buffer("part", .f32))
    let end = Variable("i_end", .f32)
    let loop = Loop(Variable("i"), to: 4, kind: .part, body: [.store(part, .variable("i"), .variable(end))])
    let kernel = Kernel(
      name: "k", lanes: 4, parameters: [x, part], sizes: [Variable("int")], parts: 1,
      body: [.define(end, .number(1, .f32)), .loop(loop)])
    let text = CPrinter().function(kernel)
    #expect(text.contains("float *part_ = buffers[1];"))
    #expect(text.contains("(void)x, (void)int_;"))
    #expect(text.contains("const int64_t i_end_ = i_count * (part + 1) / parts;"))
  }
}
