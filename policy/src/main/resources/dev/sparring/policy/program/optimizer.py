
  # ---- optimizer ----

  # Adds the gradients that another thread has added up; sets those to zero.
  def gather(self: __torch__.Decoder, g: List[Tensor], other: List[Tensor]) -> Tensor:
    torch._foreach_add_(g, other)
    torch._foreach_zero_(other)
    return g[0]

  # Sets gradients to zero.
  def forget(self: __torch__.Decoder, g: List[Tensor]) -> Tensor:
    torch._foreach_zero_(g)
    return g[0]

  # Norm of all gradients together, [], fp32, from those of all rows, which are rounded to the gradients' type: of bf16 by at most .002 each.
  def gradient_norm(self: __torch__.Decoder, g: List[Tensor]) -> Tensor:
    norms: List[Tensor] = []
    for x in g:
      norms.append(torch.linalg_vector_norm(x.view(-1, x.size(-1)), 2, [-1]))
    return torch.linalg_vector_norm(torch.cat(norms).float())

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

  # Arrays that adamw_split works in: memory for size masters, gradients and first moments, fp32, a count of steps, and six arrays that it lets
  # look at memory of others: four of fp32 (6), one of int32 (3) and one of int16 (2).
  def split_workspace(self: __torch__.Decoder, size: int, like: Tensor) -> List[Tensor]:
    workspace: List[Tensor] = []
    for i in range(3):
      workspace.append(torch.zeros([size], dtype=6, device=like.device))
    workspace.append(torch.zeros([], dtype=6, device=like.device))
    for type in [6, 6, 6, 6, 3, 2]:
      workspace.append(torch.empty([0], dtype=type, device=like.device))
    return workspace

  # AdamW for weights that are held in bf16 [n]: low [(n + 1) / 2] holds what their fp32 masters have beyond them, so that no step is
  # lost. The first moment m is held in bf16: it turns over in a few steps; the second does not, and stays fp32. In parts that stay in
  # the processor's cache, in workspace and lists of one array each, all from split_workspace. set_ lets these look at memory: master and bits at
  # the same, second and rest at a part of v and low. (What is made here and only changed in place would be taken for dead code.)
  def adamw_split(self: __torch__.Decoder, w: List[Tensor], low: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], hyper: List[float], workspace: List[Tensor], master: List[Tensor], gradient: List[Tensor], first: List[Tensor], second: List[Tensor], bits: List[Tensor], rest: List[Tensor]) -> Tensor:
    none: List[Tensor] = []
    size = workspace[0].size(0)
    for i in range(len(w)):
      weights, gradients, m1 = w[i].view(-1), g[i].view(-1), m[i].view(-1)
      workspace[3].copy_(steps[i].add_(1))
      for start in range(0, weights.size(0), size):
        end = min(start + size, weights.size(0))
        n = [end - start]
        torch.set_(master[0], workspace[0], 0, n, [1])
        torch.set_(bits[0], workspace[0], 0, n, [1])
        torch.set_(gradient[0], workspace[1], 0, n, [1])
        torch.set_(first[0], workspace[2], 0, n, [1])
        torch.set_(second[0], v[i], start, n, [1])
        torch.set_(rest[0], low[i], start, n, [1])
        weight, slope, moment = weights[start:end], gradients[start:end], m1[start:end]
        master[0].copy_(weight)
        bits[0].add_(rest[0])
        gradient[0].copy_(slope)
        if hyper[5] != 1.0:
          gradient[0].mul_(hyper[5])
        first[0].copy_(moment)
        torch._fused_adamw_(master, gradient, first, second, none, [workspace[3]], lr=hyper[0], beta1=hyper[1], beta2=hyper[2], weight_decay=hyper[3], eps=hyper[4], amsgrad=False, maximize=False)
        slope.zero_()
        moment.copy_(first[0])
        # a master apart, exact to the bit: a weight is the master rounded to the nearest, and away from zero from the middle
        rest[0].copy_(bits[0])
        bits[0].add_(32768).bitwise_and_(-65536)
        weight.copy_(master[0])
    return steps[0]

  # All fp32 masters of all weights, flat. Their bits are those of a weight, 16 places up, plus rest [(n + 1) / 2], two whole numbers of
  # 16 bits in each. (A view as another type is not to be had here, a copy is.)
  def masters(self: __torch__.Decoder, w: List[Tensor], low: List[Tensor]) -> List[Tensor]:
    all: List[Tensor] = []
    for i in range(len(w)):
      weight = w[i].view(-1)
      bits = torch.view_copy(weight.float(), dtype=3)
      all.append(torch.view_copy(bits.add_(torch.view_copy(low[i], dtype=2)[:weight.size(0)]), dtype=6))
    return all
