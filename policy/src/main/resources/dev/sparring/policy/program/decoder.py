class Decoder(Module):
  __parameters__ = []
  __buffers__ = []

  # The decoder family of Llama, Qwen2 and Qwen3 as tensor programs: forward, backward by hand, sampling, losses.
  # Everything runs without autograd: backward methods return input gradients and add to the gradient buffers they are given.
  #
  # B sequences, T positions, S decode slots, H hidden, Q query heads, J key/value heads, G = Q / J, D head size, I inner size,
  # V vocabulary, L cached positions, N = B * T.
  #
  # w: List[Tensor], the parameters as Parameters.java lays them out:
  #   0 embedding [V, H]; 1 final norm [H]; 2 head [V, H] (the embedding itself when tied); then for every layer
  #   +0 attention norm [H]; +1 qkv [(Q + 2J) D, H]; +2 qkv bias [(Q + 2J) D] or empty; +3 query norm [D] or empty;
  #   +4 key norm [D] or empty; +5 attention output [H, Q D]; +6 feed-forward norm [H]; +7 gate and up [2I, H]; +8 down [H, I]
  # shape: List[int] = [layers, Q, J, D]

  # ---- pieces ----

  def norm(self: __torch__.Decoder, x: Tensor, weight: Tensor, eps: float) -> Tensor:
    h = x.float()
    return weight * (h * self.scale(h, eps)).to(x.dtype)

  # What norm multiplies with: 1 / root mean square, [.., 1].
  def scale(self: __torch__.Decoder, h: Tensor, eps: float) -> Tensor:
    return torch.rsqrt(torch.linalg_vector_norm(h, 2, [-1], True).square_().div_(h.size(-1)).add_(eps))

  # Gradient of norm for its input; adds the weight's gradient to g.
  def norm_backward(self: __torch__.Decoder, dy: Tensor, x: Tensor, weight: Tensor, eps: float, g: Tensor) -> Tensor:
    h = x.float()
    r = self.scale(h, eps)
    h = h * r
    d = dy.float()
    if g.numel() > 0:
      g.add_((d * h).reshape(-1, h.size(-1)).sum(0))
    d = d * weight.float()
    return d.sub_(h * (d * h).mean(-1, True)).mul_(r).to(x.dtype)

  # x [..., heads, D], cos and sin [..., 1, D]: the two halves of D are rotated into each other.
  def rotate(self: __torch__.Decoder, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = x.size(-1) // 2
    return torch.addcmul(x * cos, torch.cat([-x[..., half:], x[..., :half]], -1), sin)

  # The first T rows of a table [positions, D] as [T, 1, D].
  def rows(self: __torch__.Decoder, table: Tensor, ids: Tensor) -> Tensor:
    return table[:ids.size(1)].unsqueeze(1)

  # h [.., H] -> queries, keys and values in one, [.., (Q + 2J) D], before norms and rotation
  def project(self: __torch__.Decoder, h: Tensor, w: List[Tensor], at: int, shape: List[int]) -> Tensor:
    if w[at + 2].numel() > 0:
      return torch.linear(h, w[at + 1], w[at + 2])
    return torch.linear(h, w[at + 1])

  # ---- attention over whole sequences, causal; padding stands at the end and is never looked at by what counts ----

  # q [B, T, Q, D], k and v [B, T, J, D] -> out [B, T, Q, D], and what backward needs
  def attend(self: __torch__.Decoder, q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
    group = q.size(2) // k.size(2)
    if q.device.type == "cpu":
      out, lse = torch._scaled_dot_product_flash_attention_for_cpu(q.transpose(1, 2), self.spread(k, group).transpose(1, 2), self.spread(v, group).transpose(1, 2), 0.0, True)
      return (out.transpose(1, 2), lse)
    probability = self.attention(q, k)
    out = torch.matmul(probability, self.spread(v, group).transpose(1, 2))
    return (out.transpose(1, 2), probability)

  # [B, T, J, D] -> [B, T, J * group, D]
  def spread(self: __torch__.Decoder, x: Tensor, group: int) -> Tensor:
    if group == 1:
      return x
    return x.unsqueeze(3).expand(x.size(0), x.size(1), x.size(2), group, x.size(3)).reshape(x.size(0), x.size(1), x.size(2) * group, x.size(3))

  # [B, Q, T, T]
  def attention(self: __torch__.Decoder, q: Tensor, k: Tensor) -> Tensor:
    group = q.size(2) // k.size(2)
    t = q.size(1)
    scores = torch.matmul(q.transpose(1, 2), self.spread(k, group).permute(0, 2, 3, 1)) * (float(q.size(3)) ** -0.5)
    later = torch.ones([t, t], dtype=11, device=q.device).triu(1)
    return torch.softmax(scores.float().masked_fill(later, -float("inf")), -1).to(q.dtype)

  def attend_backward(self: __torch__.Decoder, dout: Tensor, q: Tensor, k: Tensor, v: Tensor, out: Tensor, kept: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    group = q.size(2) // k.size(2)
    ks = self.spread(k, group).transpose(1, 2)
    vs = self.spread(v, group).transpose(1, 2)
    if q.device.type == "cpu":
      dq, dk, dv = torch._scaled_dot_product_flash_attention_for_cpu_backward(dout.transpose(1, 2), q.transpose(1, 2), ks, vs, out.transpose(1, 2), kept, 0.0, True)
    else:
      d = dout.transpose(1, 2)
      dv = torch.matmul(kept.transpose(2, 3), d)
      ds = torch._softmax_backward_data(torch.matmul(d, vs.transpose(2, 3)), kept, -1, kept.dtype) * (float(q.size(3)) ** -0.5)
      dq = torch.matmul(ds, ks)
      dk = torch.matmul(ds.transpose(2, 3), q.transpose(1, 2))
    if group > 1:
      dk = dk.view(dk.size(0), k.size(2), group, dk.size(2), dk.size(3)).sum(2)
      dv = dv.view(dv.size(0), k.size(2), group, dv.size(2), dv.size(3)).sum(2)
    return (dq.transpose(1, 2), dk.transpose(1, 2), dv.transpose(1, 2))

  # ---- one layer ----

  # x [B, T, H] -> y [B, T, H] and what layer_backward needs (nothing when keep is false).
  # pick [M]: indexes into N of the positions that are wanted, y is then [M, H]; empty for all.
  def layer(self: __torch__.Decoder, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, shape: List[int], eps: float, keep: bool, pick: Tensor) -> Tuple[Tensor, List[Tensor]]:
    b, t, q_size, k_size = x.size(0), x.size(1), shape[1] * shape[3], shape[2] * shape[3]
    h1 = self.norm(x, w[at], eps)
    qkv = self.project(h1, w, at, shape)
    q = qkv[..., :q_size].view(b, t, shape[1], shape[3])
    k = qkv[..., q_size:q_size + k_size].view(b, t, shape[2], shape[3])
    v = qkv[..., q_size + k_size:].view(b, t, shape[2], shape[3])
    if w[at + 3].numel() > 0:
      q = self.norm(q, w[at + 3], eps)
      k = self.norm(k, w[at + 4], eps)
    q = self.rotate(q, cos, sin)
    k = self.rotate(k, cos, sin)
    out, kept = self.attend(q, k, v)
    mixed = self.picked(out.reshape(b, t, q_size), pick)
    x2 = self.picked(x, pick) + torch.linear(mixed, w[at + 5])
    h2 = self.norm(x2, w[at + 6], eps)
    gate_up = torch.linear(h2, w[at + 7])
    inner = gate_up.size(-1) // 2
    gate = torch.silu(gate_up[..., :inner])
    act = gate * gate_up[..., inner:]
    y = x2 + torch.linear(act, w[at + 8])
    if keep:
      return (y, [x, h1, qkv, q, k, out, kept, mixed, x2, h2, gate_up, gate, act])
    empty: List[Tensor] = []
    return (y, empty)

  # x [B, T, C] -> [M, C], the positions in pick; all of x when pick is empty
  def picked(self: __torch__.Decoder, x: Tensor, pick: Tensor) -> Tensor:
    if pick.numel() == 0:
      return x
    return x.reshape(-1, x.size(-1)).index_select(0, pick)

  # The way back: dy [M, C] -> [B, T, C], zeros where nothing was picked; like gives B and T
  def unpicked(self: __torch__.Decoder, dy: Tensor, pick: Tensor, like: Tensor) -> Tensor:
    if pick.numel() == 0:
      return dy
    return dy.new_zeros([like.size(0) * like.size(1), dy.size(-1)]).index_copy_(0, pick, dy).view(like.size(0), like.size(1), dy.size(-1))

  # Adds dy^T x to the gradient of a weight [out, in]; dy [.., out], x [.., in].
  def outer(self: __torch__.Decoder, g: Tensor, dy: Tensor, x: Tensor) -> Tensor:
    if g.numel() == 0:
      return g
    return g.addmm_(dy.reshape(-1, dy.size(-1)).t(), x.reshape(-1, x.size(-1)))

  # dy, shaped as layer's y -> dx [B, T, H]; g holds a gradient buffer for each of w (empty: not wanted)
  def layer_backward(self: __torch__.Decoder, dy: Tensor, kept: List[Tensor], w: List[Tensor], g: List[Tensor], at: int, cos: Tensor, sin: Tensor, shape: List[int], eps: float, pick: Tensor) -> Tensor:
    x, h1, qkv, q, k, out, stats, mixed, x2, h2, gate_up, silu, act = kept[0], kept[1], kept[2], kept[3], kept[4], kept[5], kept[6], kept[7], kept[8], kept[9], kept[10], kept[11], kept[12]
    b, t, q_size, k_size = x.size(0), x.size(1), shape[1] * shape[3], shape[2] * shape[3]
    inner = gate_up.size(-1) // 2
    self.outer(g[at + 8], dy, act)
    dact = torch.matmul(dy, w[at + 8])
    gate = gate_up[..., :inner]
    dgate_up = torch.empty_like(gate_up)
    torch.mul(dact, silu, out=dgate_up[..., inner:])
    dgate_up[..., :inner] = torch.silu_backward(dact.mul_(gate_up[..., inner:]), gate)
    self.outer(g[at + 7], dgate_up, h2)
    dx2 = dy + self.norm_backward(torch.matmul(dgate_up, w[at + 7]), x2, w[at + 6], eps, g[at + 6])
    self.outer(g[at + 5], dx2, mixed)
    dout = self.unpicked(torch.matmul(dx2, w[at + 5]), pick, x).view(b, t, shape[1], shape[3])
    v = qkv[..., q_size + k_size:].view(b, t, shape[2], shape[3])
    dq, dk, dv = self.attend_backward(dout, q, k, v, out, stats)
    dq = self.rotate(dq, cos, -sin)
    dk = self.rotate(dk, cos, -sin)
    if w[at + 3].numel() > 0:
      dq = self.norm_backward(dq, qkv[..., :q_size].view(b, t, shape[1], shape[3]), w[at + 3], eps, g[at + 3])
      dk = self.norm_backward(dk, qkv[..., q_size:q_size + k_size].view(b, t, shape[2], shape[3]), w[at + 4], eps, g[at + 4])
    dqkv = torch.cat([dq.reshape(b, t, q_size), dk.reshape(b, t, k_size), dv.reshape(b, t, k_size)], -1)
    self.outer(g[at + 1], dqkv, h1)
    if g[at + 2].numel() > 0:
      g[at + 2].add_(dqkv.view(-1, dqkv.size(-1)).sum(0))
    return self.unpicked(dx2, pick, x) + self.norm_backward(torch.matmul(dqkv, w[at + 1]), x, w[at], eps, g[at])

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

  # ---- whole sequences ----

  # ids [B, T], at [M] -> hidden states before the final norm at these positions [M, H]; cos and sin [T, 1, D], rows of the tables.
  # kept receives what backward needs when keep is true: everything, or only each layer's input when recompute is true.
  def hidden(self: __torch__.Decoder, ids: Tensor, at: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, keep: bool, recompute: bool, kept: List[List[Tensor]]) -> Tensor:
    x = torch.embedding(w[0], ids)
    for i in range(shape[0]):
      y, saved = self.layer(x, w, 3 + 9 * i, cos, sin, shape, eps, keep and not recompute, self.pick(at, i, shape))
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

  # Log-probability and entropy of chosen tokens: at [M] indexes into N, target [M], in chunks so that no [M, V] matrix exists.
  # cos and sin are the tables [positions, D], here and below.
  # Returns logp [M] and entropy [M], fp32.
  def score(self: __torch__.Decoder, ids: Tensor, at: Tensor, target: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, temperature: float, chunk: int) -> List[Tensor]:
    none: List[List[Tensor]] = []
    h = self.norm(self.hidden(ids, at, w, self.rows(cos, ids), self.rows(sin, ids), shape, eps, False, False, none), w[1], eps)
    logps: List[Tensor] = []
    entropies: List[Tensor] = []
    for start in range(0, at.size(0), chunk):
      logits = torch.linear(h[start:start + chunk], w[2]).float() / temperature
      lse = torch.logsumexp(logits, -1)
      logps.append(logits.gather(-1, target[start:start + chunk].unsqueeze(-1)).squeeze(-1) - lse)
      entropies.append(lse - (torch.softmax(logits, -1) * logits).sum(-1))
    return [torch.cat(logps), torch.cat(entropies)]

  # One micro-batch: forward, loss and backward; gradients are added to g.
  # at, target, old, ref, advantage, weight, imitate: [M]. The loss of a token is
  #   weight * (policy loss + kl * divergence)   where imitate is 0, and   weight * -logp   where it is 1 (supervised).
  # options: [clip low, clip high, dual clip, kl coefficient, temperature]; ints: [estimator, chunk, recompute]
  # Returns logp, entropy, policy loss, divergence, clip active: each [M], fp32.
  def learn(self: __torch__.Decoder, ids: Tensor, at: Tensor, target: Tensor, old: Tensor, ref: Tensor, advantage: Tensor, weight: Tensor, imitate: Tensor, w: List[Tensor], g: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, options: List[float], ints: List[int]) -> List[Tensor]:
    recompute = ints[2] != 0
    cos = self.rows(cos, ids)
    sin = self.rows(sin, ids)
    kept: List[List[Tensor]] = []
    rows = self.hidden(ids, at, w, cos, sin, shape, eps, True, recompute, kept)
    h = self.norm(rows, w[1], eps)
    dh = torch.empty_like(h)
    outs: List[List[Tensor]] = []
    for start in range(0, at.size(0), ints[1]):
      end = min(start + ints[1], at.size(0))
      logits = torch.linear(h[start:end], w[2]).float() / options[4]
      lse = torch.logsumexp(logits, -1, True)
      index = target[start:end].unsqueeze(-1)
      logp = (logits.gather(-1, index) - lse).squeeze(-1)
      p = torch.exp(logits - lse)
      entropy = lse.squeeze(-1) - (p * logits).sum(-1)
      loss, slope, clipped = self.policy_loss(logp, old[start:end], advantage[start:end], options[0], options[1], options[2])
      kl, kl_slope = self.divergence(logp, ref[start:end], ints[0])
      supervised = imitate[start:end]
      slope = weight[start:end] * torch.lerp(slope + options[3] * kl_slope, -supervised, supervised) / options[4]
      # d logp / d logits = onehot - p
      dlogits = p.mul_(-slope.unsqueeze(-1)).scatter_add_(-1, index, slope.unsqueeze(-1)).to(h.dtype)
      dh[start:end] = torch.matmul(dlogits, w[2])
      self.outer(g[2], dlogits, h[start:end])
      outs.append([logp, entropy, loss, kl, clipped.float()])
    dx = self.norm_backward(dh, rows, w[1], eps, g[1])
    for j in range(shape[0]):
      i = shape[0] - 1 - j
      saved = kept.pop()
      if recompute:
        y, saved = self.layer(saved[0], w, 3 + 9 * i, cos, sin, shape, eps, True, self.pick(at, i, shape))
      dx = self.layer_backward(dx, saved, w, g, 3 + 9 * i, cos, sin, shape, eps, self.pick(at, i, shape))
    if g[0].numel() > 0:
      g[0].index_add_(0, ids.view(-1), dx.view(-1, dx.size(-1)).to(g[0].dtype))
    result: List[Tensor] = []
    for k in range(5):
      column: List[Tensor] = []
      for o in outs:
        column.append(o[k])
      result.append(torch.cat(column))
    return result

  # ---- sampling ----

  # ids [1, T] -> for every layer the rotated keys and the values of the prompt, [J, T, D] each: k0, v0, k1, v1, …
  def prefill(self: __torch__.Decoder, ids: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float) -> List[Tensor]:
    caches: List[Tensor] = []
    cos = self.rows(cos, ids)
    sin = self.rows(sin, ids)
    x = torch.embedding(w[0], ids)
    q_size, k_size = shape[1] * shape[3], shape[2] * shape[3]
    for i in range(shape[0]):
      y, kept = self.layer(x, w, 3 + 9 * i, cos, sin, shape, eps, True, ids.view(-1)[:0])
      caches.append(kept[4][0].transpose(0, 1))
      caches.append(kept[2][0, :, q_size + k_size:].view(-1, shape[2], shape[3]).transpose(0, 1))
      x = y
    return caches

  # Puts a prompt's keys and values into the slots of its samples: cache [S, J, L, D], slots [n].
  def admit(self: __torch__.Decoder, caches: List[Tensor], prompt: List[Tensor], slots: Tensor) -> List[Tensor]:
    for i in range(len(caches)):
      t = prompt[i].size(1)
      caches[i].narrow(2, 0, t).index_copy_(0, slots, prompt[i].unsqueeze(0).expand(slots.size(0), -1, -1, -1))
    return caches

  # One position for every slot: token [S], position [S] -> logits [S, V] fp32; the caches grow in place.
  # cos and sin are the tables [positions, D]; length is how many cached positions may be looked at.
  def step(self: __torch__.Decoder, token: Tensor, position: Tensor, length: int, w: List[Tensor], caches: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float) -> Tensor:
    s, groups, q_size, k_size = token.size(0), shape[1] // shape[2], shape[1] * shape[3], shape[2] * shape[3]
    c = cos.index_select(0, position).unsqueeze(1)
    n = sin.index_select(0, position).unsqueeze(1)
    hidden_positions = torch.arange(length, device=token.device).unsqueeze(0) > position.unsqueeze(1)
    mask = torch.zeros([s, 1, length], dtype=6, device=token.device).masked_fill_(hidden_positions.unsqueeze(1), -float("inf")).to(w[0].dtype)
    mask = mask.unsqueeze(1).expand(s, shape[2], groups, length).reshape(s * shape[2], groups, length)
    row = torch.arange(s * shape[2], device=token.device)
    column = position.unsqueeze(1).expand(s, shape[2]).reshape(-1)
    scale = float(shape[3]) ** -0.5
    x = torch.embedding(w[0], token)
    for i in range(shape[0]):
      at = 3 + 9 * i
      qkv = self.project(self.norm(x, w[at], eps), w, at, shape)
      q = qkv[:, :q_size].view(s, shape[1], shape[3])
      k = qkv[:, q_size:q_size + k_size].view(s, shape[2], shape[3])
      if w[at + 3].numel() > 0:
        q = self.norm(q, w[at + 3], eps)
        k = self.norm(k, w[at + 4], eps)
      q = self.rotate(q, c, n)
      k = self.rotate(k, c, n)
      keys = caches[2 * i].view(s * shape[2], -1, shape[3])
      values = caches[2 * i + 1].view(s * shape[2], -1, shape[3])
      keys.index_put_([row, column], k.reshape(-1, shape[3]))
      values.index_put_([row, column], qkv[:, q_size + k_size:].reshape(-1, shape[3]))
      scores = torch.baddbmm(mask, q.view(-1, groups, shape[3]), keys.narrow(1, 0, length).transpose(1, 2), beta=1, alpha=scale)
      out = torch.bmm(torch.softmax(scores, -1), values.narrow(1, 0, length))
      x = x + torch.linear(out.view(s, q_size), w[at + 5])
      gate_up = torch.linear(self.norm(x, w[at + 6], eps), w[at + 7])
      inner = gate_up.size(-1) // 2
      x = x + torch.linear(torch.silu(gate_up[:, :inner]).mul_(gate_up[:, inner:]), w[at + 8])
    return torch.linear(self.norm(x, w[1], eps), w[2]).float()

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
    p = torch.exp(allowed - top)
    size = 1024
    v = p.size(-1)
    u = uniform.unsqueeze(-1)
    if v > 2 * size:
      blocks = (v + size - 1) // size
      if blocks * size > v:
        p = torch.constant_pad_nd(p, [0, blocks * size - v], 0)
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
      inside = torch.cumsum(p, -1)
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

  # Several tokens for every slot. token, position [S]; uniforms [S, steps]; sampling [temperature, top p, min p].
  # Returns tokens [S, steps], log-probabilities [S, steps].
  def decode(self: __torch__.Decoder, token: Tensor, position: Tensor, uniforms: Tensor, length: int, w: List[Tensor], caches: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, sampling: List[float], top_k: int) -> List[Tensor]:
    tokens: List[Tensor] = []
    logps: List[Tensor] = []
    last = min(caches[0].size(2), cos.size(0)) - 1
    for i in range(uniforms.size(1)):
      logits = self.step(token, position, length, w, caches, cos, sin, shape, eps)
      token, logp = self.draw(logits, uniforms[:, i], sampling[0], top_k, sampling[1], sampling[2])
      tokens.append(token)
      logps.append(logp)
      position = torch.clamp(position + 1, max=last)
    return [torch.stack(tokens, 1), torch.stack(logps, 1)]

  # ---- optimizer ----

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

  def forward(self: __torch__.Decoder, x: Tensor) -> Tensor:
    return x
