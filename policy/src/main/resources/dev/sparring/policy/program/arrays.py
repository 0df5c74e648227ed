class Arrays(Module):
  __parameters__ = []
  __buffers__ = []

  # What arrays need and DJL has not: it knows no arrays of type bfloat16 (15), and does not copy them to or from a GPU.

  # Zeros on the device of like.
  def bfloat16_zeros(self: __torch__.Arrays, shape: List[int], like: Tensor) -> Tensor:
    return torch.zeros(shape, dtype=15, device=like.device)

  def to_bfloat16(self: __torch__.Arrays, x: Tensor) -> Tensor:
    return x.to(15)

  # Memory on the CPU, as it comes, of the shape and type of x.
  def twin(self: __torch__.Arrays, x: Tensor) -> Tensor:
    return torch.empty(x.size(), dtype=x.dtype)

  def assign(self: __torch__.Arrays, to: Tensor, source: Tensor) -> Tensor:
    return to.copy_(source)

  def on_cpu(self: __torch__.Arrays, x: Tensor) -> Tensor:
    return x.contiguous().cpu()

  # 1 when all elements are numbers and none is infinite, else 0; fp32.
  def finite(self: __torch__.Arrays, x: Tensor) -> Tensor:
    return torch.isfinite(x).all().float()

  def forward(self: __torch__.Arrays, x: Tensor) -> Tensor:
    return x
