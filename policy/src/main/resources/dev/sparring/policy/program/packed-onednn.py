
  # ---- weights packed by oneDNN (the end of decoder.py where the engine has it) ----

  # Whether bf16 products are faster here than fp32 ones; fp32, 0 or 1.
  def multiplies_bfloat16(self: __torch__.Decoder, like: Tensor) -> Tensor:
    return torch.zeros_like(like) + int(like.device.type != "cpu" or ops.mkldnn._is_mkldnn_bf16_supported())

  # Whether a row of a product with packed weights rounds alike however many rows there are; fp32, 0 or 1.
  def rows_alike(self: __torch__.Decoder, like: Tensor) -> Tensor:
    return torch.zeros([1], dtype=6) + int(like.device.type == "cpu")

  # The base for sampling: matrices in the type of like, on the CPU in blocks for products with few rows. The embedding stays as it is.
  def pack(self: __torch__.Decoder, w: List[Tensor], like: Tensor, rows: int) -> List[Tensor]:
    packed: List[Tensor] = []
    for i in range(len(w)):
      x = w[i]
      if i > 0 and x.dim() == 2:
        x = x.to(like.dtype)
        if x.device.type == "cpu":
          x = ops.mkldnn._reorder_linear_weight(x, rows)
      packed.append(x)
    return packed

  # h [N, in], weight packed or plain -> [N, out]
  def product(self: __torch__.Decoder, h: Tensor, weight: Tensor) -> Tensor:
    if ops.prim.is_mkldnn(weight):
      return ops.mkldnn._linear_pointwise(h, weight, None, "none", annotate(List[Optional[number]], []), "")
    return torch.linear(h, weight.to(h.dtype))
