
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
  #   0, 1 what rotate takes [N, Q + J, D]; 2 places of queries, 3 of keys and values; 4, 5 the ways back; 6 mask of prompts [P, P];
  #   7 mask of completions over prompt and themselves [G, 1, C, P + C]
  def plan(self: __torch__.Decoder, layout: List[Tensor], sizes: List[int], cos: Tensor, sin: Tensor, shape: List[int]) -> List[Tensor]:
    g, p, c, n, device = sizes[0], sizes[1], sizes[3], layout[0].size(0), cos.device
    queries = self.places(layout[2], sizes, shape[2], shape[1] // shape[2])
    keys = self.places(layout[2], sizes, shape[2], 1)
    absent = torch.arange(p, device=device).unsqueeze(0) >= layout[3].unsqueeze(1)
    absent = absent.view(g, 1, 1, p).expand(g, 1, c, p)
    later = torch.ones([c, c], dtype=11, device=device).triu(1).view(1, 1, c, c).expand(g, 1, c, c)
    none = torch.zeros([1], dtype=6, device=device)
    before = torch.ones([p, p], dtype=11, device=device).triu(1)
    turned, turning = self.turns(cos.index_select(0, layout[1]), sin.index_select(0, layout[1]), shape[1] + shape[2])
    return [turned, turning,
      torch.clamp(queries, min=0), torch.clamp(keys, min=0), self.inverse(queries, n * shape[1]), self.inverse(keys, n * shape[2]),
      none.expand(p, p).masked_fill(before, -float("inf")),
      none.expand(g, 1, c, p + c).masked_fill(torch.cat([absent, later], -1), -float("inf"))]

  # Probabilities [B, M, L] of q, which is seen as [B, M, D], over k [B, L, D]; the mask is added to scores that are seen in a shape. Scores
  # and softmax are fp32: in bf16 a score of 10 would be wrong by up to .03.
  def probabilities(self: __torch__.Decoder, q: Tensor, k: Tensor, mask: Tensor, seen: List[int]) -> Tensor:
    d = k.size(2)
    scores = torch.bmm(q.to(6, copy=True).mul_(float(d) ** -0.5).view(k.size(0), -1, d), k.float().transpose(1, 2))
    scores.view(seen).add_(mask)
    return torch.softmax(scores, -1).to(q.dtype)

  # The way back of a product of probabilities p [B, M, L] with v [B, L, D]: dout [B, M, D] -> gradients of k and v; that of q goes into dq.
  def weigh_backward(self: __torch__.Decoder, dout: Tensor, q: Tensor, k: Tensor, v: Tensor, p: Tensor, dq: Tensor) -> Tuple[Tensor, Tensor]:
    ds = torch._softmax_backward_data(torch.bmm(dout, v.transpose(1, 2)), p, -1, p.dtype).mul_(float(q.size(2)) ** -0.5)
    torch.bmm(ds, k, out=dq)
    return (torch.bmm(ds.transpose(1, 2), q), torch.bmm(p.transpose(1, 2), dout))

  # ---- attention: prompts over themselves, completions over their prompt and themselves ----

  # Keys or values at places -> those that completions look at [G J E, P + C, D]
  def context(self: __torch__.Decoder, k: Tensor, sizes: List[int], keys: int) -> Tensor:
    g, p, e, c, d = sizes[0] * keys, sizes[1], sizes[2], sizes[3], k.size(1)
    prompt = k[:g * p].view(g, 1, p, d).expand(g, e, p, d)
    return torch.cat([prompt, k[g * p:].view(g, e, c, d)], 2).view(g * e, p + c, d)

  # The way back: gradients by prompts alone [G J, P, D] and by completions [G J E, P + C, D] -> those of keys or values at places
  def context_backward(self: __torch__.Decoder, prompt: Tensor, all: Tensor, sizes: List[int]) -> Tensor:
    p, d = prompt.size(1), prompt.size(2)
    all = all.view(prompt.size(0), sizes[2], p + sizes[3], d)
    return torch.cat([(all[:, :, :p].sum(1).add_(prompt)).view(-1, d), all[:, :, p:].reshape(-1, d)])

  # q [N, Q, D], k and v [N, J, D] -> [N, Q D], and what backward needs: q, k, v and probabilities at their places
  def attend(self: __torch__.Decoder, q: Tensor, k: Tensor, v: Tensor, plan: List[Tensor], sizes: List[int], shape: List[int]) -> Tuple[Tensor, List[Tensor]]:
    g, p, e, c, j, r, d = sizes[0], sizes[1], sizes[2], sizes[3], shape[2], shape[1] // shape[2], shape[3]
    q = q.reshape(-1, d).index_select(0, plan[2])
    k = k.reshape(-1, d).index_select(0, plan[3])
    v = v.reshape(-1, d).index_select(0, plan[3])
    out = torch.empty_like(q)
    cut, cut_k = g * j * r * p, g * j * p
    ones = self.probabilities(q[:cut].view(g * j, r * p, d), k[:cut_k].view(g * j, p, d), plan[6], [g * j * r, p, p])
    torch.bmm(ones, v[:cut_k].view(g * j, p, d), out=out[:cut].view(g * j, r * p, d))
    many = ones[:0]
    if c > 0:
      many = self.probabilities(q[cut:].view(g * j * e, r * c, d), self.context(k, sizes, j), plan[7], [g, j * e * r, c, p + c])
      torch.bmm(many, self.context(v, sizes, j), out=out[cut:].view(g * j * e, r * c, d))
    return (out.index_select(0, plan[4]).view(-1, shape[1] * d), [q, k, v, ones, many])

  # dout [N, Q D] -> gradients of q [N, Q, D], k and v [N, J, D]
  def attend_backward(self: __torch__.Decoder, dout: Tensor, kept: List[Tensor], plan: List[Tensor], sizes: List[int], shape: List[int]) -> Tuple[Tensor, Tensor, Tensor]:
    q, k, v, ones, many = kept[0], kept[1], kept[2], kept[3], kept[4]
    g, p, e, c, j, r, d = sizes[0], sizes[1], sizes[2], sizes[3], shape[2], shape[1] // shape[2], shape[3]
    do, dq = torch.zeros_like(q).index_copy_(0, plan[4], dout.reshape(-1, d)), torch.empty_like(q)
    cut, cut_k, size = g * j * r * p, g * j * p, [g * j, r * p, d]
    dk, dv = self.weigh_backward(do[:cut].view(size), q[:cut].view(size), k[:cut_k].view(g * j, p, d), v[:cut_k].view(g * j, p, d), ones, dq[:cut].view(size))
    if c > 0:
      size = [g * j * e, r * c, d]
      dks, dvs = self.weigh_backward(do[cut:].view(size), q[cut:].view(size), self.context(k, sizes, j), self.context(v, sizes, j), many, dq[cut:].view(size))
      dk, dv = self.context_backward(dk, dks, sizes), self.context_backward(dv, dvs, sizes)
    return (dq.index_select(0, plan[4]).view(-1, shape[1], d), dk.view(-1, d).index_select(0, plan[5]).view(-1, j, d), dv.view(-1, d).index_select(0, plan[5]).view(-1, j, d))
