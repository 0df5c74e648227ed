
  # ---- sampling ----

  # The next ids [C] of a prompt. past: for every layer the rotated keys and the values of the T tokens before them,
  # [J, T, D] each: k0, v0, k1, v1, … -> the same of all T + C.
  def prefill(self: __torch__.Decoder, ids: Tensor, past: List[Tensor], w: List[Tensor], a: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, scale: float) -> List[Tensor]:
    c, t, j, d = ids.size(0), past[0].size(1), shape[2], shape[3]
    r = shape[1] // j
    own_cos, own_sin = self.turns(cos.narrow(0, t, c), sin.narrow(0, t, c), shape[1] + j)
    later = torch.ones([c, t + c], dtype=11, device=ids.device).triu(1 + t)
    mask = torch.zeros([c, t + c], dtype=6, device=ids.device).masked_fill_(later, -float("inf"))
    caches: List[Tensor] = []
    a = self.typed(a, cos)
    x = torch.embedding(w[0], ids).float()
    for i in range(shape[0]):
      at = 3 + 9 * i
      qkv = self.linear(self.norm(x, w[at], eps, cos.dtype), w[at + 1], self.qkv_bias(w, at, shape), a, 11 * i, self.widths(shape), scale)
      q, k, v = self.heads(qkv, w, at, own_cos, own_sin, shape, eps)
      keys = torch.cat([past[2 * i], k.transpose(0, 1)], 1)
      values = torch.cat([past[2 * i + 1], v.transpose(0, 1)], 1)
      caches.append(keys)
      caches.append(values)
      if i < shape[0] - 1:
        q = q.reshape(c, j, r, d).permute(1, 2, 0, 3).reshape(j, r * c, d)
        out = torch.bmm(self.probabilities(q, keys, mask, [j * r, c, t + c]), values)
        out = out.view(j, r, c, d).permute(2, 0, 1, 3).reshape(c, j * r * d)
        x, middle, gate_up = self.feed(out, x, w, i, a, shape, eps, scale)
    return caches

  # Memory for the keys and values of length positions, zeros: k0, v0, k1, v1, …, [slots, J, length, D] each, of the type of like.
  def caches(self: __torch__.Decoder, slots: int, length: int, like: Tensor, shape: List[int]) -> List[Tensor]:
    caches: List[Tensor] = []
    for i in range(2 * shape[0]):
      caches.append(torch.zeros([slots, shape[2], length, shape[3]], dtype=like.dtype, device=like.device))
    return caches

  # Makes caches length positions long, in place; what is beyond is lost. On a CPU products want arrays without gaps: of caches that are
  # looked at in part they make copies at every step.
  def fit(self: __torch__.Decoder, caches: List[Tensor], length: int) -> List[Tensor]:
    for cache in caches:
      both = min(cache.size(2), length)
      fitting = torch.zeros([cache.size(0), cache.size(1), length, cache.size(3)], dtype=cache.dtype, device=cache.device)
      fitting.narrow(2, 0, both).copy_(cache.narrow(2, 0, both))
      torch.set_(cache, fitting)
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

  # One position for the first S slots: token [S], position [S] -> lowered logits [S, V] and what the head was given, fp32 [S, H]; keys
  # and values are put into the caches. cos and sin are the tables [positions, D]; length is how many cached positions are looked at.
  def step(self: __torch__.Decoder, token: Tensor, position: Tensor, length: int, w: List[Tensor], a: List[Tensor], caches: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, scale: float, level: float) -> Tuple[Tensor, Tensor]:
    s, j, d, capacity = token.size(0), shape[2], shape[3], caches[0].size(2)
    r, fused, type = shape[1] // j, token.device.type != "cpu", 6
    if fused:
      type = cos.dtype
    c, n = self.turns(cos.index_select(0, position), sin.index_select(0, position), shape[1] + j)
    later = torch.arange(length, device=token.device).unsqueeze(0) > position.unsqueeze(1)
    mask = torch.zeros([s, length], dtype=type, device=token.device).masked_fill_(later, -float("inf")).view(s, 1, 1, length)
    # where a slot's keys and values go, one of [S J] each, among all cached rows
    into = torch.arange(s * j, device=token.device).mul_(capacity).view(s, j).add_(position.unsqueeze(1)).view(-1)
    x = torch.embedding(w[0], token).float()
    for i in range(shape[0]):
      at = 3 + 9 * i
      qkv = self.linear(self.norm(x, w[at], eps, cos.dtype), w[at + 1], self.qkv_bias(w, at, shape), a, 11 * i, self.widths(shape), scale)
      q, k, v = self.heads(qkv, w, at, c, n, shape, eps)
      caches[2 * i].view(-1, d).index_copy_(0, into, k.reshape(-1, d))
      caches[2 * i + 1].view(-1, d).index_copy_(0, into, v.reshape(-1, d))
      keys = caches[2 * i].narrow(0, 0, s).narrow(2, 0, length)
      values = caches[2 * i + 1].narrow(0, 0, s).narrow(2, 0, length)
      # the R heads of a key/value head as R positions
      if fused:
        out = torch.scaled_dot_product_attention(q.view(s, j, r, d), keys, values, mask)
      else:
        out = torch.bmm(self.probabilities(q, keys.flatten(0, 1), mask, [s, j, r, length]), values.flatten(0, 1))
      x, middle, gate_up = self.feed(out.reshape(s, -1), x, w, i, a, shape, eps, scale)
    h = self.norm(x, w[1], eps, 6)
    return (self.logits(h.to(cos.dtype), w[2], level), h)

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

  # Draws one token a row, a few rows at a time: logits [S, V], lowered by level, h [S, H] and head [V, H] that they came from (h empty:
  # as they are), uniform [S] in [0, 1). Returns token [S] and its log-probability under the unrestricted distribution at this
  # temperature [S], fp32.
  def draw(self: __torch__.Decoder, logits: Tensor, h: Tensor, head: Tensor, level: float, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tuple[Tensor, Tensor]:
    tokens: List[Tensor] = []
    logps: List[Tensor] = []
    few = self.few(logits.size(-1), logits)
    sharp = h.numel() > 0 and logits.dtype != 6
    for row in range(0, logits.size(0), few):
      some = logits[row:row + few].float()
      if sharp:
        some = self.sharpen(some, h[row:row + few], head, level, logits.dtype)
      token, logp = self.draw_few(some, uniform[row:row + few], temperature, top_k, top_p, min_p)
      if sharp:
        drawn = token.unsqueeze(-1)
        more = self.exact(h[row:row + few], head, level, drawn) - some.gather(-1, drawn)
        if temperature > 0.0:
          more = more / temperature
        logp = logp + more.squeeze(-1)
      tokens.append(token)
      logps.append(logp)
    return (torch.cat(tokens), torch.cat(logps))

  # The same for rows that fit the processor's cache, by inverse CDF, in two levels, blocks first, so that only one block is summed up
  # in order.
  def draw_few(self: __torch__.Decoder, logits: Tensor, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tuple[Tensor, Tensor]:
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
    token, logp = self.draw(logits, logits[:0], logits[:0], 0.0, uniform, sampling[0], top_k, sampling[1], sampling[2])
    return [token, logp]

  # Several tokens for the first S slots. token, position [S]; uniforms [S, steps]; sampling [temperature, top p, min p].
  # Returns tokens [S, steps], log-probabilities [S, steps].
  def decode(self: __torch__.Decoder, token: Tensor, position: Tensor, uniforms: Tensor, length: int, w: List[Tensor], a: List[Tensor], caches: List[Tensor], cos: Tensor, sin: Tensor, shape: List[int], eps: float, scale: float, level: float, sampling: List[float], top_k: int) -> List[Tensor]:
    tokens: List[Tensor] = []
    logps: List[Tensor] = []
    last = min(caches[0].size(2), cos.size(0)) - 1
    a = self.typed(a, cos)
    for i in range(uniforms.size(1)):
      logits, h = self.step(token, position, length, w, a, caches, cos, sin, shape, eps, scale, level)
      token, logp = self.draw(logits, h, w[self.halves(shape) - 1], level, uniforms[:, i], sampling[0], top_k, sampling[1], sampling[2])
      tokens.append(token)
      logps.append(logp)
      position = torch.clamp(position + 1, max=last)
    return [torch.stack(tokens, 1), torch.stack(logps, 1)]
