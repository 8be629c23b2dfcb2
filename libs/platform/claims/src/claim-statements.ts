/** In: namespace, value, holder. Out: one row where the value was free. */
export const INSERT_CLAIM = `
  -- Invariant: a row that exists is left as it is; the key lets two transactions, or a transaction and what arrives from the
  -- peer, never both insert.
  INSERT INTO public.claims (namespace, value, holder) VALUES ($1, $2, $3)
  ON CONFLICT (namespace, value) DO NOTHING
  RETURNING holder`

/** In: namespace, value. Out: the claim, or none. */
export const FIND_CLAIM = `
  SELECT claim.holder, claim.state, claim.claimed_at FROM public.claims AS claim
  WHERE claim.namespace = $1 AND claim.value = $2`

/** In: namespace, value, holder. Out: one row where the holder is who the row names. */
export const CONFIRM_CLAIM = `
  -- Invariant: only run when both regions know of each other's claims to the value; a state never goes back.
  UPDATE public.claims AS claim SET state = 'confirmed'
  WHERE claim.namespace = $1 AND claim.value = $2 AND claim.holder = $3
  RETURNING claim.holder`
