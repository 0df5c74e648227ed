
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
