
  # ---- one layer ----

  # qkv [N, (Q + 2J) D] -> queries [N, Q, D] and keys [N, J, D], normed and rotated, and values [N, J, D]
  def heads(self: __torch__.Decoder, qkv: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, shape: List[int], eps: float) -> Tuple[Tensor, Tensor, Tensor]:
    q, k = shape[1], shape[2]
    all = qkv.view(-1, q + 2 * k, shape[3])
    turned = all[:, :q + k]
    if w[at + 3].numel() > 0:
      turned = torch.cat([self.norm(all[:, :q], w[at + 3], eps, all.dtype), self.norm(all[:, q:q + k], w[at + 4], eps, all.dtype)], 1)
    turned = self.rotate(turned, cos, sin, 1.0)
    return (turned[:, :q], turned[:, q:], all[:, q + k:])

  # The bias of qkv [(Q + 2J) D], and that of the attention output [H], which lies behind it; empty where there is none.
  def qkv_bias(self: __torch__.Decoder, w: List[Tensor], at: int, shape: List[int]) -> Tensor:
    return w[at + 2][:(shape[1] + 2 * shape[2]) * shape[3]]

  def output_bias(self: __torch__.Decoder, w: List[Tensor], at: int, shape: List[int]) -> Tensor:
    return w[at + 2][(shape[1] + 2 * shape[2]) * shape[3]:]

  # The widths of the parts of qkv, and of gate and up.
  def widths(self: __torch__.Decoder, shape: List[int]) -> List[int]:
    return [shape[1] * shape[3], shape[2] * shape[3], shape[2] * shape[3]]

  # Where the second halves of layers' last matrices begin among packed weights (see pack).
  def halves(self: __torch__.Decoder, shape: List[int]) -> int:
    return 4 + 9 * shape[0]

  # mixed [M, Q D] and x [M, H], what attention gave and what it was given -> the rest of the layer [M, H], its middle and gate_up
  # i: the layer's number. Packed weights may have the second half of the layer's last matrix (see pack).
  def feed(self: __torch__.Decoder, mixed: Tensor, x: Tensor, w: List[Tensor], i: int, a: List[Tensor], shape: List[int], eps: float, scale: float) -> Tuple[Tensor, Tensor, Tensor]:
    none = x[:0, 0]
    at, ad, halves = 3 + 9 * i, 11 * i, self.halves(shape)
    h, inner = x.size(1), w[at + 7].size(0) // 2
    x = self.sum(x, self.linear(mixed, w[at + 5], self.output_bias(w, at, shape), a, ad + 4, [h], scale))
    gate_up = self.linear(self.norm(x, w[at + 6], eps, mixed.dtype), w[at + 7], none, a, ad + 6, [inner, inner], scale)
    act = self.gated(gate_up)
    y = self.sum(x, self.linear(act, w[at + 8], none, a, ad + 9, [h], scale))
    if len(w) > halves:
      y.add_(self.product(act[:, inner - w[halves + i].size(1):], w[halves + i], none))
    return (y, x, gate_up)

  # gate and up [M, 2I] -> silu(gate) up [M, I], rounded once.
  def gated(self: __torch__.Decoder, gate_up: Tensor) -> Tensor:
    m, inner = gate_up.size(0), gate_up.size(1) // 2
    rows = self.at_once(gate_up, inner, 524288)
    if m <= rows:
      return self.gated_few(gate_up).to(gate_up.dtype)
    y = torch.empty([m, inner], dtype=gate_up.dtype, device=gate_up.device)
    for row in range(0, m, rows):
      y[row:row + rows].copy_(self.gated_few(gate_up[row:row + rows]))
    return y

  # The same of a few rows, fp32.
  def gated_few(self: __torch__.Decoder, gate_up: Tensor) -> Tensor:
    wide, inner = gate_up.to(6, copy=True), gate_up.size(1) // 2
    return torch.silu_(wide[:, :inner]).mul_(wide[:, inner:])

  # dy [M, I] -> gradient of gate and up [M, 2I], rounded once, and what gated gave [M, I]
  def gated_backward(self: __torch__.Decoder, dy: Tensor, gate_up: Tensor) -> Tuple[Tensor, Tensor]:
    inner = dy.size(1)
    rows = self.at_once(gate_up, inner, 262144)
    d, y = torch.empty_like(gate_up), torch.empty_like(dy)
    for row in range(0, dy.size(0), rows):
      wide, own = gate_up[row:row + rows].to(6, copy=True), dy[row:row + rows].float()
      gate, up = wide[:, :inner], wide[:, inner:]
      open = torch.silu(gate)
      y[row:row + rows].copy_(torch.mul(open, up))
      slope = torch.silu_backward(up.mul_(own), gate)
      up.copy_(open.mul_(own))
      gate.copy_(slope)
      d[row:row + rows].copy_(wide)
    return (d, y)

  # x, fp32, and what is added, which may be lost.
  def sum(self: __torch__.Decoder, x: Tensor, added: Tensor) -> Tensor:
    if added.dtype == x.dtype:
      return added.add_(x)
    return torch.add(x, added)

  # x [N, H] -> y [N, H] and what layer_backward needs (nothing when keep is false).
  # i: its number; pick [M]: indexes into N of the positions that are wanted, y is then [M, H]; empty for all.
  def layer(self: __torch__.Decoder, x: Tensor, w: List[Tensor], i: int, a: List[Tensor], plan: List[Tensor], sizes: List[int], shape: List[int], eps: float, scale: float, keep: bool, pick: Tensor) -> Tuple[Tensor, List[Tensor]]:
    at = 3 + 9 * i
    qkv = self.linear(self.norm(x, w[at], eps, plan[0].dtype), w[at + 1], self.qkv_bias(w, at, shape), a, 11 * i, self.widths(shape), scale)
    q, k, v = self.heads(qkv, w, at, plan[0], plan[1], shape, eps)
    mixed, attention = self.attend(q, k, v, plan, sizes, shape)
    mixed = self.picked(mixed, pick)
    y, x2, gate_up = self.feed(mixed, self.picked(x, pick), w, i, a, shape, eps, scale)
    if keep:
      return (y, [x, qkv, mixed, x2, gate_up] + attention)
    empty: List[Tensor] = []
    return (y, empty)

  # x [N, C] -> [M, C], the positions in pick; all of x when pick is empty
  def picked(self: __torch__.Decoder, x: Tensor, pick: Tensor) -> Tensor:
    if pick.numel() == 0:
      return x
    return x.index_select(0, pick)

  # The way back: dy [M, C] -> [N, C]; a position may have been picked more than once, or not at all
  def unpicked(self: __torch__.Decoder, dy: Tensor, pick: Tensor, n: int) -> Tensor:
    if pick.numel() == 0:
      return dy
    return self.add_rows(dy.new_zeros([n, dy.size(-1)]), pick, dy)

  # dy, shaped as layer's y -> dx [N, H]; g and ga hold a gradient buffer for each of w and a (empty: not wanted)
  def layer_backward(self: __torch__.Decoder, dy: Tensor, kept: List[Tensor], w: List[Tensor], g: List[Tensor], at: int, a: List[Tensor], ga: List[Tensor], ad: int, plan: List[Tensor], sizes: List[int], shape: List[int], eps: float, scale: float, pick: Tensor) -> Tensor:
    x, qkv, mixed, x2, gate_up = kept[0], kept[1], kept[2], kept[3], kept[4]
    hidden, inner = x.size(1), gate_up.size(1) // 2
    whole, both = [hidden], [inner, inner]
    dact, low = self.linear_backward(dy, w[at + 8], a, ad + 9, whole, scale)
    dgate_up, act = self.gated_backward(dact, gate_up)
    self.weight_backward(dy, low, act, g[at + 8], a, ga, ad + 9, whole, scale)
    dh, low = self.linear_backward(dgate_up, w[at + 7], a, ad + 6, both, scale)
    dx2, even = self.norm_backward(dh, x2, w[at + 6], eps, g[at + 6])
    self.weight_backward(dgate_up, low, self.weighed(even, w[at + 6], dy.dtype), g[at + 7], a, ga, ad + 6, both, scale)
    dx2.add_(dy)
    dmixed, low = self.linear_backward(dx2, w[at + 5], a, ad + 4, whole, scale)
    self.weight_backward(dx2, low, mixed, g[at + 5], a, ga, ad + 4, whole, scale)
    dq, dk, dv = self.attend_backward(self.unpicked(dmixed, pick, x.size(0)), kept[5:], plan, sizes, shape)
    turned = self.rotate(torch.cat([dq, dk], 1), plan[0], plan[1], -1.0)
    if w[at + 3].numel() > 0:
      q, k, all = shape[1], shape[2], qkv.view(-1, shape[1] + 2 * shape[2], shape[3])
      dq, even = self.norm_backward(turned[:, :q], all[:, :q], w[at + 3], eps, g[at + 3])
      dk, even = self.norm_backward(turned[:, q:], all[:, q:q + k], w[at + 4], eps, g[at + 4])
      turned = torch.cat([dq, dk], 1)
    dqkv = torch.cat([turned, dv], 1).flatten(1)
    if g[at + 2].numel() > 0:
      self.qkv_bias(g, at, shape).add_(dqkv.sum(0))
      if self.output_bias(g, at, shape).numel() > 0:
        self.output_bias(g, at, shape).add_(dx2.sum(0))
    dh, low = self.linear_backward(dqkv, w[at + 1], a, ad, self.widths(shape), scale)
    dx, even = self.norm_backward(dh, x, w[at], eps, g[at])
    self.weight_backward(dqkv, low, self.weighed(even, w[at], dy.dtype), g[at + 1], a, ga, ad, self.widths(shape), scale)
    return dx.add_(self.unpicked(dx2, pick, x.size(0)))
