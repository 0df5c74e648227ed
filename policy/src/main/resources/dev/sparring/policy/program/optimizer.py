
  # ---- optimizer ----

  # Adds the gradients that another lane has added up; sets those to zero.
  def gather(self: __torch__.Decoder, g: List[Tensor], other: List[Tensor]) -> Tensor:
    torch._foreach_add_(g, other)
    torch._foreach_zero_(other)
    return g[0]

  # Sets gradients to zero.
  def forget(self: __torch__.Decoder, g: List[Tensor]) -> Tensor:
    torch._foreach_zero_(g)
    return g[0]

  # Norm of all gradients together, [], fp32.
  def gradient_norm(self: __torch__.Decoder, g: List[Tensor]) -> Tensor:
    norms: List[Tensor] = []
    for x in g:
      flat = x.view(-1)
      size = self.at_once(x, 1, 524288)
      for start in range(0, flat.size(0), size):
        norms.append(torch.linalg_vector_norm(flat[start:start + size].float()))
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

  # AdamW for weights that are held in bf16 [n]: low [(n + 1) / 2] holds what their fp32 masters have beyond them, so that no step is
  # lost. The first moment m is held in bf16: it turns over in a few steps; the second does not, and stays fp32. In parts that stay in
  # the processor's cache: master, gradient, first and second are lists of one array, fp32, of one even size, that a part is worked on
  # in. (A step in place on lists that are made here would be taken for dead code.)
  def adamw_split(self: __torch__.Decoder, w: List[Tensor], low: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], hyper: List[float], master: List[Tensor], gradient: List[Tensor], first: List[Tensor], second: List[Tensor], count: List[Tensor]) -> Tensor:
    none: List[Tensor] = []
    size = master[0].size(0)
    for i in range(len(w)):
      weights, gradients, m1, m2 = w[i].view(-1), g[i].view(-1), m[i].view(-1), v[i].view(-1)
      count[0].copy_(steps[i].add_(1))
      for start in range(0, weights.size(0), size):
        end = min(start + size, weights.size(0))
        n = end - start
        weight, rest = weights[start:end], low[i][start // 2:(end + 1) // 2]
        self.join(weight, rest, master[0][:n])
        gradient[0][:n].copy_(gradients[start:end]).mul_(hyper[5])
        first[0][:n].copy_(m1[start:end])
        second[0][:n].copy_(m2[start:end])
        torch._fused_adamw_(master, gradient, first, second, none, count, lr=hyper[0], beta1=hyper[1], beta2=hyper[2], weight_decay=hyper[3], eps=hyper[4], amsgrad=False, maximize=False)
        gradients[start:end].zero_()
        m1[start:end].copy_(first[0][:n])
        m2[start:end].copy_(second[0][:n])
        self.split(master[0][:n], weight, rest)
    return steps[0]

  # fp32 masters [n]: their bits are those of weight [n], bf16, 16 places up, plus rest [(n + 1) / 2], two whole numbers of 16 bits in
  # each. (int16 is type 2, int32 3, fp32 6, bf16 15; a view as another type is not to be had here, a copy is.)
  def join(self: __torch__.Decoder, weight: Tensor, rest: Tensor, master: Tensor) -> Tensor:
    bits = torch.view_copy(weight.float(), dtype=3)
    return torch.view_copy(bits.add_(torch.view_copy(rest, dtype=2)[:weight.size(0)]), dtype=6, out=master)

  # Takes masters apart, exact to the bit: a weight is the master rounded to the nearest, and away from zero from the middle.
  def split(self: __torch__.Decoder, master: Tensor, weight: Tensor, rest: Tensor) -> Tensor:
    bits = torch.view_copy(master, dtype=3)
    low = bits.to(2)
    if bits.size(0) < 2 * rest.size(0):
      low = torch.cat([low, low[:1]])
    torch.view_copy(low, dtype=3, out=rest)
    return torch.view_copy(bits.add_(32768).bitwise_right_shift_(16).to(2), dtype=15, out=weight)

  # All masters of all weights, flat.
  def masters(self: __torch__.Decoder, w: List[Tensor], low: List[Tensor]) -> List[Tensor]:
    all: List[Tensor] = []
    for i in range(len(w)):
      all.append(self.join(w[i].view(-1), low[i], torch.empty([w[i].numel()], dtype=6, device=w[i].device)))
    return all
