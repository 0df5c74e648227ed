
  # ---- weights packed by oneDNN (the end of the program where the engine has it) ----

  # Whether bf16 products are faster here than fp32 ones; fp32, 0 or 1.
  def multiplies_bfloat16(self: __torch__.Decoder, like: Tensor) -> Tensor:
    return torch.zeros_like(like) + int(like.device.type != "cpu" or ops.mkldnn._is_mkldnn_bf16_supported())

  # Whether a row of a product with packed weights rounds alike however many rows there are; fp32, 0 or 1.
  def rows_alike(self: __torch__.Decoder, like: Tensor) -> Tensor:
    return torch.zeros([1], dtype=6) + int(like.device.type == "cpu")

  # The base for sampling: matrices in the type of like, on the CPU in blocks for products with few rows. The embedding stays as it is;
  # after all of them comes the head as it was. A layer's last matrix with wide or more columns is packed in two halves, the second ones
  # at the end of the list: oneDNN is half as fast where few rows meet many columns.
  def pack(self: __torch__.Decoder, w: List[Tensor], like: Tensor, rows: int, wide: int) -> List[Tensor]:
    packed: List[Tensor] = []
    halves: List[Tensor] = []
    for i in range(len(w)):
      x = w[i]
      if i > 0 and x.dim() == 2:
        x = x.to(like.dtype)
        if x.device.type == "cpu":
          if i % 9 == 2 and i > 2 and x.size(1) >= wide:
            middle = x.size(1) // 2
            halves.append(ops.mkldnn._reorder_linear_weight(x[:, middle:].contiguous(), rows))
            x = x[:, :middle].contiguous()
          x = ops.mkldnn._reorder_linear_weight(x, rows)
      packed.append(x)
    return packed + [w[2]] + halves

  # h [N, in], weight packed or plain, bias [out] or empty -> [N, out]; of a first half [out, n], the product with the first n columns
  # of h. From 128 rows on oneDNN may sum up in another order: packed weights are given 64 at most.
  def product(self: __torch__.Decoder, h: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    added = annotate(Optional[Tensor], None)
    if bias.numel() > 0:
      added = bias.to(h.dtype)
    if not ops.prim.is_mkldnn(weight):
      return torch.linear(h, weight.to(h.dtype), added)
    if h.size(1) > weight.size(1):
      h = h[:, :weight.size(1)]
    if h.size(0) <= 64:
      return self.multiply(h, weight, added)
    parts: List[Tensor] = []
    for start in range(0, h.size(0), 64):
      parts.append(self.multiply(h[start:start + 64], weight, added))
    return torch.cat(parts)

  # h [N, in], N at most 64, packed [out, in] -> [N, out]
  def multiply(self: __torch__.Decoder, h: Tensor, packed: Tensor, bias: Optional[Tensor]) -> Tensor:
    return ops.mkldnn._linear_pointwise(h, packed, bias, "none", annotate(List[Optional[number]], []), "")
