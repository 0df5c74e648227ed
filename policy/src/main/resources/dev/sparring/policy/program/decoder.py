class Decoder(Module):
  __parameters__ = []
  __buffers__ = []

  # The decoder family of Llama, Qwen2 and Qwen3 as tensor programs: forward, backward by hand, sampling, losses.
  # Its text goes on in attention.py, layer.py, losses.py, learning.py, sampling.py, optimizer.py, and packed-onednn.py or
  # packed-plain.py. Everything runs without autograd: backward methods return input gradients and add to the gradient buffers
  # they are given.
  #
  # N tokens, S decode slots, H hidden, Q query heads, J key/value heads, R = Q / J, D head size, I inner size, V vocabulary,
  # L cached positions.
  #
  # w: List[Tensor], the parameters as ParameterLayout.java has them:
  #   0 embedding [V, H]; 1 final norm [H]; 2 head [V, H] (the embedding itself when tied); then for every layer
  #   +0 attention norm [H]; +1 qkv [(Q + 2J) D, H]; +2 biases, of qkv [(Q + 2J) D] and behind them of +5 [H], or empty; +3 query norm [D] or empty;
  #   +4 key norm [D] or empty; +5 attention output [H, Q D]; +6 feed-forward norm [H]; +7 gate and up [2I, H]; +8 down [H, I]
  # a: List[Tensor], an adapter (LoRA, arXiv 2106.09685) as AdapterLayout.java has it, or an empty list; for every layer
  #   +0 A of qkv [3r, H]; +1, +2, +3 its B [Q D, r], [J D, r], [J D, r]; +4 A of output [r, Q D]; +5 its B [H, r];
  #   +6 A of gate and up [2r, H]; +7, +8 its B [I, r] each; +9 A of down [r, I]; +10 its B [H, r]
  #   A part that is not adapted has an empty B and no rows in its A.
  # shape: List[int] = [layers, Q, J, D]; scale: alpha / r
  #
  # Weights may be held in another type than numbers are computed in; the tables of cosines and sines have the latter. What layers add to,
  # x, is fp32 in any case: in bf16 the sum of tens of terms loses too much.

  def forward(self: __torch__.Decoder, x: Tensor) -> Tensor:
    return x

  # ---- pieces ----

  # Of arrays as large as a vocabulary or a whole model so many rows of a width are worked on at a time: on a CPU those of so many numbers as
  # are fitting, few enough to stay in its cache; on a GPU as many as fit.
  def at_once(self: __torch__.Decoder, like: Tensor, width: int, fitting: int) -> int:
    if like.device.type == "cpu":
      return max(1, fitting // width)
    return max(1, 67108864 // width)

  # -> of a type
  def norm(self: __torch__.Decoder, x: Tensor, weight: Tensor, eps: float, type: int) -> Tensor:
    h = x.float()
    return self.weighed(torch.mul(h, self.scale(h, eps)), weight, type)

  # The last step of norm, in place but for the type.
  def weighed(self: __torch__.Decoder, even: Tensor, weight: Tensor, type: int) -> Tensor:
    return even.mul_(weight).to(type)

  # What norm multiplies with: 1 / root mean square, [.., 1].
  def scale(self: __torch__.Decoder, h: Tensor, eps: float) -> Tensor:
    return torch.rsqrt(torch.linalg_vector_norm(h, 2, [-1], True).square_().div_(h.size(-1)).add_(eps))

  # Gradient of norm for its input, of the type of dy, and the input divided by its root mean square, fp32; adds the weight's gradient to g.
  def norm_backward(self: __torch__.Decoder, dy: Tensor, x: Tensor, weight: Tensor, eps: float, g: Tensor) -> Tuple[Tensor, Tensor]:
    h, d, n = x.float(), dy.float(), weight.float()
    r = self.scale(h, eps)
    even = torch.mul(h, r)
    product = torch.mul(d, even)
    if g.numel() > 0:
      g.add_(product.view(-1, h.size(-1)).sum(0))
    along = torch.matmul(product, n).unsqueeze(-1).div_(h.size(-1))
    return (torch.mul(d, n).addcmul_(even, along, value=-1).mul_(r).to(dy.dtype), even)

  # What rotate takes of tables [N, D]: those of so many heads, [N, heads, D] each, the first half of the sines negated.
  def turns(self: __torch__.Decoder, cos: Tensor, sin: Tensor, heads: int) -> Tuple[Tensor, Tensor]:
    half = sin.size(1) // 2
    turning = torch.cat([sin[:, :half].neg(), sin[:, half:]], 1)
    return (cos.unsqueeze(1).expand(-1, heads, -1).contiguous(), turning.unsqueeze(1).expand(-1, heads, -1).contiguous())

  # x, cos and sin [N, heads, D]: the two halves of D are rotated into each other; way: 1, or -1 for the way back.
  def rotate(self: __torch__.Decoder, x: Tensor, cos: Tensor, sin: Tensor, way: float) -> Tensor:
    return torch.mul(x, cos).addcmul_(torch.roll(x, [x.size(-1) // 2], [-1]), sin, value=way)

  # Adds rows [M, H] to those of x [N, H] that at [M] names, some of them more than once. On a GPU index_add_ adds in any order, so that its
  # result differs from one time to the next.
  def add_rows(self: __torch__.Decoder, x: Tensor, at: Tensor, rows: Tensor) -> Tensor:
    if x.device.type == "cpu":
      return x.index_add_(0, at, rows)
    return torch.index_put_(x, annotate(List[Optional[Tensor]], [at]), rows, True)

  # Adds dy^T x, times by, to the gradient of a weight [out, in]; dy [N, out], x [N, in].
  def outer(self: __torch__.Decoder, g: Tensor, dy: Tensor, x: Tensor, by: float) -> Tensor:
    if g.numel() == 0:
      return g
    if g.dtype == dy.dtype:
      return g.addmm_(dy.t(), x, beta=1, alpha=by)
    # in parts, as the embedding's gradient in another type is larger than all that a layer keeps
    for start in range(0, g.size(0), 16384):
      g[start:start + 16384].add_(torch.mm(dy[:, start:start + 16384].t(), x), alpha=by)
    return g

  # ---- a linear map with its adapter, which begins at a[at]; sizes: the widths of the parts that it is stacked from ----

  # An adapter in the type of like, which numbers are computed in.
  def typed(self: __torch__.Decoder, a: List[Tensor], like: Tensor) -> List[Tensor]:
    typed: List[Tensor] = []
    for x in a:
      typed.append(x.to(like.dtype))
    return typed

  # h [N, in] -> [N, out]
  def linear(self: __torch__.Decoder, h: Tensor, weight: Tensor, bias: Tensor, a: List[Tensor], at: int, sizes: List[int], scale: float) -> Tensor:
    y = self.product(h, weight, bias)
    if len(a) > 0:
      if a[at].numel() > 0:
        low = torch.linear(h, a[at])
        rank, column = 0, 0
        for i in range(len(sizes)):
          b = a[at + 1 + i]
          if b.numel() > 0:
            y[:, column:column + sizes[i]].addmm_(low[:, rank:rank + b.size(1)], b.t(), beta=1, alpha=scale)
            rank = rank + b.size(1)
          column = column + sizes[i]
    return y

  # dy [N, out] -> gradient for h [N, in], and for what the adapter's A makes of h (nothing without an adapter)
  def linear_backward(self: __torch__.Decoder, dy: Tensor, weight: Tensor, a: List[Tensor], at: int, sizes: List[int], scale: float) -> Tuple[Tensor, Tensor]:
    dh = torch.mm(dy, weight.to(dy.dtype))
    dlow = dh[:0]
    if len(a) > 0:
      if a[at].numel() > 0:
        dlow = torch.empty([dy.size(0), a[at].size(0)], dtype=dy.dtype, device=dy.device)
        rank, column = 0, 0
        for i in range(len(sizes)):
          b = a[at + 1 + i]
          if b.numel() > 0:
            dlow[:, rank:rank + b.size(1)] = torch.mm(dy[:, column:column + sizes[i]], b).mul_(scale)
            rank = rank + b.size(1)
          column = column + sizes[i]
        dh.addmm_(dlow, a[at])
    return (dh, dlow)

  # Adds the gradients of weight and adapter to the buffers g and ga; dlow from linear_backward.
  def weight_backward(self: __torch__.Decoder, dy: Tensor, dlow: Tensor, h: Tensor, g: Tensor, a: List[Tensor], ga: List[Tensor], at: int, sizes: List[int], scale: float) -> Tensor:
    self.outer(g, dy, h, 1.0)
    if dlow.numel() > 0:
      low = torch.linear(h, a[at])
      rank, column = 0, 0
      for i in range(len(sizes)):
        r = 0
        if a[at + 1 + i].numel() > 0:
          r = a[at + 1 + i].size(1)
          self.outer(ga[at + 1 + i], dy[:, column:column + sizes[i]], low[:, rank:rank + r], scale)
        rank = rank + r
        column = column + sizes[i]
      self.outer(ga[at], dlow, h, 1.0)
    return dlow
