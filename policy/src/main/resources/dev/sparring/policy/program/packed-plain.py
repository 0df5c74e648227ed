
  # ---- weights that are not packed (the end of the program where the engine has no oneDNN); see packed-onednn.py ----

  def multiplies_bfloat16(self: __torch__.Decoder, like: Tensor) -> Tensor:
    return torch.zeros_like(like) + int(like.device.type != "cpu")

  def rows_alike(self: __torch__.Decoder, like: Tensor) -> Tensor:
    return torch.zeros([1], dtype=6)

  def pack(self: __torch__.Decoder, w: List[Tensor], like: Tensor, rows: int, wide: int) -> List[Tensor]:
    packed: List[Tensor] = []
    for i in range(len(w)):
      x = w[i]
      if i > 0 and x.dim() == 2:
        x = x.to(like.dtype)
      packed.append(x)
    return packed + [w[2]]

  def product(self: __torch__.Decoder, h: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    if bias.numel() > 0:
      return torch.linear(h, weight.to(h.dtype), bias.to(h.dtype))
    return torch.linear(h, weight.to(h.dtype))
