
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
  #   0, 1 what rotate takes [N, 1, D]; 2 places of queries, 3 of keys and values; 4, 5 the ways back; 6 mask of prompts [P, P];
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
    turned, turning = self.turns(cos.index_select(0, layout[1]), sin.index_select(0, layout[1]))
    return [turned, turning,
      torch.clamp(queries, min=0), torch.clamp(keys, min=0), self.inverse(queries, n * shape[1]), self.inverse(keys, n * shape[2]),
      none.expand(p, p).masked_fill(before, -float("inf")),
      none.expand(g, 1, c, p + c).masked_fill(torch.cat([absent, later], -1), -float("inf"))]

  # Products of all rows of q [B, M, D] with all of k [B, L, D], fp32: in bf16 a score of 10 would be wrong by up to .03.
  def products(self: __torch__.Decoder, q: Tensor, k: Tensor) -> Tensor:
    return torch.bmm(q.float(), k.float().transpose(1, 2))

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
    scores = self.products(q[:cut].view(g * j, r * p, d), kp).view(g * j * r, p, p)
    ones = torch.softmax(scores.mul_(scale).add_(plan[6]), -1).to(q.dtype).view(g * j, r * p, p)
    torch.bmm(ones, vp, out=out[:cut].view(g * j, r * p, d))
    many = ones[:0]
    if c > 0:
      qc = q[cut:]
      own = self.products(qc.view(g * j * e, r * c, d), k[cut_k:].view(g * j * e, c, d)).view(g, j * e * r, c, c)
      over = self.products(qc.view(g * j, e * r * c, d), kp).view(g, j * e * r, c, p)
      scores = torch.cat([over, own], -1).mul_(scale).add_(plan[7])
      many = torch.softmax(scores, -1).to(q.dtype)
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
