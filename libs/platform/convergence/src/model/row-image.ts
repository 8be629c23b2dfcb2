import type { RowImage } from '@bicoastal/kernel'

/** An integer column of a row image; `null` for NULL and for a column the image does not carry. */
export function integerOf(image: RowImage, column: string): bigint | null {
  const text = image[column] ?? null
  return text === null ? null : BigInt(text)
}
