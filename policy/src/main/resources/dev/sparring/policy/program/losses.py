
  # ---- losses: one number a token, and its derivative by the token's log-probability ----

  # Clipped policy loss (PPO, arXiv 1707.06347, eq. 7; dual clip, arXiv 1912.09729, when dual > 0).
  # All [M]. Returns loss, derivative, whether the clip was active.
  def policy_loss(self: __torch__.Decoder, logp: Tensor, old: Tensor, advantage: Tensor, low: float, high: float, dual: float) -> Tuple[Tensor, Tensor, Tensor]:
    difference = logp - old
    ratio = torch.exp(torch.clamp(difference, -20.0, 20.0))
    plain = -advantage * ratio
    clipped = -advantage * torch.clamp(ratio, 1.0 - low, 1.0 + high)
    loss = torch.maximum(plain, clipped)
    active = clipped > plain
    slope = torch.where(active.logical_or(difference.abs() > 20.0), torch.zeros_like(plain), plain)
    if dual > 0.0:
      bound = -advantage * dual
      over = (advantage < 0.0).logical_and(loss > bound)
      loss = torch.where(over, bound, loss)
      slope = torch.where(over, torch.zeros_like(slope), slope)
    return (loss, slope, active)

  # Estimators of the divergence from the reference policy (Schulman, "Approximating KL divergence", 2020): 1 is k1, 2 is k2, 3 is k3.
  # Returns the estimate and what multiplies the derivative of the token's log-probability.
  # The derivative of k1 itself is 1 wherever the reference is, and the mean score of samples is 0: it would pull nowhere. The gradient of
  # the mean of k1 is the mean of d times the score, so d stands in its place; that is k2's derivative as well (arXiv 2510.01555, 2506.09477).
  # k3 is cut at 10. Its derivative stays what it is at the cut (d = -2.61), so that a token far from the reference is still pulled
  # back, and no token outweighs all others.
  def divergence(self: __torch__.Decoder, logp: Tensor, ref: Tensor, estimator: int) -> Tuple[Tensor, Tensor]:
    d = logp - ref
    if estimator == 1:
      return (d, d)
    if estimator == 2:
      return (d.square() * 0.5, d)
    e = torch.exp(torch.clamp(-d, -20.0, 20.0))
    return (torch.clamp(e + d - 1.0, -10.0, 10.0), 1.0 - torch.clamp(e, max=13.6))

  # The two losses as lists, for callers outside.
  def policy_loss_list(self: __torch__.Decoder, logp: Tensor, old: Tensor, advantage: Tensor, low: float, high: float, dual: float) -> List[Tensor]:
    loss, slope, active = self.policy_loss(logp, old, advantage, low, high, dual)
    return [loss, slope, active.float()]

  def divergence_list(self: __torch__.Decoder, logp: Tensor, ref: Tensor, estimator: int) -> List[Tensor]:
    value, slope = self.divergence(logp, ref, estimator)
    return [value, slope]
