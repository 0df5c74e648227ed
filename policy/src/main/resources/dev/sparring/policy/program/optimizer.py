
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

  # AdamW for weights that are held in bf16 [n]: low [(n + 1) / 2] holds what their fp32 masters have beyond them, so that no step is
  # lost. The first moment m is held in bf16: it turns over in a few steps; the second does not, and stays fp32. In parts of size
  # numbers, which stay in the processor's cache. (A fused step on lists that are made here would be taken for dead code.)
  def adamw_split(self: __torch__.Decoder, w: List[Tensor], low: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], hyper: List[float], size: int) -> Tensor:
    for i in range(len(w)):
      steps[i].add_(1)
      n, half = w[i].numel(), low[i].numel()
      for start in range(0, half, size):
        end = min(start + size, half)
        pair = low[i][start:end]
        first, second = self.halves(pair, n - half - start)
        self.adamw_part(w[i], first, g[i], m[i], v[i], steps[i], hyper, start)
        self.adamw_part(w[i], second, g[i], m[i], v[i], steps[i], hyper, half + start)
        pair.copy_(first.bitwise_and_(65535))
        pair[:second.size(0)].bitwise_or_(second.bitwise_left_shift_(16))
    torch._foreach_zero_(g)
    return steps[0]

  # Two numbers of 16 bits in each of pair; the second of the last may be missing. -> int32
  def halves(self: __torch__.Decoder, pair: Tensor, seconds: int) -> Tuple[Tensor, Tensor]:
    return (torch.bitwise_right_shift(torch.bitwise_left_shift(pair, 16), 16), torch.bitwise_right_shift(pair[:seconds], 16))

  # The same for the weights from start on that rest [n] belongs to.
  def adamw_part(self: __torch__.Decoder, w: Tensor, rest: Tensor, g: Tensor, m: Tensor, v: Tensor, steps: Tensor, hyper: List[float], start: int) -> Tensor:
    end = start + rest.size(0)
    weight, first, second = w.view(-1)[start:end], m.view(-1)[start:end], v.view(-1)[start:end]
    d = g.view(-1)[start:end].float().mul_(hyper[5])
    m1 = first.float().mul_(hyper[1]).add_(d, alpha=1.0 - hyper[1])
    first.copy_(m1)
    m2 = second.mul_(hyper[2]).addcmul_(d, d, value=1.0 - hyper[2])
    rate = torch.mul(torch.reciprocal(1.0 - torch.pow(hyper[1], steps)), hyper[0])
    step = m1.div_(torch.div(m2, 1.0 - torch.pow(hyper[2], steps)).sqrt_().add_(hyper[4])).mul_(rate)
    master = self.master(weight, rest).mul_(1.0 - hyper[0] * hyper[3]).sub_(step)
    weight.copy_(master)
    # Below a power of two masters are twice as fine, and the last bit is lost, as it is of a tie.
    held = weight.float()
    return rest.copy_(torch.round(master.sub_(held).div_(self.grain(held))).clamp_(-32768, 32767))

  # What an fp32 master can differ by from the weight it was rounded to, [n] fp32: 2^-16 of the weight's own grain in bf16.
  def grain(self: __torch__.Decoder, weight: Tensor) -> Tensor:
    exponent = torch.frexp(weight)[1].sub_(24).clamp_(min=-120)
    return torch.exp2(exponent.float())

  # Masters [n], fp32, of weights in bf16 and rest, int32 of 16 bits.
  def master(self: __torch__.Decoder, weight: Tensor, rest: Tensor) -> Tensor:
    held = weight.float()
    return held.addcmul(self.grain(held), rest.float())

  # All masters of all weights, flat.
  def masters(self: __torch__.Decoder, w: List[Tensor], low: List[Tensor]) -> List[Tensor]:
    all: List[Tensor] = []
    for i in range(len(w)):
      first, second = self.halves(low[i], w[i].numel() - low[i].numel())
      all.append(self.master(w[i].view(-1), torch.cat([first, second])))
    return all
