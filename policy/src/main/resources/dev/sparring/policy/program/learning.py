
  # ---- whole micro-batches ----

  # -> hidden states before the final norm at the positions in at [M]: [M, H].
  # kept receives what backward needs when keep is true: everything, or only each layer's input when recompute is true.
  def hidden(self: __torch__.Decoder, ids: Tensor, at: Tensor, w: List[Tensor], a: List[Tensor], plan: List[Tensor], sizes: List[int], shape: List[int], eps: float, scale: float, keep: bool, recompute: bool, kept: List[List[Tensor]]) -> Tensor:
    x = torch.embedding(w[0], ids).float()
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

  # h [M, H], normed; head [V, H] packed or plain -> logits [M, V], all of them lowered by the same number, which softmax does not see:
  # those that matter are then near 0, where numbers of few bits are close to each other. In bf16 they are .125 apart at 22.
  def logits(self: __torch__.Decoder, h: Tensor, head: Tensor, level: float) -> Tensor:
    if level == 0.0:
      return self.product(h, head, h[:0, 0])
    return self.product(h, head, torch.full([head.size(0)], -level, dtype=h.dtype, device=h.device))

  # What a few logits are before anything is rounded: h [n, H], fp32, and the plain head; at [n, k] -> [n, k], fp32, lowered.
  def exact(self: __torch__.Decoder, h: Tensor, head: Tensor, level: float, at: Tensor) -> Tensor:
    rows = head.index_select(0, at.reshape(-1)).view(at.size(0), at.size(1), h.size(1))
    return (rows.float() * h.unsqueeze(1)).sum(-1) - level

  # logits [n, V], fp32, from h and head in another type -> the same with each row's eight largest exact: what is drawn and learned hangs
  # on these. They are found among the blocks with the eight largest maxima.
  def sharpen(self: __torch__.Decoder, logits: Tensor, h: Tensor, head: Tensor, level: float, type: int) -> Tensor:
    n, v, size = logits.size(0), logits.size(1), 64
    if type == 6 or v < 8:
      return logits
    if v % size == 0 and v >= 8 * size:
      block = torch.topk(logits.view(n, v // size, size).amax(-1), 8)[1]
      inside = (block.unsqueeze(-1) * size + torch.arange(size, device=logits.device)).view(n, 8 * size)
      at = inside.gather(1, torch.topk(logits.gather(1, inside), 8)[1])
    else:
      at = torch.topk(logits, 8)[1]
    return logits.scatter_(1, at, self.exact(h, head, level, at))

  # The same with another one a row exact, target [n, 1].
  def sharpen_for(self: __torch__.Decoder, logits: Tensor, h: Tensor, head: Tensor, level: float, type: int, target: Tensor) -> Tensor:
    if type == 6:
      return logits
    return self.sharpen(logits, h, head, level, type).scatter_(1, target, self.exact(h, head, level, target))

  # The largest logit of every token of a micro-batch [N], fp32.
  def heights(self: __torch__.Decoder, layout: List[Tensor], sizes: List[int], w: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float) -> Tensor:
    kept: List[List[Tensor]] = []
    a: List[Tensor] = []
    at = torch.arange(layout[0].size(0), device=cos.device)
    plan = self.plan(layout, sizes, cos, sin, shape)
    h = self.norm(self.hidden(layout[0], at, w, a, plan, sizes, shape, eps, 1.0, False, False, kept), w[1], eps, cos.dtype)
    return self.logits(h, w[2], 0.0).amax(-1).float()

  # Rows of logits [.., V] that are worked on at a time.
  def few(self: __torch__.Decoder, vocabulary: int, like: Tensor) -> int:
    return max(4, self.at_once(like, vocabulary, 1048576))

  # logits [n, V], fp32, divided by the temperature in place
  def tempered(self: __torch__.Decoder, logits: Tensor, temperature: float) -> Tensor:
    if temperature != 1.0:
      return logits.div_(temperature)
    return logits

  # Log-probability and entropy of chosen tokens: at [M] indexes into N of what predicts them, target [M], in chunks so that no
  # [M, V] matrix exists. cos and sin are the tables [positions, D], here and below.
  # Returns logp [M] and, when it is wanted, entropy [M]; fp32.
  def score(self: __torch__.Decoder, layout: List[Tensor], sizes: List[int], at: Tensor, target: Tensor, w: List[Tensor], a: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, scale: float, level: float, temperature: float, chunk: int, entropy: bool) -> List[Tensor]:
    none: List[List[Tensor]] = []
    plan = self.plan(layout, sizes, cos, sin, shape)
    a = self.typed(a, cos)
    exact = self.norm(self.hidden(layout[0], at, w, a, plan, sizes, shape, eps, scale, False, False, none), w[1], eps, 6)
    h = exact.to(cos.dtype)
    head = w[2].to(h.dtype)
    few = self.few(head.size(0), head)
    logps: List[Tensor] = []
    entropies: List[Tensor] = []
    for start in range(0, at.size(0), chunk):
      logits = self.logits(h[start:start + chunk], head, level)
      wanted, wide = target[start:start + chunk].unsqueeze(-1), exact[start:start + chunk]
      for row in range(0, logits.size(0), few):
        some = self.sharpen_for(logits[row:row + few].float(), wide[row:row + few], head, level, h.dtype, wanted[row:row + few])
        all = torch.log_softmax(self.tempered(some, temperature), -1)
        logps.append(all.gather(-1, wanted[row:row + few]).squeeze(-1))
        if entropy:
          entropies.append(torch.exp(all).mul_(all).sum(-1).neg_())
    result = [torch.cat(logps)]
    if entropy:
      result.append(torch.cat(entropies))
    return result

  # One micro-batch: forward, loss and backward; gradients are added to g (of w) and ga (of a).
  # seen: [at, target, old, ref, advantage, weight, imitate], each [M]. The loss of a token is
  #   weight * (policy loss + kl * divergence)   where imitate is 0, and   weight * -logp   where it is 1 (supervised).
  # options: [clip low, clip high, dual clip, kl coefficient, temperature]; ints: [estimator, chunk, recompute]
  # Returns logp, entropy, policy loss, divergence, clip active: each [M], fp32.
  def learn(self: __torch__.Decoder, layout: List[Tensor], sizes: List[int], seen: List[Tensor], w: List[Tensor], g: List[Tensor], a: List[Tensor], ga: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, scale: float, level: float, options: List[float], ints: List[int]) -> List[Tensor]:
    recompute = ints[2] != 0
    at, target, old, ref, advantage, weight, imitate = seen[0], seen[1], seen[2], seen[3], seen[4], seen[5], seen[6]
    plan = self.plan(layout, sizes, cos, sin, shape)
    a = self.typed(a, cos)
    kept: List[List[Tensor]] = []
    rows = self.hidden(layout[0], at, w, a, plan, sizes, shape, eps, scale, True, recompute, kept)
    exact = self.norm(rows, w[1], eps, 6)
    h = exact.to(cos.dtype)
    head = w[2].to(h.dtype)
    dh = torch.empty_like(h)
    few = self.few(head.size(0), head)
    outs: List[List[Tensor]] = []
    for start in range(0, at.size(0), ints[1]):
      end = min(start + ints[1], at.size(0))
      logits = self.logits(h[start:end], head, level)
      for first in range(start, end, few):
        last = min(first + few, end)
        index = target[first:last].unsqueeze(-1)
        some = self.sharpen_for(logits[first - start:last - start].float(), exact[first:last], head, level, h.dtype, index)
        some = self.tempered(some, options[4])
        p = torch.softmax(some, -1)
        # the logarithm of the sum of exponentials, by the largest, whose probability is at least 1 / V
        total = some.amax(-1) - torch.log(p.amax(-1))
        logp = some.gather(-1, index).squeeze(-1) - total
        entropy = total - some.mul_(p).sum(-1)
        loss, slope, clipped = self.policy_loss(logp, old[first:last], advantage[first:last], options[0], options[1], options[2])
        kl, kl_slope = self.divergence(logp, ref[first:last], ints[0])
        supervised = imitate[first:last]
        slope = weight[first:last] * torch.lerp(slope + options[3] * kl_slope, -supervised, supervised) / options[4]
        # d logp / d logits = onehot - p
        logits[first - start:last - start].copy_(p.mul_(-slope.unsqueeze(-1)).scatter_add_(-1, index, slope.unsqueeze(-1)))
        outs.append([logp, entropy, loss, kl, clipped.float()])
      dh[start:end] = torch.mm(logits, head)
      self.outer(g[2], logits, h[start:end], 1.0)
    dx, even = self.norm_backward(dh, rows, w[1], eps, g[1])
    for j in range(shape[0]):
      i = shape[0] - 1 - j
      saved = kept.pop()
      if recompute:
        y, saved = self.layer(saved[0], w, i, a, plan, sizes, shape, eps, scale, True, self.pick(at, i, shape))
      dx = self.layer_backward(dx, saved, w, g, 3 + 9 * i, a, ga, 11 * i, plan, sizes, shape, eps, scale, self.pick(at, i, shape))
    if g[0].numel() > 0:
      self.add_rows(g[0], layout[0], dx.to(g[0].dtype))
    result: List[Tensor] = []
    for k in range(5):
      column: List[Tensor] = []
      for o in outs:
        column.append(o[k])
      result.append(torch.cat(column))
    return result
