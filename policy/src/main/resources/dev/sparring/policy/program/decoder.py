class Decoder(Module):
  __parameters__ = []
  __buffers__ = []

  # The decoder family of Llama, Qwen2 and Qwen3 as tensor programs: forward, backward by hand, sampling, losses.
  # Everything runs without autograd: backward methods return input gradients and add to the gradient buffers they are given.
  #
  # N tokens, S decode slots, H hidden, Q query heads, J key/value heads, R = Q / J, D head size, I inner size, V vocabulary,
  # L cached positions.
  #
  # w: List[Tensor], the parameters as ParameterLayout.java has them:
  #   0 embedding [V, H]; 1 final norm [H]; 2 head [V, H] (the embedding itself when tied); then for every layer
  #   +0 attention norm [H]; +1 qkv [(Q + 2J) D, H]; +2 qkv bias [(Q + 2J) D] or empty; +3 query norm [D] or empty;
  #   +4 key norm [D] or empty; +5 attention output [H, Q D]; +6 feed-forward norm [H]; +7 gate and up [2I, H]; +8 down [H, I]
  # a: List[Tensor], an adapter (LoRA, arXiv 2106.09685) as AdapterLayout.java has it, or an empty list; for every layer
  #   +0 A of qkv [3r, H]; +1, +2, +3 its B [Q D, r], [J D, r], [J D, r]; +4 A of output [r, Q D]; +5 its B [H, r];
  #   +6 A of gate and up [2r, H]; +7, +8 its B [I, r] each; +9 A of down [r, I]; +10 its B [H, r]
  #   A part that is not adapted has an empty B and no rows in its A.
  # shape: List[int] = [layers, Q, J, D]; scale: alpha / r
  #
  # Weights may be held in another type than numbers are computed in; the tables of cosines and sines have the latter.

  # ---- pieces ----

  def norm(self: __torch__.Decoder, x: Tensor, weight: Tensor, eps: float) -> Tensor:
    h = x.float()
    return (h * self.scale(h, eps)).to(x.dtype).mul_(weight)

  # What norm multiplies with: 1 / root mean square, [.., 1].
  def scale(self: __torch__.Decoder, h: Tensor, eps: float) -> Tensor:
    return torch.rsqrt(torch.linalg_vector_norm(h, 2, [-1], True).square_().div_(h.size(-1)).add_(eps))

  # Gradient of norm for its input; adds the weight's gradient to g.
  def norm_backward(self: __torch__.Decoder, dy: Tensor, x: Tensor, weight: Tensor, eps: float, g: Tensor) -> Tensor:
    h, d, n = x.float(), dy.float(), weight.float()
    r = self.scale(h, eps)
    product = (d * h).view(-1, h.size(-1))
    if g.numel() > 0:
      g.add_(torch.mv(product.t(), r.view(-1)))
    along = torch.mv(product, n).view(r.size()).mul_(r.pow(3)).div_(h.size(-1))
    return torch.mul(d, n).mul_(r).addcmul_(h, along, value=-1).to(x.dtype)

  # x [..., heads, D], cos and sin [..., 1, D]: the two halves of D are rotated into each other.
  def rotate(self: __torch__.Decoder, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = x.size(-1) // 2
    y = x * cos
    y[..., :half].addcmul_(x[..., half:], sin[..., :half], value=-1)
    y[..., half:].addcmul_(x[..., :half], sin[..., half:])
    return y

  # Adds dy^T x, times by, to the gradient of a weight [out, in]; dy [N, out], x [N, in].
  def outer(self: __torch__.Decoder, g: Tensor, dy: Tensor, x: Tensor, by: float) -> Tensor:
    if g.numel() == 0:
      return g
    if g.dtype == dy.dtype:
      return g.addmm_(dy.t(), x, beta=1, alpha=by)
    return g.add_(torch.mm(dy.t(), x), alpha=by)

  # ---- a linear map with its adapter, which begins at a[at]; sizes: the widths of the parts that it is stacked from ----

  # h [N, in] -> [N, out]
  def linear(self: __torch__.Decoder, h: Tensor, weight: Tensor, bias: Tensor, a: List[Tensor], at: int, sizes: List[int], scale: float) -> Tensor:
    y = self.product(h, weight)
    if bias.numel() > 0:
      y.add_(bias)
    if len(a) > 0:
      if a[at].numel() > 0:
        low = torch.linear(h, a[at].to(h.dtype))
        rank, column = 0, 0
        for i in range(len(sizes)):
          b = a[at + 1 + i]
          if b.numel() > 0:
            y[:, column:column + sizes[i]].addmm_(low[:, rank:rank + b.size(1)], b.to(h.dtype).t(), beta=1, alpha=scale)
            rank = rank + b.size(1)
          column = column + sizes[i]
    return y

  # dy [N, out] -> gradient for h [N, in]; g and ga: gradient buffers of weight and adapter
  def linear_backward(self: __torch__.Decoder, dy: Tensor, h: Tensor, weight: Tensor, g: Tensor, a: List[Tensor], ga: List[Tensor], at: int, sizes: List[int], scale: float) -> Tensor:
    self.outer(g, dy, h, 1.0)
    dh = torch.mm(dy, weight.to(dy.dtype))
    if len(a) > 0:
      if a[at].numel() > 0:
        down = a[at].to(h.dtype)
        low = torch.linear(h, down)
        dlow = torch.empty_like(low)
        rank, column = 0, 0
        for i in range(len(sizes)):
          b = a[at + 1 + i]
          if b.numel() > 0:
            r = b.size(1)
            part = dy[:, column:column + sizes[i]]
            self.outer(ga[at + 1 + i], part, low[:, rank:rank + r], scale)
            dlow[:, rank:rank + r] = torch.mm(part, b.to(h.dtype)).mul_(scale)
            rank = rank + r
          column = column + sizes[i]
        self.outer(ga[at], dlow, h, 1.0)
        dh.addmm_(dlow, down)
    return dh

  # ---- a micro-batch: tokens lie flat, without padding; prompts that several completions share lie there once ----
  #
  # The G prompts and their completions are given places for attention alone: [G, P] for the prompts, then [G, E, C] for the up to
  # E completions of each; a place that holds no token is -1.
  # layout: [ids [N], position [N], token [G P + G E C] that is at each place, length [G] of each prompt]; sizes: [G, P, E, C]

  # Where the heads of the tokens at all places are among [N, heads]; -1 where there is no token. Order: prompts [G, J, R, P], then
  # completions [G, J, E, R, C].
  def places(self: __torch__.Decoder, token: Tensor, sizes: List[int], keys: int, group: int) -> Tensor:
    g, p, e, c = sizes[0], sizes[1], sizes[2], sizes[3]
    head = torch.arange(keys * group, device=token.device)
    one = token[:g * p].view(g, 1, 1, p)
    many = token[g * p:].view(g, 1, e, 1, c)
    one = torch.where(one < 0, one, one * (keys * group) + head.view(1, keys, group, 1))
    many = torch.where(many < 0, many, many * (keys * group) + head.view(1, keys, 1, group, 1))
    return torch.cat([one.reshape(-1), many.reshape(-1)])

  # The way back: for each of count rows the place that holds it.
  def inverse(self: __torch__.Decoder, places: Tensor, count: int) -> Tensor:
    real = torch.nonzero(places >= 0).squeeze(1)
    return torch.empty([count], dtype=4, device=places.device).index_copy_(0, places.index_select(0, real), real)

  # What every layer needs of a layout:
  #   0 cos, 1 sin [N, 1, D]; 2 places of queries, 3 of keys and values; 4, 5 the ways back; 6 mask of prompts [P, P];
  #   7 mask of completions over prompt and themselves [G, 1, C, P + C]
  def plan(self: __torch__.Decoder, layout: List[Tensor], sizes: List[int], cos: Tensor, sin: Tensor, shape: List[int]) -> List[Tensor]:
    g, p, c, n, device = sizes[0], sizes[1], sizes[3], layout[0].size(0), cos.device
    queries = self.places(layout[2], sizes, shape[2], shape[1] // shape[2])
    keys = self.places(layout[2], sizes, shape[2], 1)
    absent = torch.arange(p, device=device).unsqueeze(0) >= layout[3].unsqueeze(1)
    absent = absent.view(g, 1, 1, p).expand(g, 1, c, p)
    later = torch.ones([c, c], dtype=11, device=device).triu(1).view(1, 1, c, c).expand(g, 1, c, c)
    none = torch.zeros([1], dtype=cos.dtype, device=device)
    before = torch.ones([p, p], dtype=11, device=device).triu(1)
    return [cos.index_select(0, layout[1]).unsqueeze(1), sin.index_select(0, layout[1]).unsqueeze(1),
      torch.clamp(queries, min=0), torch.clamp(keys, min=0), self.inverse(queries, n * shape[1]), self.inverse(keys, n * shape[2]),
      none.expand(p, p).masked_fill(before, -float("inf")),
      none.expand(g, 1, c, p + c).masked_fill(torch.cat([absent, later], -1), -float("inf"))]

  # ---- attention: prompts over themselves, completions over their prompt and themselves ----

  # q [N, Q, D], k and v [N, J, D] -> [N, Q D], and what backward needs: q, k, v and probabilities at their places
  def attend(self: __torch__.Decoder, q: Tensor, k: Tensor, v: Tensor, plan: List[Tensor], sizes: List[int], shape: List[int]) -> Tuple[Tensor, List[Tensor]]:
    d = shape[3]
    q = q.reshape(-1, d).index_select(0, plan[2])
    k = k.reshape(-1, d).index_select(0, plan[3])
    v = v.reshape(-1, d).index_select(0, plan[3])
    g, p, e, c, j, r = sizes[0], sizes[1], sizes[2], sizes[3], shape[2], shape[1] // shape[2]
    scale = float(d) ** -0.5
    out = torch.empty_like(q)
    cut, cut_k = g * j * r * p, g * j * p
    kp = k[:cut_k].view(g * j, p, d)
    vp = v[:cut_k].view(g * j, p, d)
    scores = torch.bmm(q[:cut].view(g * j, r * p, d), kp.transpose(1, 2)).view(g * j * r, p, p)
    ones = torch.softmax(scores.mul_(scale).add_(plan[6]), -1, dtype=6).to(q.dtype).view(g * j, r * p, p)
    torch.bmm(ones, vp, out=out[:cut].view(g * j, r * p, d))
    many = ones[:0]
    if c > 0:
      qc = q[cut:]
      own = torch.bmm(qc.view(g * j * e, r * c, d), k[cut_k:].view(g * j * e, c, d).transpose(1, 2)).view(g, j * e * r, c, c)
      over = torch.bmm(qc.view(g * j, e * r * c, d), kp.transpose(1, 2)).view(g, j * e * r, c, p)
      scores = torch.cat([over, own], -1).mul_(scale).add_(plan[7])
      many = torch.softmax(scores, -1, dtype=6).to(q.dtype)
      result = out[cut:]
      torch.bmm(many.view(g * j, e * r * c, p + c)[:, :, :p], vp, out=result.view(g * j, e * r * c, d))
      result.view(g * j * e, r * c, d).baddbmm_(many.view(g * j * e, r * c, p + c)[:, :, p:], v[cut_k:].view(g * j * e, c, d))
    return (out.index_select(0, plan[4]).view(-1, shape[1] * d), [q, k, v, ones, many])

  # dout [N, Q D] -> gradients of q [N, Q, D], k and v [N, J, D]
  def attend_backward(self: __torch__.Decoder, dout: Tensor, kept: List[Tensor], plan: List[Tensor], sizes: List[int], shape: List[int]) -> Tuple[Tensor, Tensor, Tensor]:
    d = shape[3]
    q, k, v, ones, many = kept[0], kept[1], kept[2], kept[3], kept[4]
    g, p, e, c, j, r = sizes[0], sizes[1], sizes[2], sizes[3], shape[2], shape[1] // shape[2]
    scale = float(d) ** -0.5
    do = torch.zeros_like(q).index_copy_(0, plan[4], dout.reshape(-1, d))
    dq, dk, dv = torch.empty_like(q), torch.empty_like(k), torch.empty_like(v)
    cut, cut_k = g * j * r * p, g * j * p
    kp, vp = k[:cut_k].view(g * j, p, d), v[:cut_k].view(g * j, p, d)
    dkp, dvp = dk[:cut_k].view(g * j, p, d), dv[:cut_k].view(g * j, p, d)
    dop = do[:cut].view(g * j, r * p, d)
    ds = torch._softmax_backward_data(torch.bmm(dop, vp.transpose(1, 2)), ones, -1, ones.dtype).mul_(scale)
    torch.bmm(ds, kp, out=dq[:cut].view(g * j, r * p, d))
    torch.bmm(ds.transpose(1, 2), q[:cut].view(g * j, r * p, d), out=dkp)
    torch.bmm(ones.transpose(1, 2), dop, out=dvp)
    if c > 0:
      dc, qc, dqc = do[cut:], q[cut:], dq[cut:]
      over = torch.bmm(dc.view(g * j, e * r * c, d), vp.transpose(1, 2))
      own = torch.bmm(dc.view(g * j * e, r * c, d), v[cut_k:].view(g * j * e, c, d).transpose(1, 2)).view(g * j, e * r * c, c)
      ds = torch._softmax_backward_data(torch.cat([over, own], -1), many.view(g * j, e * r * c, p + c), -1, many.dtype).mul_(scale)
      over, own = ds[:, :, :p], ds.view(g * j * e, r * c, p + c)[:, :, p:]
      torch.bmm(over, kp, out=dqc.view(g * j, e * r * c, d))
      dqc.view(g * j * e, r * c, d).baddbmm_(own, k[cut_k:].view(g * j * e, c, d))
      dkp.baddbmm_(over.transpose(1, 2), qc.view(g * j, e * r * c, d))
      dvp.baddbmm_(many.view(g * j, e * r * c, p + c)[:, :, :p].transpose(1, 2), dc.view(g * j, e * r * c, d))
      torch.bmm(own.transpose(1, 2), qc.view(g * j * e, r * c, d), out=dk[cut_k:].view(g * j * e, c, d))
      torch.bmm(many.view(g * j * e, r * c, p + c)[:, :, p:].transpose(1, 2), dc.view(g * j * e, r * c, d), out=dv[cut_k:].view(g * j * e, c, d))
    return (dq.index_select(0, plan[4]).view(-1, shape[1], d), dk.index_select(0, plan[5]).view(-1, j, d), dv.index_select(0, plan[5]).view(-1, j, d))

  # ---- one layer ----

  # qkv [N, (Q + 2J) D] -> queries [N, Q, D] and keys [N, J, D], normed and rotated, and values [N, J, D]
  def heads(self: __torch__.Decoder, qkv: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, shape: List[int], eps: float) -> Tuple[Tensor, Tensor, Tensor]:
    q_size, k_size = shape[1] * shape[3], shape[2] * shape[3]
    q = qkv[:, :q_size].view(-1, shape[1], shape[3])
    k = qkv[:, q_size:q_size + k_size].view(-1, shape[2], shape[3])
    v = qkv[:, q_size + k_size:].view(-1, shape[2], shape[3])
    if w[at + 3].numel() > 0:
      q = self.norm(q, w[at + 3], eps)
      k = self.norm(k, w[at + 4], eps)
    return (self.rotate(q, cos, sin), self.rotate(k, cos, sin), v)

  # The widths of the parts of qkv, and of gate and up.
  def widths(self: __torch__.Decoder, shape: List[int]) -> List[int]:
    return [shape[1] * shape[3], shape[2] * shape[3], shape[2] * shape[3]]

  # mixed [M, Q D] and x [M, H], what attention gave and what it was given -> the rest of the layer [M, H], its middle and gate_up
  # i: the layer's number. Packed weights may have the second half of the layer's last matrix at the end of w.
  def feed(self: __torch__.Decoder, mixed: Tensor, x: Tensor, w: List[Tensor], i: int, a: List[Tensor], shape: List[int], eps: float, scale: float) -> Tuple[Tensor, Tensor, Tensor]:
    none = x[:0, 0]
    at, ad, end = 3 + 9 * i, 11 * i, 3 + 9 * shape[0]
    h, inner = x.size(1), w[at + 7].size(0) // 2
    x = self.linear(mixed, w[at + 5], none, a, ad + 4, [h], scale).add_(x)
    gate_up = self.linear(self.norm(x, w[at + 6], eps), w[at + 7], none, a, ad + 6, [inner, inner], scale)
    act = torch.silu(gate_up[:, :inner]).mul_(gate_up[:, inner:])
    y = self.linear(act, w[at + 8], none, a, ad + 9, [h], scale).add_(x)
    if len(w) > end:
      y.add_(self.product(act[:, inner - w[end + i].size(1):], w[end + i]))
    return (y, x, gate_up)

  # x [N, H] -> y [N, H] and what layer_backward needs (nothing when keep is false).
  # i: its number; pick [M]: indexes into N of the positions that are wanted, y is then [M, H]; empty for all.
  def layer(self: __torch__.Decoder, x: Tensor, w: List[Tensor], i: int, a: List[Tensor], plan: List[Tensor], sizes: List[int], shape: List[int], eps: float, scale: float, keep: bool, pick: Tensor) -> Tuple[Tensor, List[Tensor]]:
    at = 3 + 9 * i
    qkv = self.linear(self.norm(x, w[at], eps), w[at + 1], w[at + 2], a, 11 * i, self.widths(shape), scale)
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
    return dy.new_zeros([n, dy.size(-1)]).index_add_(0, pick, dy)

  # dy, shaped as layer's y -> dx [N, H]; g and ga hold a gradient buffer for each of w and a (empty: not wanted)
  def layer_backward(self: __torch__.Decoder, dy: Tensor, kept: List[Tensor], w: List[Tensor], g: List[Tensor], at: int, a: List[Tensor], ga: List[Tensor], ad: int, plan: List[Tensor], sizes: List[int], shape: List[int], eps: float, scale: float, pick: Tensor) -> Tensor:
    x, qkv, mixed, x2, gate_up = kept[0], kept[1], kept[2], kept[3], kept[4]
    hidden, inner = x.size(1), gate_up.size(1) // 2
    gate, up = gate_up[:, :inner], gate_up[:, inner:]
    silu = torch.silu(gate)
    dact = self.linear_backward(dy, silu * up, w[at + 8], g[at + 8], a, ga, ad + 9, [hidden], scale)
    dgate_up = torch.empty_like(gate_up)
    torch.mul(dact, silu, out=dgate_up[:, inner:])
    torch.silu_backward(dact.mul_(up), gate, grad_input=dgate_up[:, :inner])
    dh = self.linear_backward(dgate_up, self.norm(x2, w[at + 6], eps), w[at + 7], g[at + 7], a, ga, ad + 6, [inner, inner], scale)
    dx2 = self.norm_backward(dh, x2, w[at + 6], eps, g[at + 6]).add_(dy)
    dmixed = self.linear_backward(dx2, mixed, w[at + 5], g[at + 5], a, ga, ad + 4, [hidden], scale)
    dq, dk, dv = self.attend_backward(self.unpicked(dmixed, pick, x.size(0)), kept[5:], plan, sizes, shape)
    dq = self.rotate(dq, plan[0], -plan[1])
    dk = self.rotate(dk, plan[0], -plan[1])
    if w[at + 3].numel() > 0:
      q_size, k_size = shape[1] * shape[3], shape[2] * shape[3]
      dq = self.norm_backward(dq, qkv[:, :q_size].view(-1, shape[1], shape[3]), w[at + 3], eps, g[at + 3])
      dk = self.norm_backward(dk, qkv[:, q_size:q_size + k_size].view(-1, shape[2], shape[3]), w[at + 4], eps, g[at + 4])
    dqkv = torch.cat([dq.flatten(1), dk.flatten(1), dv.flatten(1)], -1)
    if g[at + 2].numel() > 0:
      g[at + 2].add_(dqkv.sum(0))
    dh = self.linear_backward(dqkv, self.norm(x, w[at], eps), w[at + 1], g[at + 1], a, ga, ad, self.widths(shape), scale)
    return self.norm_backward(dh, x, w[at], eps, g[at]).add_(self.unpicked(dx2, pick, x.size(0)))

  # ---- losses: one number a token, and its derivative by the token's log-probability ----

  # Clipped policy loss (PPO, arXiv 1707.06347, eq. 7; dual clip, arXiv 1912.09729, when dual > 0).
  # All [M]. Returns loss, derivative, whether the clip was active.
  def policy_loss(self: __torch__.Decoder, logp: Tensor, old: Tensor, advantage: Tensor, low: float, high: float, dual: float) -> Tuple[Tensor, Tensor, Tensor]:
    difference = logp - old
    ratio = torch.exp(torch.clamp(difference, -20.0, 20.0))
    plain = -advantage * ratio
    clipped = -advantage * torch.clamp(ratio, 1.0 - low, 1.0 + high)
    loss = torch.maximum(plain, clipped)
    active = clipped > plain
    slope = torch.where(active.logical_or(difference.abs() > 20.0), torch.zeros_like(plain), plain)
    if dual > 0.0:
      bound = -advantage * dual
      over = (advantage < 0.0).logical_and(loss > bound)
      loss = torch.where(over, bound, loss)
      slope = torch.where(over, torch.zeros_like(slope), slope)
    return (loss, slope, active)

  # Estimators of the divergence from the reference policy (Schulman, "Approximating KL divergence", 2020): 1 is k1, 2 is k2, 3 is k3.
  # k3 is cut at 10. Its derivative stays what it is at the cut (d = -2.61), so that a token far from the reference is still pulled
  # back, and no token outweighs all others.
  def divergence(self: __torch__.Decoder, logp: Tensor, ref: Tensor, estimator: int) -> Tuple[Tensor, Tensor]:
    d = logp - ref
    if estimator == 1:
      return (d, torch.ones_like(d))
    if estimator == 2:
      return (d.square() * 0.5, d)
    e = torch.exp(torch.clamp(-d, -20.0, 20.0))
    return (torch.clamp(e + d - 1.0, -10.0, 10.0), 1.0 - torch.clamp(e, max=13.6))

  # The two losses as lists, for callers outside.
  def policy_loss_list(self: __torch__.Decoder, logp: Tensor, old: Tensor, advantage: Tensor, low: float, high: float, dual: float) -> List[Tensor]:
    loss, slope, active = self.policy_loss(logp, old, advantage, low, high, dual)
    return [loss, slope, active.float()]

  def divergence_list(self: __torch__.Decoder, logp: Tensor, ref: Tensor, estimator: int) -> List[Tensor]:
    value, slope = self.divergence(logp, ref, estimator)
    return [value, slope]

  # ---- whole micro-batches ----

  # -> hidden states before the final norm at the positions in at [M]: [M, H].
  # kept receives what backward needs when keep is true: everything, or only each layer's input when recompute is true.
  def hidden(self: __torch__.Decoder, ids: Tensor, at: Tensor, w: List[Tensor], a: List[Tensor], plan: List[Tensor], sizes: List[int], shape: List[int], eps: float, scale: float, keep: bool, recompute: bool, kept: List[List[Tensor]]) -> Tensor:
    x = torch.embedding(w[0], ids).to(plan[0].dtype)
    for i in range(shape[0]):
      y, saved = self.layer(x, w, i, a, plan, sizes, shape, eps, scale, keep and not recompute, self.pick(at, i, shape))
      if keep:
        if recompute:
          saved = [x]
        kept.append(saved)
      x = y
    return x

  # After the last layer only the positions that are scored are wanted.
  def pick(self: __torch__.Decoder, at: Tensor, i: int, shape: List[int]) -> Tensor:
    if i == shape[0] - 1:
      return at
    return at[:0]

  # Log-probability and entropy of chosen tokens: at [M] indexes into N of what predicts them, target [M], in chunks so that no
  # [M, V] matrix exists. cos and sin are the tables [positions, D], here and below.
  # Returns logp [M] and entropy [M], fp32.
  def score(self: __torch__.Decoder, layout: List[Tensor], sizes: List[int], at: Tensor, target: Tensor, w: List[Tensor], a: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, scale: float, temperature: float, chunk: int) -> List[Tensor]:
    none: List[List[Tensor]] = []
    plan = self.plan(layout, sizes, cos, sin, shape)
    h = self.norm(self.hidden(layout[0], at, w, a, plan, sizes, shape, eps, scale, False, False, none), w[1], eps)
    head = w[2].to(h.dtype)
    logps: List[Tensor] = []
    entropies: List[Tensor] = []
    for start in range(0, at.size(0), chunk):
      logits = torch.linear(h[start:start + chunk], head).float().div_(temperature)
      lse = torch.logsumexp(logits, -1)
      logps.append(logits.gather(-1, target[start:start + chunk].unsqueeze(-1)).squeeze(-1) - lse)
      entropies.append(lse - (torch.softmax(logits, -1).mul_(logits)).sum(-1))
    return [torch.cat(logps), torch.cat(entropies)]

  # One micro-batch: forward, loss and backward; gradients are added to g (of w) and ga (of a).
  # seen: [at, target, old, ref, advantage, weight, imitate], each [M]. The loss of a token is
  #   weight * (policy loss + kl * divergence)   where imitate is 0, and   weight * -logp   where it is 1 (supervised).
  # options: [clip low, clip high, dual clip, kl coefficient, temperature]; ints: [estimator, chunk, recompute]
  # Returns logp, entropy, policy loss, divergence, clip active: each [M], fp32.
  def learn(self: __torch__.Decoder, layout: List[Tensor], sizes: List[int], seen: List[Tensor], w: List[Tensor], g: List[Tensor], a: List[Tensor], ga: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, scale: float, options: List[float], ints: List[int]) -> List[Tensor]:
    recompute = ints[2] != 0
    at, target, old, ref, advantage, weight, imitate = seen[0], seen[1], seen[2], seen[3], seen[4], seen[5], seen[6]
    plan = self.plan(layout, sizes, cos, sin, shape)
    kept: List[List[Tensor]] = []
    rows = self.hidden(layout[0], at, w, a, plan, sizes, shape, eps, scale, True, recompute, kept)
    h = self.norm(rows, w[1], eps)
    head = w[2].to(h.dtype)
    dh = torch.empty_like(h)
    outs: List[List[Tensor]] = []
    for start in range(0, at.size(0), ints[1]):
      end = min(start + ints[1], at.size(0))
      logits = torch.linear(h[start:end], head).float().div_(options[4])
      lse = torch.logsumexp(logits, -1, True)
      index = target[start:end].unsqueeze(-1)
      logp = (logits.gather(-1, index) - lse).squeeze(-1)
      p = torch.exp(logits - lse)
      entropy = lse.squeeze(-1) - logits.mul_(p).sum(-1)
      loss, slope, clipped = self.policy_loss(logp, old[start:end], advantage[start:end], options[0], options[1], options[2])
      kl, kl_slope = self.divergence(logp, ref[start:end], ints[0])
      supervised = imitate[start:end]
      slope = weight[start:end] * torch.lerp(slope + options[3] * kl_slope, -supervised, supervised) / options[4]
      # d logp / d logits = onehot - p
      dlogits = p.mul_(-slope.unsqueeze(-1)).scatter_add_(-1, index, slope.unsqueeze(-1)).to(h.dtype)
      dh[start:end] = torch.mm(dlogits, head)
      self.outer(g[2], dlogits, h[start:end], 1.0)
      outs.append([logp, entropy, loss, kl, clipped.float()])
    dx = self.norm_backward(dh, rows, w[1], eps, g[1])
    for j in range(shape[0]):
      i = shape[0] - 1 - j
      saved = kept.pop()
      if recompute:
        y, saved = self.layer(saved[0], w, i, a, plan, sizes, shape, eps, scale, True, self.pick(at, i, shape))
      dx = self.layer_backward(dx, saved, w, g, 3 + 9 * i, a, ga, 11 * i, plan, sizes, shape, eps, scale, self.pick(at, i, shape))
    if g[0].numel() > 0:
      g[0].index_add_(0, layout[0], dx.to(g[0].dtype))
    result: List[Tensor] = []
    for k in range(5):
      column: List[Tensor] = []
      for o in outs:
        column.append(o[k])
      result.append(torch.cat(column))
    return result

  # ---- sampling ----

  # The next ids [C] of a prompt. past: for every layer the rotated keys and the values of the T tokens before them,
  # [J, T, D] each: k0, v0, k1, v1, … -> the same of all T + C.
  def prefill(self: __torch__.Decoder, ids: Tensor, past: List[Tensor], w: List[Tensor], a: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, scale: float) -> List[Tensor]:
    c, t, j, d = ids.size(0), past[0].size(1), shape[2], shape[3]
    r = shape[1] // j
    own_cos, own_sin = cos.narrow(0, t, c).unsqueeze(1), sin.narrow(0, t, c).unsqueeze(1)
    later = torch.ones([c, t + c], dtype=11, device=ids.device).triu(1 + t)
    mask = torch.zeros([c, t + c], dtype=cos.dtype, device=ids.device).masked_fill_(later, -float("inf"))
    caches: List[Tensor] = []
    x = torch.embedding(w[0], ids).to(cos.dtype)
    for i in range(shape[0]):
      at = 3 + 9 * i
      qkv = self.linear(self.norm(x, w[at], eps), w[at + 1], w[at + 2], a, 11 * i, self.widths(shape), scale)
      q, k, v = self.heads(qkv, w, at, own_cos, own_sin, shape, eps)
      keys = torch.cat([past[2 * i], k.transpose(0, 1)], 1)
      values = torch.cat([past[2 * i + 1], v.transpose(0, 1)], 1)
      caches.append(keys)
      caches.append(values)
      if i < shape[0] - 1:
        q = q.view(c, j, r, d).permute(1, 2, 0, 3).reshape(j, r * c, d)
        scores = torch.bmm(q, keys.transpose(1, 2)).mul_(float(d) ** -0.5).view(j * r, c, t + c).add_(mask)
        out = torch.bmm(torch.softmax(scores, -1, dtype=6).to(x.dtype).view(j, r * c, t + c), values)
        out = out.view(j, r, c, d).permute(2, 0, 1, 3).reshape(c, j * r * d)
        x, middle, gate_up = self.feed(out, x, w, i, a, shape, eps, scale)
    return caches

  # Puts a prompt's keys and values into the slots of its samples: cache [slots, J, L, D], slots [n].
  def admit(self: __torch__.Decoder, caches: List[Tensor], prompt: List[Tensor], slots: Tensor) -> List[Tensor]:
    for i in range(len(caches)):
      t = prompt[i].size(1)
      caches[i].narrow(2, 0, t).index_copy_(0, slots, prompt[i].unsqueeze(0).expand(slots.size(0), -1, -1, -1))
    return caches

  # Copies what some slots hold into others: source and target [n].
  def move(self: __torch__.Decoder, caches: List[Tensor], source: Tensor, target: Tensor) -> List[Tensor]:
    for cache in caches:
      cache.index_copy_(0, target, cache.index_select(0, source))
    return caches

  # One position for the first S slots: token [S], position [S] -> logits [S, V] fp32; the caches grow in place.
  # cos and sin are the tables [positions, D]; length is how many cached positions may be looked at.
  def step(self: __torch__.Decoder, token: Tensor, position: Tensor, length: int, w: List[Tensor], a: List[Tensor], caches: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, scale: float) -> Tensor:
    s, groups, q_size = token.size(0), shape[1] // shape[2], shape[1] * shape[3]
    c = cos.index_select(0, position).unsqueeze(1)
    n = sin.index_select(0, position).unsqueeze(1)
    hidden_positions = torch.arange(length, device=token.device).unsqueeze(0) > position.unsqueeze(1)
    mask = torch.zeros([s, 1, length], dtype=6, device=token.device).masked_fill_(hidden_positions.unsqueeze(1), -float("inf")).to(cos.dtype)
    mask = mask.unsqueeze(1).expand(s, shape[2], groups, length).reshape(s * shape[2], groups, length)
    row = torch.arange(s * shape[2], device=token.device)
    column = position.unsqueeze(1).expand(s, shape[2]).reshape(-1)
    sharpness = float(shape[3]) ** -0.5
    x = torch.embedding(w[0], token).to(cos.dtype)
    for i in range(shape[0]):
      at = 3 + 9 * i
      qkv = self.linear(self.norm(x, w[at], eps), w[at + 1], w[at + 2], a, 11 * i, self.widths(shape), scale)
      q, k, v = self.heads(qkv, w, at, c, n, shape, eps)
      keys = caches[2 * i].narrow(0, 0, s).view(s * shape[2], -1, shape[3])
      values = caches[2 * i + 1].narrow(0, 0, s).view(s * shape[2], -1, shape[3])
      keys.index_put_([row, column], k.reshape(-1, shape[3]))
      values.index_put_([row, column], v.reshape(-1, shape[3]))
      scores = torch.baddbmm(mask, q.view(-1, groups, shape[3]), keys.narrow(1, 0, length).transpose(1, 2), beta=1, alpha=sharpness)
      out = torch.bmm(torch.softmax(scores, -1), values.narrow(1, 0, length))
      x, middle, gate_up = self.feed(out.view(s, q_size), x, w, i, a, shape, eps, scale)
    return self.product(self.norm(x, w[1], eps), w[2]).float()

  # Takes away what top-k, top-p and min-p exclude. logits [S, V].
  def restrict(self: __torch__.Decoder, logits: Tensor, top_k: int, top_p: float, min_p: float) -> Tensor:
    if top_k > 0 and top_k < logits.size(-1):
      kth = torch.topk(logits, top_k, -1)[0][:, -1:]
      logits = logits.masked_fill(logits < kth, -float("inf"))
    if min_p > 0.0:
      p = torch.softmax(logits, -1)
      logits = logits.masked_fill(p < min_p * p.amax(-1, True), -float("inf"))
    if top_p < 1.0:
      ordered, order = torch.sort(logits, -1, True)
      p = torch.softmax(ordered, -1)
      # a token stays while the tokens before it have not reached p yet
      out = (torch.cumsum(p, -1) - p) >= top_p
      logits = logits.masked_fill(torch.zeros_like(out).scatter_(-1, order, out), -float("inf"))
    return logits

  # Draws one token a row by inverse CDF: uniform [S] in [0, 1). In two levels, blocks first, so that only one block is summed up
  # in order. Returns token [S] and its log-probability under the unrestricted distribution at this temperature [S].
  def draw(self: __torch__.Decoder, logits: Tensor, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tuple[Tensor, Tensor]:
    if temperature == 0.0:
      token = torch.argmax(logits, -1)
      return (token, (logits.gather(-1, token.unsqueeze(-1)) - torch.logsumexp(logits, -1, True)).squeeze(-1))
    if temperature != 1.0:
      logits = logits / temperature
    allowed = logits
    if top_k > 0 or top_p < 1.0 or min_p > 0.0:
      allowed = self.restrict(logits, top_k, top_p, min_p)
    top = allowed.amax(-1, True)
    size = 1024
    v = allowed.size(-1)
    u = uniform.unsqueeze(-1)
    if v > 2 * size:
      blocks = (v + size - 1) // size
      p = torch.empty([allowed.size(0), blocks * size], dtype=6, device=allowed.device)
      torch.sub(allowed, top, out=p[:, :v]).exp_()
      p[:, v:].zero_()
      p = p.view(p.size(0), blocks, size)
      ends = torch.cumsum(p.sum(-1), -1)
      u = u * ends[:, -1:]
      block = torch.clamp((ends <= u).sum(-1, True), max=blocks - 1)
      u = u - torch.where(block > 0, ends.gather(-1, torch.clamp(block - 1, min=0)), torch.zeros_like(u))
      inside = torch.cumsum(p.gather(1, block.unsqueeze(-1).expand(-1, 1, size)).squeeze(1), -1)
      u = torch.minimum(u, inside[:, -1:] * 0.9999999)
      token = block * size + torch.clamp((inside <= u).sum(-1, True), max=size - 1)
      total = ends[:, -1:]
    else:
      inside = torch.cumsum((allowed - top).exp_(), -1)
      total = inside[:, -1:]
      token = torch.clamp((inside <= u * total).sum(-1, True), max=v - 1)
    if top_k > 0 or top_p < 1.0 or min_p > 0.0:
      logp = logits.gather(-1, token) - torch.logsumexp(logits, -1, True)
    else:
      logp = logits.gather(-1, token) - top - torch.log(total)
    return (token.squeeze(-1), logp.squeeze(-1))

  # A draw as a list, for callers outside. sampling [temperature, top p, min p].
  def draw_list(self: __torch__.Decoder, logits: Tensor, uniform: Tensor, sampling: List[float], top_k: int) -> List[Tensor]:
    token, logp = self.draw(logits, uniform, sampling[0], top_k, sampling[1], sampling[2])
    return [token, logp]

  # Several tokens for the first S slots. token, position [S]; uniforms [S, steps]; sampling [temperature, top p, min p].
  # Returns tokens [S, steps], log-probabilities [S, steps].
  def decode(self: __torch__.Decoder, token: Tensor, position: Tensor, uniforms: Tensor, length: int, w: List[Tensor], a: List[Tensor], caches: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, scale: float, sampling: List[float], top_k: int) -> List[Tensor]:
    tokens: List[Tensor] = []
    logps: List[Tensor] = []
    last = min(caches[0].size(2), cos.size(0)) - 1
    for i in range(uniforms.size(1)):
      logits = self.step(token, position, length, w, a, caches, cos, sin, shape, eps, scale)
      token, logp = self.draw(logits, uniforms[:, i], sampling[0], top_k, sampling[1], sampling[2])
      tokens.append(token)
      logps.append(logp)
      position = torch.clamp(position + 1, max=last)
    return [torch.stack(tokens, 1), torch.stack(logps, 1)]

  # ---- optimizer ----

  # Adds the gradients that another lane has added up; sets those to zero.
  def gather(self: __torch__.Decoder, g: List[Tensor], other: List[Tensor]) -> Tensor:
    torch._foreach_add_(g, other)
    torch._foreach_zero_(other)
    return g[0]

  # Norm of all gradients together, [], fp32.
  def gradient_norm(self: __torch__.Decoder, g: List[Tensor]) -> Tensor:
    norms: List[Tensor] = []
    for x in g:
      if x.numel() > 0:
        norms.append(torch.linalg_vector_norm(x, 2, dtype=6))
    return torch.linalg_vector_norm(torch.stack(norms))

  # AdamW (arXiv 1711.05101) in place, after scaling the gradients; sets the gradients to zero.
  # hyper: [rate, beta1, beta2, weight decay, epsilon, gradient scale]
  def adamw(self: __torch__.Decoder, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], hyper: List[float]) -> Tensor:
    none: List[Tensor] = []
    if hyper[5] != 1.0:
      torch._foreach_mul_(g, hyper[5])
    torch._foreach_add_(steps, 1)
    torch._fused_adamw_(w, g, m, v, none, steps, lr=hyper[0], beta1=hyper[1], beta2=hyper[2], weight_decay=hyper[3], eps=hyper[4], amsgrad=False, maximize=False)
    torch._foreach_zero_(g)
    return steps[0]

  # AdamW for weights that are held in bf16: rest (fp32) holds what their fp32 masters have beyond the rounding, exactly, so that
  # no step is lost. In parts of size numbers. (A fused step on lists that are made here would be taken for dead code.)
  def adamw_split(self: __torch__.Decoder, w: List[Tensor], rest: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], hyper: List[float], size: int) -> Tensor:
    for i in range(len(w)):
      steps[i].add_(1)
      correct2 = 1.0 - torch.pow(hyper[2], steps[i])
      rate = torch.mul(torch.reciprocal(1.0 - torch.pow(hyper[1], steps[i])), hyper[0])
      high, low, gradient, first, second = w[i].view(-1), rest[i].view(-1), g[i].view(-1), m[i].view(-1), v[i].view(-1)
      for start in range(0, high.size(0), size):
        end = min(start + size, high.size(0))
        master = high[start:end].float().add_(low[start:end])
        d = gradient[start:end].float().mul_(hyper[5])
        m1 = first[start:end].mul_(hyper[1]).add_(d, alpha=1.0 - hyper[1])
        m2 = second[start:end].mul_(hyper[2]).addcmul_(d, d, value=1.0 - hyper[2])
        size_of_step = torch.div(m1, torch.div(m2, correct2).sqrt_().add_(hyper[4])).mul_(rate)
        master.mul_(1.0 - hyper[0] * hyper[3]).sub_(size_of_step)
        high[start:end].copy_(master)
        low[start:end].copy_(master.sub_(high[start:end].float()))
    torch._foreach_zero_(g)
    return steps[0]

  def forward(self: __torch__.Decoder, x: Tensor) -> Tensor:
    return x
