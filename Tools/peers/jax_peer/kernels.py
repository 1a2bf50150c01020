"""Recurrences and products in JAX: scans over chunks whose insides are computed again for the gradients."""
import jax
import jax.numpy as jnp

NEVER = -1e30


def selective_scan(dt, u, a, b, c, chunk=8):
    """Mamba's scan over chunks of steps; only states between chunks are stored for the gradients.

    dt, u: (batch, time, channel); a: (channel, state); b, c: (batch, time, state).
    """
    batch, time, channel = u.shape
    chunks = -(-time // chunk)

    def split(x):
        x = jnp.pad(x, ((0, 0), (0, chunks * chunk - time), (0, 0)))
        return x.reshape(batch, chunks, chunk, -1).transpose(1, 2, 0, 3)

    def step(h, own):
        dt, u, b, c = own
        h = jnp.exp(dt[..., None] * a) * h + (dt * u)[..., None] * b[:, None]
        return h, (h * c[:, None]).sum(-1)

    inside = jax.checkpoint(lambda h, own: jax.lax.scan(step, h, own, unroll=chunk))
    _, y = jax.lax.scan(inside, jnp.zeros((batch, *a.shape)), tuple(map(split, (dt, u, b, c))))
    return y.reshape(chunks * chunk, batch, channel)[:time].transpose(1, 0, 2)


def mlstm(q, k, v, i, f, chunk=64):
    """The stabilised mLSTM cell, chunkwise. q, k, v: (batch, head, time, feature); i, f: (batch, head, time)."""
    batch, heads, time, size = q.shape
    chunk = min(chunk, time)
    chunks = -(-time // chunk)

    def split(x, fill=0.0):
        padding = ((0, 0), (0, 0), (0, chunks * chunk - time)) + ((0, 0),) * (x.ndim - 3)
        x = jnp.pad(x, padding, constant_values=fill).reshape(batch, heads, chunks, chunk, *x.shape[3:])
        return jnp.moveaxis(x, 2, 0)

    later = jnp.tril(jnp.ones((chunk, chunk), bool))

    @jax.checkpoint
    def inside(carry, own):
        (c, n, m0), (q, k, v, i, f) = carry, own
        b = jnp.cumsum(f, -1)
        log_d = jnp.where(later, b[..., None] - b[..., None, :] + i[..., None, :], NEVER)
        m = jax.lax.stop_gradient(jnp.maximum(log_d.max(-1), b + m0[..., None]))
        kept = jnp.exp(b + m0[..., None] - m)
        scores = (q @ k.swapaxes(-1, -2)) * jnp.exp(log_d - m[..., None])
        numerator = scores @ v + kept[..., None] * (q @ c)
        normaliser = scores.sum(-1) + kept * (q @ n[..., None])[..., 0]
        h = numerator / (jnp.maximum(jnp.abs(normaliser), jnp.exp(-m)) + 1e-6)[..., None]
        total = b[..., -1]
        weight = total[..., None] - b + i
        new = jax.lax.stop_gradient(jnp.maximum(total + m0, weight.max(-1)))
        old, keys = jnp.exp(total + m0 - new), k * jnp.exp(weight - new[..., None])[..., None]
        c = old[..., None, None] * c + keys.swapaxes(-1, -2) @ v
        return (c, old[..., None] * n + keys.sum(-2), new), h

    start = (jnp.zeros((batch, heads, size, size)), jnp.zeros((batch, heads, size)), jnp.full((batch, heads), NEVER))
    own = (split(q * size**-0.5), split(k), split(v), split(i, NEVER), split(jax.nn.log_sigmoid(f)))
    _, h = jax.lax.scan(inside, start, own)
    return jnp.moveaxis(h, 0, 2).reshape(batch, heads, chunks * chunk, size)[:, :, :time]


def slstm(wx, r, b):
    """The stabilised sLSTM cell. wx: (batch, time, head, gate, feature), gates i, f, z, o; r: (head, from, gate, feature)."""
    batch, time, heads, _, size = wx.shape
    matrix = r.reshape(heads, size, 4 * size)

    def step(carry, wx):
        y, c, n, m = carry
        recurrent = jnp.einsum("bhf,hfg->bhg", y, matrix).reshape(batch, heads, 4, size)
        i, f, z, o = jnp.moveaxis(wx + recurrent + b, 2, 0)
        kept = jax.nn.log_sigmoid(f) + m
        m = jax.lax.stop_gradient(jnp.maximum(i, kept))
        enter, keep = jnp.exp(i - m), jnp.exp(kept - m)
        c, n = keep * c + enter * jnp.tanh(z), keep * n + enter
        y = jax.nn.sigmoid(o) * c / n
        return (y, c, n, m), y

    zero = jnp.zeros((batch, heads, size))
    _, y = jax.lax.scan(step, (zero, zero, zero, zero + NEVER), wx.transpose(1, 0, 2, 3, 4))
    return y.transpose(1, 0, 2, 3)


def attention(q, k, v):
    """(batch, time, head, feature)."""
    scores = jnp.einsum("bqhd,bkhd->bhqk", q * q.shape[-1] ** -0.5, k)
    return jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(scores, axis=-1), v)


@jax.custom_vjp
def linear(x, weight, bias):
    """x weight^T + bias over two-dimensional rows; XLA sums a bias's gradient slowly, so that it is a product, too."""
    return x @ weight.T + bias


def _linear_forward(x, weight, bias):
    return linear(x, weight, bias), (x, weight)


def _linear_backward(saved, arriving):
    x, weight = saved
    return arriving @ weight, arriving.T @ x, jnp.ones(arriving.shape[0]) @ arriving


linear.defvjp(_linear_forward, _linear_backward)


def _selective_scan(dt, u, b, c, log_a):
    return selective_scan(jax.nn.softplus(dt), u, -jnp.exp(log_a), b, c)


def _mlstm(q, k, v, i, f):
    return mlstm(*(x.swapaxes(1, 2) for x in (q, k, v, i, f))).swapaxes(1, 2)


FUNCTIONS = {
    "selective-scan": _selective_scan, "mlstm": _mlstm, "slstm": slstm, "attention": attention,
    "gemm": lambda x, w: x @ w.T,
}
INPUTS = {
    "selective-scan": ("dt", "u", "b", "c", "log-a"), "mlstm": ("q", "k", "v", "i", "f"), "slstm": ("wx", "r", "b"),
    "attention": ("q", "k", "v"), "gemm": ("x", "w"),
}
