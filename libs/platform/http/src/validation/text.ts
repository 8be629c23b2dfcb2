import { z } from 'zod'

/**
 * Text that Postgres can store and JSON can carry. A NUL character is legal in JSON and refused by Postgres, which would
 * make a caller's mistake look like ours; a lone surrogate would be stored as something else than was sent.
 *
 * @param least shortest length in UTF-16 code units. @param most longest.
 */
export function text(least: number, most: number) {
  return z
    .string()
    .min(least)
    .max(most)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'must not contain NUL or broken Unicode')
}

/** A UUID of any version, in lower case whatever the caller wrote: ids are compared and cached as text. */
export function uuid() {
  return z.guid().overwrite((value) => value.toLowerCase())
}
